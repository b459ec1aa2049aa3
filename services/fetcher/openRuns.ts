/** Runs that are not finished. */
import type { Pool } from 'pg'
import type { Run } from './plan.js'

/** Runs whose ids begin with one of some names and that are not finished, the newest first. */
export async function openRunsNamed(pool: Pool, prefix: string): Promise<Run[]> {
  const { rows } = await pool.query<Run>(
    `SELECT id, kinds, start_date, end_date, regions, priority, state, requested_at FROM runs
     WHERE starts_with(id, $1) AND state IN ('requested', 'running', 'paused') ORDER BY requested_at DESC, id LIMIT 100`,
    [prefix],
  )
  return rows
}
