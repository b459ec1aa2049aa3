import type { OnUnreadable } from './readings.js'

const yes: ReadonlySet<unknown> = new Set([true, 1, '1', 'true', 'yes', 'y'])
const no: ReadonlySet<unknown> = new Set([false, 0, '0', 'false', 'no', 'n', '', '-', '–', null, undefined])

/** A boolean: false until something says true (`true`, `"true"`, `"yes"`, `1`). Anything else is unreadable and false. */
export function readFlag(raw: unknown, field: string, on?: OnUnreadable): boolean {
  if (raw === false || raw === undefined) return false
  if (yes.has(raw)) return true
  if (no.has(raw)) return false
  const text = typeof raw === 'string' ? raw.trim().toLowerCase() : raw
  if (yes.has(text)) return true
  if (!no.has(text)) on?.(field, raw)
  return false
}
