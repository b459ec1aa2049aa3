import type { Pool } from 'pg'

/** Books a run `may` of 2025 that has failed, with three days of results that the API did not give; `message` is what each of them says. */
export async function bookFailedRun(pool: Pool, message: string): Promise<void> {
  await pool.query(`INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at, finished_at)
    VALUES ('may', '{racecards,results}', '2025-05-01', '2025-05-31', '{gb,ire}', 'backfill', 'failed', '2025-05-31T22:30:00Z', '2025-05-31T23:30:00Z')`)
  await pool.query(
    `INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, message, run_id, fetched_at, items)
    SELECT 'results:' || d::date, 'results', d, 'failed', 5, 5, $1, 'may', '2025-05-31T23:00:00Z', 0
    FROM generate_series(date '2025-05-01', '2025-05-03', '1 day') d`,
    [message],
  )
}
