/**
 * Exact numbers. Amounts, odds and times are decimal strings and whole-number arithmetic on BigInt: a float would turn
 * 8/13 into something that Postgres rounds differently.
 */
import type { OnUnreadable } from './readings.js'
import type { Decimal } from './rows.js'
import { longestName, readText } from './text.js'

/** Greatest value of a Postgres `int`. */
export const greatestInt = 2_147_483_647

const whole = /^[+-]?\d{1,10}(?:\.0+)?$/
const decimal = /^([+-]?)(\d{0,12})(?:\.(\d{0,30}))?$/

// Ages, draws, weights and ratings: nearly every whole number of a race is below 256.
const smallInts: ReadonlyMap<string, number> = new Map(Array.from({ length: 256 }, (_, n) => [String(n), n]))

/** A whole number from `least` to 2,147,483,647: `"47"`, `"2400.0"`, `47` → 47. Smaller, fractional or larger: unreadable. */
export function readSignedInt(raw: unknown, least: number, field: string, on?: OnUnreadable): number | null {
  const text = readText(raw, field, on, longestName)
  if (text === null) return null
  const small = smallInts.get(text)
  if (small !== undefined) return small
  const value = whole.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= greatestInt) return value === 0 ? 0 : value
  on?.(field, raw)
  return null
}

/** A whole number of 0 or more (see `readSignedInt`). */
export function readInt(raw: unknown, field: string, on?: OnUnreadable): number | null {
  return readSignedInt(raw, 0, field, on)
}

/** A whole number of at least 1; 0 means none (`draw` "0"). */
export function readPositiveInt(raw: unknown, field: string, on?: OnUnreadable): number | null {
  const value = readInt(raw, field, on)
  return value === 0 ? null : value
}

/**
 * A printed decimal, exactly as printed but canonical: `".75"` → `"0.75"`, `"007.50"` → `"7.50"`, `"-0"` → `"0"`.
 * At most 12 digits before the point; more than 10 after it are rounded half away from zero. Null when it is none.
 */
export function canonicalDecimal(text: string): Decimal | null {
  const parts = decimal.exec(text)
  if (parts === null) return null
  const units = parts[2] ?? ''
  const fraction = parts[3] ?? ''
  if (units === '' && fraction === '') return null
  if (fraction.length > 10) return roundDecimal(text, 10)
  const head = units.replace(/^0+(?=\d)/, '') || '0'
  const value = fraction === '' ? head : `${head}.${fraction}`
  return parts[1] === '-' && /[1-9]/.test(value) ? `-${value}` : value
}

/** A decimal of 0 or more, as printed (see `canonicalDecimal`). Negative or anything else: unreadable. */
export function readDecimal(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const text = readText(raw, field, on, longestName)
  if (text === null) return null
  const value = canonicalDecimal(text)
  if (value !== null && !value.startsWith('-')) return value
  on?.(field, raw)
  return null
}

/** A decimal text as a whole number of 10^-scale units, rounded half away from zero. The text must be a decimal. */
export function scaled(text: string, scale: number): bigint {
  const parts = decimal.exec(text)
  if (parts === null) return 0n
  const fraction = (parts[3] ?? '').padEnd(scale + 1, '0')
  const kept = BigInt(`${parts[2] ?? ''}${fraction.slice(0, scale)}` || '0')
  const value = fraction.charCodeAt(scale) >= 53 /* '5' */ ? kept + 1n : kept
  return parts[1] === '-' ? -value : value
}

/** Units of 10^-scale as decimal text with exactly `scale` digits after the point. */
export function unscaled(units: bigint, scale: number): Decimal {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A decimal text rounded to `scale` digits, half away from zero, as Postgres `round(numeric)` does. */
export function roundDecimal(text: string, scale: number): Decimal {
  return unscaled(scaled(text, scale), scale)
}

/** numerator / denominator in units of 10^-scale, rounded half away from zero; both must be positive or zero, denominator > 0. */
export function divideRounded(numerator: bigint, denominator: bigint, scale: number): bigint {
  const shifted = numerator * 10n ** BigInt(scale)
  return (2n * shifted + denominator) / (2n * denominator)
}

/** Without zeros at the end of the fraction: `"3.2500"` → `"3.25"`, `"4.00"` → `"4"`. */
export function trimZeros(value: Decimal): Decimal {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
