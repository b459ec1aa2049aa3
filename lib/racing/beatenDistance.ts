import type { OnUnreadable } from './readings.js'
import type { Decimal } from './rows.js'
import { canonicalDecimal } from './numbers.js'
import { readText } from './text.js'

const named: ReadonlyMap<string, Decimal | null> = new Map([
  ['nse', '0.05'],
  ['ns', '0.05'],
  ['shd', '0.1'],
  ['sh', '0.1'],
  ['hd', '0.2'],
  ['snk', '0.25'],
  ['nk', '0.3'],
  ['dht', '0'],
  ['dh', '0'],
  ['dist', null],
])
const quarters: Readonly<Record<string, string>> = { '¼': '.25', '½': '.5', '¾': '.75' }

/**
 * Beaten distance as printed, in lengths: `".75"` → `"0.75"`, `"nk"` → `"0.3"`, `"1½"` → `"1.5"`, `"99"` kept,
 * `"dist"` → null (too far to measure; not unreadable). Source: "Values and how to read them", docs/domain.md.
 */
export function readBeatenDistance(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const text = readText(raw, field, on, 40)
  if (text === null) return null
  const asName = named.get(text) ?? named.get(text.toLowerCase())
  if (asName !== undefined) return asName
  const last = quarters[text.slice(-1)]
  const value = canonicalDecimal(last === undefined ? text : text.slice(0, -1) + last)
  if (value !== null && !value.startsWith('-')) return value
  on?.(field, raw)
  return null
}
