import type { Pool } from 'pg'

export { groups, unapplied } from '../services/console/applied.js'

export interface RunProgress {
  readonly id: string
  readonly state: string
  readonly message: string | null
  readonly done: number
  readonly failed: number
}

/** Where the runs stand that are not finished, and the one named. */
export async function runProgress(pool: Pool, id: string): Promise<RunProgress | null> {
  const { rows } = await pool.query<RunProgress>(
    `SELECT r.id, r.state, r.message,
       (SELECT count(*)::int FROM fetch_units u WHERE u.run_id = r.id AND u.outcome <> 'failed') AS done,
       (SELECT count(*)::int FROM fetch_units u WHERE u.run_id = r.id AND u.outcome = 'failed') AS failed
     FROM runs r WHERE r.id = $1`,
    [id],
  )
  return rows[0] ?? null
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
