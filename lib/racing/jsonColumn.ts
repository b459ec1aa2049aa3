import type { OnUnreadable } from './readings.js'
import type { JsonText } from './rows.js'
import { isStorable, storableText } from './text.js'

/** Deeper than any value of the API, far shallower than where Postgres or JavaScript run out of stack. */
const deepest = 60
const longest = 50_000_000

/** Whether every text and key of a value can be stored as it is. Throws RangeError beyond `deepest` levels. */
function isClean(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth > deepest) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) {
    for (const item of value) if (!isClean(item, depth + 1)) return false
    return true
  }
  for (const key in value)
    if (!isStorable(key) || !isClean((value as Record<string, unknown>)[key], depth + 1)) return false
  return true
}

/** The same value with texts and keys that can be stored. Throws RangeError beyond `deepest` levels. */
function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > deepest) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), cleaned(item, depth + 1)]))
}

/**
 * A list or an object for a jsonb column, as sent; an empty list is a value. Missing: null. A text, a number or a boolean is
 * unreadable, and so is what nests deeper than 60 levels or is no JSON at all.
 */
export function readJson(raw: unknown, field: string, on?: OnUnreadable): JsonText | null {
  if (raw === null || raw === undefined || raw === '' || raw === '-' || raw === '–') return null
  if (typeof raw !== 'object') {
    on?.(field, raw)
    return null
  }
  if (Array.isArray(raw) && raw.length === 0) return '[]'
  try {
    const text = JSON.stringify(isClean(raw, 0) ? raw : cleaned(raw, 0)) as string | undefined
    if (text !== undefined && text.length <= longest && (text.startsWith('{') || text.startsWith('['))) return text
  } catch {
    // Nested too deeply, circular, or a value that JSON has no word for: unreadable, like any other wrong type.
  }
  on?.(field, raw)
  return null
}
