/**
 * Counts of a group as three counters of 21 bits in one number, so that one sum counts what otherwise takes three: in a
 * recomputation of all statistics most of the time goes into stepping sums, run by run. What holds for them is asked first: no
 * entity has more runs than a counter holds (sql/crowded.sql).
 */
const bits = 21

/** The most runs of one entity that counters hold; with more, definitions are computed as they stand. */
export const mostRuns = 2 ** bits - 1

export const perNumber = 3

/** One more in a counter, as SQL. `place` 0 to 2. */
export const one = (place: number): string => `(${2 ** (bits * place)}::bigint)`

/** A counter of a packed sum, as SQL. */
export function counter(sum: string, place: number): string {
  const shifted = place === 0 ? sum : `(${sum} >> ${bits * place})`
  return place === perNumber - 1 ? shifted : `(${shifted} & ${mostRuns})`
}

/** The facts with two packed columns: runs, wins, seconds; thirds, priced runs, priced wins. `columns` are of `stats_runs`. */
export function packedRuns(columns: readonly string[]): string {
  return `(SELECT ${columns.join(', ')}, inverse_sp_e10, profit_e10, fetched_at AS calculated_at,
      1 + CASE position WHEN 1 THEN ${one(1)} WHEN 2 THEN ${one(2)} ELSE 0 END AS front,
      CASE WHEN inverse_sp_e10 IS NULL THEN CASE position WHEN 3 THEN 1::bigint ELSE 0 END
        ELSE CASE position WHEN 1 THEN ${one(1)} + ${one(2)} WHEN 3 THEN 1 + ${one(1)} ELSE ${one(1)} END END AS back
    FROM stats_runs) AS runs`
}

/** The sums of a group of packed runs, or of groups of them. */
export const packedSums = `exact_sum(front) AS front, exact_sum(back) AS back,
      exact_sum(inverse_sp_e10) AS inverse_sp_e10, exact_sum(profit_e10) AS profit_e10, max(calculated_at) AS calculated_at`

/**
 * A statement that keeps the sums of finer groups, until the end of the transaction, so that several coarser ones follow from
 * fewer rows than there are runs: most runs of a horse are for the same people, and all from the same parents.
 */
export function keepGroups(name: string, columns: readonly string[], sums: string, source: string): string {
  return `CREATE TEMPORARY TABLE ${name} ON COMMIT DROP AS
    SELECT ${columns.join(', ')}, ${sums} FROM ${source} GROUP BY ${columns.join(', ')}`
}

/** How a whole table is computed: what is made before, SELECT statements that together give its rows, and what goes afterwards. */
export interface WholeTable {
  readonly before: readonly string[]
  readonly selects: readonly string[]
  readonly temporary: readonly string[]
}

/** What the packed sums say, each as a bigint expression. */
export const counted = {
  runs: counter('front', 0),
  wins: counter('front', 1),
  seconds: counter('front', 2),
  thirds: counter('back', 0),
  pricedRuns: counter('back', 1),
  pricedWins: counter('back', 2),
} as const

const { runs, wins, seconds, thirds, pricedRuns, pricedWins } = counted

/** The columns that tables of performance begin with after their keys. */
export const performanceColumns = `${runs}::int AS total_runs, ${wins}::int AS wins, ${seconds}::int AS places_2nd, ${thirds}::int AS places_3rd,
    share_percent(${wins}, ${runs}) AS win_percent,
    share_percent(${wins} + ${seconds} + ${thirds}, ${runs}) AS place_percent,
    ae_index(${pricedRuns}, ${pricedWins}, inverse_sp_e10) AS ae_index,
    profit_1u(${pricedRuns}, profit_e10) AS profit_loss_1u`

/** The exact sums that they end with. */
export const exactColumns = `${pricedRuns}::int AS priced_runs, ${pricedWins}::int AS priced_wins,
    coalesce(inverse_sp_e10, 0) AS inverse_sp_e10, coalesce(profit_e10, 0) AS profit_e10`
