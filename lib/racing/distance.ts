import type { OnUnreadable } from './readings.js'
import type { Decimal } from './rows.js'
import { canonicalDecimal, divideRounded, greatestInt, readDecimal, scaled } from './numbers.js'
import { readText } from './text.js'

const printed = /^(?:(\d{1,3})m)?\s*(?:(\d{1,3})?(\.\d{1,4}|[¼½¾])?f)?\s*(?:(\d{1,5})y(?:ds?)?)?$/i
const quarters: Readonly<Record<string, number>> = { '¼': 55, '½': 110, '¾': 165 }

function wholeOrNull(value: bigint): number | null {
  return value > 0n && value <= BigInt(greatestInt) ? Number(value) : null
}

/** Yards of a printed distance: `2m6f31y` → 4871, `1m2½f` → 2310, `10.5f` → 2310. One furlong is 220 yd, one mile 1760. Null when it is none. */
export function yardsOf(text: string): number | null {
  const parts = printed.exec(text)
  if (parts === null) return null
  const furlongs = parts[3]
  if (parts[2] === undefined && furlongs === undefined && /f/i.test(text)) return null
  const part =
    furlongs === undefined ? 0 : (quarters[furlongs] ?? Number(divideRounded(scaled(furlongs, 4) * 220n, 10_000n, 0)))
  const yards = Number(parts[1] ?? 0) * 1760 + Number(parts[2] ?? 0) * 220 + part + Number(parts[4] ?? 0)
  return yards > 0 ? yards : null
}

/** A printed distance, kept as text; told as unreadable when it gives no yards. */
export function readDistance(raw: unknown, field: string, on?: OnUnreadable): string | null {
  const text = readText(raw, field, on, 40)
  if (text !== null && yardsOf(text) === null) on?.(field, raw)
  return text
}

/** Whole yards of `dist_y`, the nearest one: `"2640"`, `"2640.0"` → 2640. Zero is no distance. */
export function readYards(raw: unknown, field: string, on?: OnUnreadable): number | null {
  const value = readDecimal(raw, field, on)
  if (value === null) return null
  const yards = wholeOrNull(scaled(value, 0))
  if (yards === null && /[1-9]/.test(value)) on?.(field, raw)
  return yards
}

/** Metres of `dist_m`, as printed: `"2400.0"`. Zero is no distance; more than fits a whole column is unreadable. */
export function readMetres(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const value = readDecimal(raw, field, on)
  if (value === null || !/[1-9]/.test(value)) return null
  if (value.replace(/\..*$/, '').length <= 8) return value
  on?.(field, raw)
  return null
}

/** Furlongs of `distance_f` and `dist_f`: `"22.0"` → `"22.0"`, `"12f"` → `"12"`, `"10.5f"` → `"10.5"`. */
export function readFurlongs(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const text = readText(raw, field, on, 40)
  if (text === null) return null
  const value = canonicalDecimal(text.replace(/\s*f$/i, '').replace('½', '.5'))
  if (value !== null && !value.startsWith('-') && value.replace(/\..*$/, '').length <= 6)
    return /[1-9]/.test(value) ? value : null
  on?.(field, raw)
  return null
}

/** The nearest yard to metres / 0.9144, a tie away from zero. */
export function yardsOfMetres(metres: Decimal): number | null {
  return wholeOrNull(divideRounded(scaled(metres, 10), 9_144_000_000n, 0))
}

/** Whole metres of yards × 0.9144. */
export function metresOfYards(yards: number): number | null {
  return wholeOrNull(divideRounded(BigInt(yards) * 9144n, 10_000n, 0))
}

/** Whole metres of a printed number of metres. */
export function wholeMetres(metres: Decimal): number | null {
  return wholeOrNull(scaled(metres, 0))
}

/** The nearest yard to furlongs × 220. */
export function yardsOfFurlongs(furlongs: Decimal): number | null {
  return wholeOrNull(divideRounded(scaled(furlongs, 10) * 220n, 10_000_000_000n, 0))
}
