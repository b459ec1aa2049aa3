import type { Pool } from 'pg'

export interface TableCounts {
  readonly races: number
  readonly runners: number
  readonly results: number
  readonly horses: number
  readonly horses_enriched: number
  readonly pedigrees: number
}

const statements: Readonly<Record<keyof TableCounts, string>> = {
  races: 'SELECT count(*)::int AS n FROM ra_races',
  runners: 'SELECT count(*)::int AS n FROM ra_runners',
  results: 'SELECT count(*)::int AS n FROM ra_race_results',
  horses: 'SELECT count(*)::int AS n FROM ra_mst_horses',
  horses_enriched: 'SELECT count(dob)::int AS n FROM ra_mst_horses',
  pedigrees: 'SELECT count(*)::int AS n FROM ra_horse_pedigree',
}

/** Rows of the tables people ask about first, each counted on a connection of its own: together they take as long as the largest. */
export async function tableCounts(pool: Pool, maxAgeMs = 0): Promise<TableCounts> {
  const known = counted.get(pool)
  if (known !== undefined && performance.now() - known.at < maxAgeMs) return known.counts
  const counts = await countTables(pool)
  counted.set(pool, { at: performance.now(), counts })
  return counts
}

/** What was counted last: an open page asks every few seconds, and ten years take a moment to count. */
const counted = new WeakMap<Pool, { readonly at: number; readonly counts: TableCounts }>()

async function countTables(pool: Pool): Promise<TableCounts> {
  const counted = await Promise.all(
    Object.entries(statements).map(
      async ([name, sql]) => [name, (await pool.query<{ n: number }>(sql)).rows[0]?.n ?? 0] as const,
    ),
  )
  return Object.fromEntries(counted) as unknown as TableCounts
}
