/**
 * Recalculations and resets as requests in Postgres: each table that is done is noted in the transaction that did it, so that
 * an interrupted request goes on where it stopped, whoever takes it up.
 */
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { NoStatisticsTable } from './errors.js'
import { recalculate, reset, publicationsOf } from './recalculate.js'
import { statisticsTables } from './publications.js'

const addWork = sqlFile(import.meta.url, './sql/addWork.sql')
const openWork = sqlFile(import.meta.url, './sql/openWork.sql')
const tableDone = sqlFile(import.meta.url, './sql/tableDone.sql')
const finishWork = sqlFile(import.meta.url, './sql/finishWork.sql')

export const workCommands = ['recalculate', 'reset_statistics'] as const
export type WorkCommand = (typeof workCommands)[number]

export interface Work {
  readonly id: string
  readonly command: WorkCommand
  readonly tables: readonly string[]
  readonly done: readonly string[]
}

/** Notes a request, once per id; no tables means all. @throws NoStatisticsTable */
export async function requestWork(
  db: Pool | PoolClient,
  asked: { id: string; command: WorkCommand; tables: readonly string[]; at: Date },
): Promise<void> {
  const { unknown, which } = publicationsOf(asked.tables)
  if (unknown.length > 0) throw new NoStatisticsTable(unknown, statisticsTables)
  const tables = which.map((one) => one.table)
  await db.query(addWork, [asked.id, asked.command, tables, 'requested', null, asked.at])
}

/** Notes a request that cannot be accepted, with the reason. */
export async function rejectWork(
  db: Pool | PoolClient,
  asked: { id: string; command: string; tables: readonly string[]; at: Date },
  reason: string,
): Promise<void> {
  await db.query(addWork, [asked.id, asked.command, asked.tables, 'rejected', reason, asked.at])
}

/** The oldest request that is not finished; null when there is none. */
export async function nextWork(pool: Pool, command: WorkCommand | null = null): Promise<Work | null> {
  return (await pool.query<Work>(openWork, [command])).rows[0] ?? null
}

export interface TableResult {
  readonly table: string
  /** Rows that were set, added or removed. */
  readonly changed: number
}

export interface WorkOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly asOf: string
  readonly onTable?: (result: TableResult) => void
  /** Sets the columns of masters that other groups own, where a hand has changed them; part of every recalculation of masters. */
  readonly restoreMasters?: (pool: Pool) => Promise<unknown>
}

/** Does what is left of a request; tells of each table as it is done. Returns the rows changed by table. */
export async function doWork(options: WorkOptions, work: Work): Promise<Record<string, number>> {
  const { pool, clock } = options
  const left = work.tables.filter((table) => !work.done.includes(table))
  if (work.command === 'recalculate' && left.some((table) => table.startsWith('ra_mst_')))
    await options.restoreMasters?.(pool)
  const hooks = {
    done: async (client: PoolClient, table: string) => void (await client.query(tableDone, [work.id, table])),
    ...(options.onTable === undefined ? {} : { onTable: options.onTable }),
  }
  const { which } = left.length === 0 ? { which: [] } : publicationsOf(left)
  const changed =
    work.command === 'recalculate'
      ? await recalculate(pool, options.asOf, which, hooks)
      : await reset(pool, which, hooks)
  const rows = Object.values(changed).reduce((sum, one) => sum + one, 0)
  await pool.query(finishWork, [work.id, `${rows} rows changed in ${left.length} tables`, clock.now()])
  return changed
}
