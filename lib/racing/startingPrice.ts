import type { OnUnreadable } from './readings.js'
import type { Decimal } from './rows.js'
import { canonicalDecimal, divideRounded, readDecimal, scaled, trimZeros, unscaled } from './numbers.js'
import { readText } from './text.js'

export interface StartingPrice {
  /** The text as sent: `"13/8F"`. */
  readonly sp: string | null
  /** Decimal odds, stake included: `"2.625"`. Null without a price, and for prices of 1.00 and less. */
  readonly sp_decimal: Decimal | null
  /** Favourite, joint favourite or co-favourite. */
  readonly is_favourite: boolean
}

interface Fraction {
  readonly decimal: Decimal | null
  readonly favourite: boolean
}

const fraction = /^(?:(\d{1,9})(?:\/(\d{1,9}))?|(evens?|evs|evn))\s*(f|j|c|jf|cf|fav|jfav|cfav)?$/i
const oneUnit = 10_000_000_000n

// A day's racing prints a few dozen different prices; the map is a cache of a pure function, emptied when it has grown odd.
const seen = new Map<string, Fraction | null>()

function parseFraction(text: string): Fraction | null {
  const parts = fraction.exec(text)
  if (parts === null) return null
  const numerator = parts[3] === undefined ? BigInt(parts[1] ?? '0') : 1n
  const denominator = BigInt(parts[2] ?? '1')
  if (denominator === 0n) return null
  const decimal = divideRounded(numerator, denominator, 10) + oneUnit
  return { decimal: decimal > oneUnit ? trimZeros(unscaled(decimal, 10)) : null, favourite: parts[4] !== undefined }
}

/**
 * Fractional odds as printed: `9/4` → 3.25, `4` → 5 (4/1), `Evens` → 2, `13/8F` → 2.625 and favourite.
 * decimal = round(numerator / denominator, 10) + 1, half away from zero, in whole numbers (docs/domain.md, "Details, decided").
 * Null when the text is no fraction.
 */
export function readFraction(text: string): Fraction | null {
  const known = seen.get(text)
  if (known !== undefined) return known
  const parsed = parseFraction(text)
  if (seen.size >= 4096) seen.clear()
  if (text.length <= 20) seen.set(text, parsed)
  return parsed
}

/** Decimal odds as printed (`bsp`, `sp_dec`); null for 1.00 and less, which is no price. */
export function readDecimalPrice(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const value = readDecimal(raw, field, on)
  return value !== null && scaled(value, 10) > oneUnit ? trimZeros(value) : null
}

/**
 * A starting price: the fraction wins, the vendor's rounded decimal only stands in where there is no readable fraction.
 * `SP` says that there is no price yet; it is kept as text and is not unreadable.
 */
export function readStartingPrice(sp: unknown, spDec: unknown, place: string, on?: OnUnreadable): StartingPrice {
  const text = readText(sp, `${place}sp`, on, 40)
  const parsed = text === null ? null : readFraction(text)
  if (parsed !== null) return { sp: text, sp_decimal: parsed.decimal, is_favourite: parsed.favourite }
  if (text !== null && text.toUpperCase() !== 'SP') on?.(`${place}sp`, sp)
  return { sp: text, sp_decimal: readDecimalPrice(spDec, `${place}sp_dec`, on), is_favourite: false }
}

/** Whether a text is a plain decimal greater than 1, for checks of stored prices. */
export function isPrice(text: Decimal): boolean {
  const value = canonicalDecimal(text)
  return value !== null && scaled(value, 10) > oneUnit
}
