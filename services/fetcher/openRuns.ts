/** Runs that are not finished. */
import type { Pool } from 'pg'
import type { PlanOf, Run } from './plan.js'

/** What a run needs to be planned, and whether it waits. */
export type OpenRun = PlanOf & Pick<Run, 'state'>

/** Runs whose ids begin with a name and that are not finished, the newest first. */
export async function openRunsNamed(pool: Pool, prefix: string): Promise<OpenRun[]> {
  const { rows } = await pool.query<OpenRun>(
    `SELECT id, kinds, start_date, end_date, regions, units, state, requested_at FROM runs
     WHERE starts_with(id, $1) AND state IN ('requested', 'running', 'paused') ORDER BY requested_at DESC, id LIMIT 100`,
    [prefix],
  )
  return rows
}
