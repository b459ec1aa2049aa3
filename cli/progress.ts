import type { Pool } from 'pg'

export { groups, unapplied } from '../services/console/applied.js'

export interface RunState {
  readonly id: string
  readonly state: string
  readonly message: string | null
}

/** Where runs stand; ids that are not known yet are left out. */
export async function runStates(pool: Pool, ids: readonly string[]): Promise<RunState[]> {
  const { rows } = await pool.query<RunState>(
    'SELECT id, state, message FROM runs WHERE id = ANY ($1::text[]) ORDER BY array_position($1::text[], id)',
    [ids],
  )
  return rows
}

export interface Counts {
  readonly days: number
  readonly races: number
  readonly runners: number
  readonly results: number
  readonly horses: number
  readonly with_statistics: number
  readonly dead_letters: number
}

/** How much is in the tables. */
export async function counts(pool: Pool): Promise<Counts> {
  const { rows } = await pool.query<Counts>(
    `SELECT (SELECT count(DISTINCT date)::int FROM ra_races) AS days, (SELECT count(*)::int FROM ra_races) AS races,
       (SELECT count(*)::int FROM ra_runners) AS runners, (SELECT count(*)::int FROM ra_race_results) AS results,
       (SELECT count(*)::int FROM ra_mst_horses) AS horses,
       (SELECT count(*)::int FROM ra_mst_jockeys WHERE stats_updated_at IS NOT NULL) AS with_statistics,
       (SELECT count(*)::int FROM dead_letters WHERE resolved_at IS NULL) AS dead_letters`,
  )
  return rows[0] as Counts
}
