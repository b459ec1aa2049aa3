/** What was asked for, what came, and what failed. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'

const runsSql = sqlFile(import.meta.url, './sql/runs.sql').replaceAll(/^--.*\n/gm, '')
/** As the index runs_noticed has it: runs of the schedule that ended well are left out. */
const noticed = String.raw`(state <> 'done' OR id !~ '^(sync|results-today|reference|reference-refresh|reconcile|profiles)-\d{4}-\d\d-\d\dT\d\d:\d\dZ$')`
const unitCountsSql = sqlFile(import.meta.url, './sql/unitCounts.sql')
const failedUnitsSql = sqlFile(import.meta.url, './sql/failedUnits.sql')
const recentCallsSql = sqlFile(import.meta.url, './sql/recentCalls.sql')

export interface RunState {
  readonly id: string
  readonly kinds: readonly string[]
  readonly start_date: string
  readonly end_date: string
  readonly regions: readonly string[]
  readonly priority: string
  readonly state: string
  readonly message: string | null
  readonly requested_at: Date
  readonly finished_at: Date | null
  /** Units fetched, and failed, since the run was asked for. */
  readonly done: number
  readonly failed: number
}

/** The newest runs; those of the schedule that ended well, fifty a day, only where they are wanted too. */
export async function newestRuns(pool: Pool, most: number, scheduledToo = false): Promise<RunState[]> {
  return (
    await pool.query<RunState>(
      runsSql.replace('{noticed}', () => (scheduledToo ? 'true' : noticed)),
      [most, null],
    )
  ).rows
}

/** One run; null when there is none of that id. */
export async function runOf(pool: Pool, id: string): Promise<RunState | null> {
  return (await pool.query<RunState>(runsSql.replace('{noticed}', 'true'), [1, id])).rows[0] ?? null
}

/** Number of units by their newest outcome: ok, empty, not_found, failed, not_in_plan. */
export async function unitCounts(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; units: number }>(unitCountsSql)
  return Object.fromEntries(rows.map((row) => [row.state, row.units]))
}

export interface FailedUnit {
  readonly timestamp: Date
  readonly unit: string
  readonly kind: string
  readonly date: string | null
  /** Calendar month of a day's unit. */
  readonly chunk: string | null
  readonly horse_id: string | null
  readonly error: string | null
  readonly attempts: number
  readonly status: number | null
  readonly run_id: string | null
}

/** Units that failed and were not fetched since, newest first; those archived only where asked for. */
export async function failedUnits(pool: Pool, most: number, archived = false): Promise<FailedUnit[]> {
  return (await pool.query<FailedUnit>(failedUnitsSql, [most, archived])).rows
}

export interface RecentCalls {
  readonly calls: number
  readonly units: number
  readonly failed: number
  readonly newest: Date | null
}

/** What was called since an instant. */
export async function recentCalls(pool: Pool, since: Date): Promise<RecentCalls> {
  return (await pool.query<RecentCalls>(recentCallsSql, [since])).rows[0] as RecentCalls
}
