/** Setting published statistics from the facts, or to nothing, by hand. */
import type { Pool, PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { transaction } from '../../lib/db/transaction.js'
import { sideBySide } from '../../lib/sideBySide.js'
import { countMentioned } from './mentions.js'
import { prepareBulk, publishAll } from './publishAll.js'
import { everything, publications, type Publication } from './publications.js'
import { columnsOf } from './publicationSql.js'

const lockClock = sqlFile(import.meta.url, './sql/lockClock.sql')
const setPending = sqlFile(import.meta.url, './sql/setPending.sql')
const unpublishedTables = sqlFile(import.meta.url, './sql/unpublishedTables.sql')
const noteEmptied = sqlFile(import.meta.url, './sql/noteEmptied.sql')
const shareClock = sqlFile(import.meta.url, './sql/shareClock.sql')

export interface WorkHooks {
  /** Called in the transaction that did a table. */
  readonly done?: (client: PoolClient, table: string) => Promise<void>
  /** Called after it. */
  readonly onTable?: (result: { readonly table: string; readonly changed: number }) => void
  /** How many tables are set side by side; default 2. */
  readonly sessions?: number
}

/** The publications of some tables; all where none is named. Unknown names are returned as such. */
export function publicationsOf(tables: readonly string[]): { which: Publication[]; unknown: string[] } {
  if (tables.length === 0) return { which: [...everything], unknown: [] }
  return {
    which: everything.filter((publication) => tables.includes(publication.table)),
    unknown: tables.filter((table) => !everything.some((publication) => publication.table === table)),
  }
}

/**
 * Sets every row of some publications from the facts: each table in one transaction, at once for readers, some side by side.
 * The live group waits while a table is set, and goes on between tables. Returns the rows changed, by table.
 */
export async function recalculate(
  pool: Pool,
  asOf: string,
  which: readonly Publication[],
  hooks: WorkHooks = {},
): Promise<Record<string, number>> {
  const changed: Record<string, number> = {}
  await transaction(pool, async (client) => {
    const { rows } = await client.query<{ publication_pending: boolean }>(lockClock, [asOf])
    if (rows[0]?.publication_pending !== true) return
    await prepareBulk(client)
    await countMentioned(client)
  })
  const fresh = new Set<string>()
  await sideBySide(which, hooks.sessions ?? 2, async (publication) => {
    const { table } = publication
    const rows = await transaction(pool, async (client) => {
      await client.query(shareClock)
      const result = await publishAll(client, [publication], new Set(fresh))
      await hooks.done?.(client, table)
      return result[table] ?? 0
    })
    changed[table] = rows
    fresh.add(table)
    hooks.onTable?.({ table, changed: rows })
  })
  return changed
}

/**
 * Sets the statistics of some publications to 0 and null; rows of tables that hold nothing else are removed. They stay so,
 * but for rows that new results touch, until they are recalculated. Returns the rows changed, by table.
 */
export async function reset(
  pool: Pool,
  which: readonly Publication[],
  hooks: WorkHooks = {},
): Promise<Record<string, number>> {
  const changed: Record<string, number> = {}
  for (const publication of which) {
    const { table } = publication
    changed[table] = await transaction(pool, async (client) => {
      await client.query(shareClock)
      const { rowCount } = publication.shared
        ? await client.query(await resetShared(client, publication))
        : await client.query(`DELETE FROM ${table}`)
      await client.query(noteEmptied, [table])
      await hooks.done?.(client, table)
      return rowCount ?? 0
    })
    hooks.onTable?.({ table, changed: changed[table] })
  }
  return changed
}

async function resetShared(client: PoolClient, publication: Publication): Promise<string> {
  const columns = await columnsOf(client, publication.definition)
  const values = columns.filter((column) => !publication.key.includes(column))
  return `UPDATE ${publication.table} SET ${values.map((column) => `${column} = DEFAULT`).join(', ')}`
}

/** Brings windows (`recent_*`, `days_since_*`) to another London day; rows that do not change are not touched. */
export async function moveWindows(pool: Pool, asOf: string): Promise<Record<string, number>> {
  return transaction(pool, async (client) => {
    await client.query(lockClock, [asOf])
    const { rowCount } = await client.query('UPDATE stats_clock SET as_of = $1 WHERE as_of <> $1', [asOf])
    return rowCount === 0 ? {} : publishAll(client, [publications.jockeys, publications.trainers, publications.owners])
  })
}

/** Sets the tables that lag behind the facts since a replay, as `recalculate` does. Returns the rows changed, by table. */
export async function publishPending(pool: Pool, asOf: string, hooks: WorkHooks = {}): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ table_name: string }>(unpublishedTables)
  const tables = rows.map((row) => row.table_name)
  const changed = tables.length === 0 ? {} : await recalculate(pool, asOf, publicationsOf(tables).which, hooks)
  await transaction(pool, async (client) => {
    await client.query(lockClock, [asOf])
    await client.query(setPending)
  })
  return changed
}
