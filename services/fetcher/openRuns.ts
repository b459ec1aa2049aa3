/** Runs that are not finished. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { PlanOf, Run } from './plan.js'

const openRuns = sqlFile(import.meta.url, './sql/openRunsNamed.sql')

/** What a run needs to be planned, and whether it waits. */
export type OpenRun = PlanOf & Pick<Run, 'state'>

/** Runs whose ids begin with a name and that are not finished, the newest first. */
export async function openRunsNamed(pool: Pool, prefix: string): Promise<OpenRun[]> {
  const { rows } = await pool.query<OpenRun>(openRuns, [prefix])
  return rows
}
