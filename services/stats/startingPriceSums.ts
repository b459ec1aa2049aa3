const scale = 10_000_000_000n

/** A decimal text with up to ten decimals as a whole number of 10^-10: `"3.25"` → 32500000000n. */
function e10(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole) * scale + BigInt(fraction.padEnd(10, '0').slice(0, 10))
}

/** Division of positive numbers rounded half away from zero, as Postgres rounds numeric. */
function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

/**
 * round(1 / price, 10) times 10^10, as text: the expected wins of one run in A/E.
 * `price` is a starting price decimal above 1 (`"3.25"` → `"3076923077"`). Source: docs/domain.md, section 4.
 */
export function inverseE10(price: string): string {
  return divideRounded(scale * scale, e10(price)).toString()
}

/**
 * Profit to one unit at starting price times 10^10, as text. `winners` is the number of horses that share first place
 * with this one, itself included; 0 for a loser. A win d − 1, a dead heat round(d/n, 10) − 1, otherwise −1.
 * Source: docs/domain.md, section 4 (3/1, dead heat of two: 4/2 − 1 = +1).
 */
export function profitE10(price: string, winners: number): string {
  if (winners === 0) return (-scale).toString()
  return (divideRounded(e10(price), BigInt(winners)) - scale).toString()
}

/**
 * The price that statistics count: null for one of 10,000,000 and more, which nobody was offered. Sums of 10^-10 stay within
 * 64 bits that way; the tables keep what was sent.
 */
export function countedPrice(price: string | null): string | null {
  return price !== null && e10(price) < 10_000_000n * scale ? price : null
}

/** What a run at some price adds to sums; nulls where no price counts. */
export interface PricedRun {
  readonly inverse_sp_e10: string | null
  readonly profit_e10: string | null
}

const unpriced: PricedRun = { inverse_sp_e10: null, profit_e10: null }

function priced(price: string | null, winners: number): PricedRun {
  const counted = countedPrice(price)
  if (counted === null) return unpriced
  return { inverse_sp_e10: inverseE10(counted), profit_e10: profitE10(counted, winners) }
}

/** Prices of losers: there are some hundred different ones, and whole numbers of any length take long. */
const ofLosers = new Map<string, PricedRun>()
const mostPrices = 10_000

/** `inverseE10` and `profitE10` of a run, `winners` as there, where its price counts. */
export function pricedRun(price: string | null, winners: number): PricedRun {
  if (price === null || winners > 0) return priced(price, winners)
  let known = ofLosers.get(price)
  if (known === undefined) {
    known = priced(price, 0)
    if (ofLosers.size >= mostPrices) ofLosers.clear()
    ofLosers.set(price, known)
  }
  return known
}
