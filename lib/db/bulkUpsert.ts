import type { PoolClient } from 'pg'
import { copyRows, type Cell } from './copy.js'

export interface BulkTable {
  readonly table: string
  readonly key: readonly string[]
  /** Columns written, the key's among them. */
  readonly columns: readonly string[]
}

const list = (columns: readonly string[], prefix = '') => columns.map((column) => `${prefix}"${column}"`).join(', ')

/**
 * Sets rows of one table, many at once: COPY into a temporary table of the session, then one upsert in key order that leaves
 * alone what is right already. Cells are in the order of `columns`; keys must not repeat within a call.
 */
export async function bulkUpsert(
  client: PoolClient,
  { table, key, columns }: BulkTable,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const staging = `bulk_${table}`
  await client.query(
    `CREATE TEMPORARY TABLE IF NOT EXISTS ${staging} ON COMMIT DELETE ROWS AS SELECT ${list(columns)} FROM ${table} WITH NO DATA`,
  )
  await client.query(`TRUNCATE ${staging}`)
  await copyRows(client, staging, columns, rows)
  const values = columns.filter((column) => !key.includes(column))
  const action =
    values.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${values.map((column) => `"${column}" = EXCLUDED."${column}"`).join(', ')}
         WHERE (${list(values, 't.')}) IS DISTINCT FROM (${list(values, 'EXCLUDED.')})`
  await client.query(
    `INSERT INTO ${table} AS t (${list(columns)}) SELECT ${list(columns)} FROM ${staging} ORDER BY ${list(key)}
     ON CONFLICT (${list(key)}) DO ${action}`,
  )
}
