import { bell, uniform } from './chance.js'
import type { Declared } from './declarations.js'
import type { PlannedRace } from './weekPlan.js'

/** What the market says of a runner. */
export interface Price {
  /** Chance of winning as the market sees it, before its margin. */
  readonly chance: number
  /** Decimal price with the bookmakers' margin, before it is put on the ladder. */
  readonly fair: number
  /** `9/4`, `Evens`, with F, J or C for favourites. */
  readonly sp: string
  /** Two decimals, as the vendor rounds: `3.25`. */
  readonly decimal: string
  /** Betfair's starting price. */
  readonly bsp: string
}

/** A price on the ladder. */
export interface Rung {
  /** Numerator / denominator. */
  readonly odds: number
  /** `9/4`; `4/1`, also for even money `1/1`. */
  readonly fraction: string
  /** As racecards print it: `4` for 4/1, and the decimal price without trailing zeros. */
  readonly printed: { readonly fractional: string; readonly decimal: string }
}

/** The ladder of starting prices. */
const ladder: readonly Rung[] = (
  '1/10 1/9 1/8 1/7 1/6 1/5 2/9 1/4 2/7 3/10 1/3 4/11 2/5 4/9 1/2 8/15 4/7 8/13 4/6 8/11 4/5 5/6 10/11 1/1 11/10 6/5 5/4 11/8 6/4 13/8 7/4 15/8 2/1 9/4 5/2 11/4 3/1 100/30 7/2 4/1 9/2 ' +
  '5/1 11/2 6/1 13/2 7/1 15/2 8/1 17/2 9/1 10/1 11/1 12/1 14/1 16/1 18/1 20/1 22/1 25/1 28/1 33/1 40/1 50/1 66/1 80/1 100/1 125/1 150/1 200/1 250/1 300/1'
)
  .split(' ')
  .map((fraction) => {
    const [numerator = 0, denominator = 1] = fraction.split('/').map(Number)
    const odds = numerator / denominator
    const fractional = denominator === 1 ? String(numerator) : fraction
    return { odds, fraction, printed: { fractional, decimal: String(Math.round((odds + 1) * 100) / 100) } }
  })
/** Decimal prices halfway, on a log scale, between a rung and the next. */
const borders = ladder.map((rung, i) =>
  Math.sqrt((rung.odds + 1) * ((ladder[i + 1]?.odds ?? Number.POSITIVE_INFINITY) + 1)),
)

/** The rung nearest to a decimal price. */
export function rungOf(decimal: number): Rung {
  let [low, high] = [0, borders.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((borders[middle] ?? 0) < decimal) low = middle + 1
    else high = middle
  }
  return ladder[low] as Rung
}

/** The bookmakers' margin a runner: a field of ten adds up to 111 %, as starting prices do (so wins / expected wins is near 0.9). */
const marginPerRunner = 0.0112

/**
 * Prices a field from the true strengths on a log scale. The market errs a little on each horse and shades towards outsiders
 * (the favourite–longshot bias), and takes its margin.
 */
export function marketOf(
  seed: number,
  race: PlannedRace,
  runners: readonly Declared[],
  strengths: readonly number[],
): readonly Price[] {
  const views = strengths.map((strength, i) =>
    Math.exp(strength * 0.95 + bell(seed, 111, race.key, runners[i]?.horse ?? 0) * 0.16),
  )
  const total = views.reduce((sum, view) => sum + view, 0)
  const book = 1 + marginPerRunner * runners.length
  const rungs = views.map((view) => rungOf(total / view / book))
  const shortest = Math.min(...rungs.map((rung) => rung.odds))
  const favourites = rungs.filter((rung) => rung.odds === shortest).length
  return views.map((view, i) => {
    const { odds, fraction } = rungs[i] as Rung
    const mark = odds > shortest ? '' : favourites === 1 ? 'F' : favourites === 2 ? 'J' : 'C'
    const chance = view / total
    const exchange = Math.max(1.02, (1 / chance) * (0.97 + 0.1 * uniform(seed, 112, race.key, i)))
    return {
      chance,
      fair: total / view / book,
      sp: `${odds === 1 ? 'Evens' : fraction}${mark}`,
      decimal: (odds + 1).toFixed(2),
      bsp: exchange.toFixed(2),
    }
  })
}
