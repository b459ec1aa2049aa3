import type { OnUnreadable } from './readings.js'
import type { JsonText } from './rows.js'
import { storableText } from './text.js'

/** Deeper than any value of the API, far shallower than where Postgres or JavaScript run out of stack. */
const deepest = 60
const longest = 50_000_000

/** The same value, storable: texts and keys without NUL and lone surrogates. Throws RangeError beyond `deepest` levels. */
function storable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > deepest) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined
    for (let i = 0; i < value.length; i++) {
      const clean = storable(value[i], depth + 1)
      if (clean !== value[i]) (copy ??= value.slice())[i] = clean
    }
    return copy ?? value
  }
  let changed = false
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const clean = storable(item, depth + 1)
    const name = storableText(key)
    changed ||= clean !== item || name !== key
    return [name, clean]
  })
  return changed ? Object.fromEntries(entries) : value
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
    const text = JSON.stringify(storable(raw, 0)) as string | undefined
    if (text !== undefined && text.length <= longest && (text.startsWith('{') || text.startsWith('['))) return text
  } catch {
    // Nested too deeply, circular, or a value that JSON has no word for: unreadable, like any other wrong type.
  }
  on?.(field, raw)
  return null
}
