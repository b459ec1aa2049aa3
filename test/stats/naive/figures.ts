/** Counts, percentages, A/E, profit and dates of any list of runs. */
import { asText, decimal, divided, isLess, minus, plus, rounded, whole, type Fraction } from './exact.js'
import type { Run } from './runs.js'

export type Row = Record<string, string | number | boolean | null | Record<string, number>>

export const one = whole(1)

export interface Counts {
  readonly runs: number
  readonly wins: number
  readonly seconds: number
  readonly thirds: number
}

export function counts(runs: readonly Run[]): Counts {
  let wins = 0
  let seconds = 0
  let thirds = 0
  for (const run of runs) {
    if (run.isWin) wins += 1
    if (run.isSecond) seconds += 1
    if (run.isThird) thirds += 1
  }
  return { runs: runs.length, wins, seconds, thirds }
}

/** 100 × part ÷ all with two decimals; null of nothing. */
export function percent(part: number, all: number): string | null {
  return all === 0 ? null : asText(rounded(divided(whole(100 * part), whole(all)), 2))
}

/** Runs with a price; one of ten million and more is none (docs/statistics.md). */
const prices = (runs: readonly Run[]): { run: Run; price: Fraction }[] =>
  runs
    .flatMap((run) => (run.result.sp_decimal === null ? [] : [{ run, price: decimal(run.result.sp_decimal) }]))
    .filter(({ price }) => isLess(price, whole(10_000_000)))

/** Wins of priced runs ÷ what the prices expect, two decimals; null without any price. */
export function actualOverExpected(runs: readonly Run[]): string | null {
  const priced = prices(runs)
  if (priced.length === 0) return null
  let expected = whole(0)
  let wins = 0
  for (const { run, price } of priced) {
    expected = plus(expected, rounded(divided(one, price), 10))
    if (run.isWin) wins += 1
  }
  if (expected.over === 0n) return null
  return asText(rounded(divided(whole(wins), expected), 2))
}

/** Profit of a unit on every priced run, two decimals; null without any price. */
export function profit(runs: readonly Run[]): string | null {
  const priced = prices(runs)
  if (priced.length === 0) return null
  let sum = whole(0)
  for (const { run, price } of priced) {
    if (!run.isWin) sum = minus(sum, one)
    else if (run.winners === 1) sum = plus(sum, minus(price, one))
    else sum = plus(sum, minus(rounded(divided(price, whole(run.winners)), 10), one))
  }
  return asText(rounded(sum, 2))
}

/** The latest fetch among these runs, as an ISO time; null of none. */
export function calculatedAt(runs: readonly Run[]): string | null {
  let latest: number | null = null
  for (const run of runs) if (latest === null || run.fetchedAt > latest) latest = run.fetchedAt
  return latest === null ? null : new Date(latest).toISOString()
}

/** The latest race date of these runs. */
export function latestDate(runs: readonly Run[]): string | null {
  let latest: string | null = null
  for (const run of runs) if (latest === null || run.race.date > latest) latest = run.race.date
  return latest
}

/** Items by what `key` says of them; items without a key are left out. */
export function groupBy<Key, Item = Run>(items: readonly Item[], key: (item: Item) => Key | null): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const of = key(item)
    if (of === null) continue
    const group = groups.get(of)
    if (group === undefined) groups.set(of, [item])
    else group.push(item)
  }
  return groups
}

/** The columns that pairs, distances and venues share. */
export function performance(runs: readonly Run[]): Row {
  const { runs: all, wins, seconds, thirds } = counts(runs)
  return {
    total_runs: all,
    wins,
    places_2nd: seconds,
    places_3rd: thirds,
    win_percent: percent(wins, all),
    place_percent: percent(wins + seconds + thirds, all),
    ae_index: actualOverExpected(runs),
    profit_loss_1u: profit(runs),
    calculated_at: calculatedAt(runs),
  }
}
