/** Everything about one run, for its report. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import type { RunState } from './fetchState.js'

const runReportSql = sqlFile(import.meta.url, './sql/runReport.sql')
const rowsAddedSql = sqlFile(import.meta.url, './sql/rowsAdded.sql')

export interface KindReport {
  readonly kind: string
  readonly units: number
  readonly done: number
  readonly failed: number
  readonly calls: number
  readonly items: number
  readonly first_at: Date
  readonly last_at: Date
}

export interface RowsAdded {
  readonly table: string
  readonly before: number
  readonly added: number
}

export interface RunReport {
  readonly run: Omit<RunState, 'done' | 'failed'>
  readonly kinds: readonly KindReport[]
  readonly errors: readonly { readonly unit: string; readonly attempts: number; readonly message: string | null }[]
  readonly rows: readonly RowsAdded[]
  readonly as_of: Date
}

/** Reads what is known of a run; null when there is no such run. */
export async function readRunReport(runtime: Runtime, id: string): Promise<RunReport | null> {
  const pool = runtime.pool('fetching')
  const { rows } = await pool.query<RunReport['run']>(
    'SELECT id, kinds, start_date, end_date, regions, priority, state, message, requested_at, finished_at FROM runs WHERE id = $1',
    [id],
  )
  const [run] = rows
  if (run === undefined) return null
  const now = runtime.clock.now()
  const [kinds, errors, added] = await Promise.all([
    pool.query<KindReport>(runReportSql, [id]),
    pool.query<RunReport['errors'][number]>(
      "SELECT unit, attempts, message FROM fetch_units WHERE run_id = $1 AND outcome IN ('failed', 'not_in_plan') ORDER BY unit LIMIT 200",
      [id],
    ),
    runtime.pool('racing').query<RowsAdded>(rowsAddedSql, [run.requested_at, run.finished_at ?? now]),
  ])
  return { run, kinds: kinds.rows, errors: errors.rows, rows: added.rows, as_of: now }
}
