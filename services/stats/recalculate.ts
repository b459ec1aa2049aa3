/** Setting published statistics from the facts, or to nothing, by hand. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { transaction } from '../../lib/db/transaction.js'
import { publishAll } from './publish.js'
import { publications, type Publication } from './publications.js'
import { columnsOf } from './publicationSql.js'

const lockClock = sqlFile(import.meta.url, './sql/lockClock.sql')

/** The publications of some tables; all where none is named. Unknown names are returned as such. */
export function publicationsOf(tables: readonly string[]): { which: Publication[]; unknown: string[] } {
  const all: readonly Publication[] = Object.values(publications)
  if (tables.length === 0) return { which: [...all], unknown: [] }
  return {
    which: all.filter((publication) => tables.includes(publication.table)),
    unknown: tables.filter((table) => !all.some((publication) => publication.table === table)),
  }
}

/** Sets every row of some publications from the facts, table by table, at once for readers. Returns the rows changed, by table. */
export async function recalculate(
  pool: Pool,
  asOf: string,
  which: readonly Publication[],
): Promise<Record<string, number>> {
  const changed: Record<string, number> = {}
  for (const publication of which) {
    const one = await transaction(pool, async (client) => {
      await client.query(lockClock, [asOf])
      return publishAll(client, [publication])
    })
    Object.assign(changed, one)
  }
  return changed
}

/** Sets the statistics of some publications to 0 and null; rows of tables that hold nothing else are removed. */
export async function reset(pool: Pool, which: readonly Publication[]): Promise<Record<string, number>> {
  const changed: Record<string, number> = {}
  for (const publication of which) {
    changed[publication.table] = await transaction(pool, async (client) => {
      if (!publication.shared) return (await client.query(`DELETE FROM ${publication.table}`)).rowCount ?? 0
      const columns = (await columnsOf(client, publication.definition)).filter(
        (column) => !publication.key.includes(column),
      )
      return (
        (
          await client.query(
            `UPDATE ${publication.table} SET ${columns.map((column) => `${column} = DEFAULT`).join(', ')}`,
          )
        ).rowCount ?? 0
      )
    })
  }
  return changed
}

/** Brings windows (`recent_*`, `days_since_*`) to another London day; rows that do not change are not touched. */
export async function moveWindows(pool: Pool, asOf: string): Promise<Record<string, number>> {
  return transaction(pool, async (client) => {
    await client.query(lockClock, [asOf])
    const { rowCount } = await client.query('UPDATE stats_clock SET as_of = $1 WHERE as_of <> $1', [asOf])
    return rowCount === 0 ? {} : publishAll(client, [publications.jockeys, publications.trainers, publications.owners])
  })
}
