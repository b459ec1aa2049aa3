import type { PoolClient } from 'pg'
import { copyRows, type Cell } from './copy.js'
import { learnTypes, overFewRows, split } from './fewRows.js'
import { writeInOrder, type Write } from './writes.js'

export interface BulkTable {
  readonly table: string
  readonly key: readonly string[]
  /** Columns written, the key's among them. */
  readonly columns: readonly string[]
}

const list = (columns: readonly string[], prefix = '') => columns.map((column) => `${prefix}"${column}"`).join(', ')

/** One upsert in key order, out of a table of rows, that leaves alone what is right already. */
function upsertFrom({ table, key, columns }: BulkTable, source: string): string {
  const values = columns.filter((column) => !key.includes(column))
  const action =
    values.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${values.map((column) => `"${column}" = EXCLUDED."${column}"`).join(', ')}
         WHERE (${list(values, 't.')}) IS DISTINCT FROM (${list(values, 'EXCLUDED.')})`
  return `INSERT INTO ${table} AS t (${list(columns)}) SELECT ${list(columns)} FROM ${source} AS rows ORDER BY ${list(key)}
     ON CONFLICT (${list(key)}) DO ${action}`
}

/** One update out of a table of rows, that leaves alone what is right already. */
function updateFrom({ table, key, columns }: BulkTable, source: string): string {
  const values = columns.filter((column) => !key.includes(column))
  return `UPDATE ${table} AS t SET ${values.map((column) => `"${column}" = rows."${column}"`).join(', ')} FROM ${source} AS rows
     WHERE (${list(key, 't.')}) = (${list(key, 'rows.')}) AND (${list(values, 't.')}) IS DISTINCT FROM (${list(values, 'rows.')})`
}

/** Copies rows into a temporary table of the session, which is empty before. Returns its name and how many they are. */
async function stage(
  client: PoolClient,
  { table, columns }: BulkTable,
  rows: Iterable<readonly Cell[]>,
): Promise<{ readonly staging: string; readonly count: number }> {
  const staging = `bulk_${table}`
  await client.query(
    `CREATE TEMPORARY TABLE IF NOT EXISTS ${staging} ON COMMIT DELETE ROWS AS TABLE ${table} WITH NO DATA`,
  )
  // Empty at the beginning of a transaction; emptying a table that is empty costs milliseconds of the catalogue's time.
  const { rows: left } = await client.query(`SELECT FROM ${staging} LIMIT 1`)
  if (left.length > 0) await client.query(`TRUNCATE ${staging}`)
  let count = 0
  const counted = function* () {
    for (const row of rows) {
      count += 1
      yield row
    }
  }
  await copyRows(client, staging, columns, counted())
  return { staging, count }
}

async function upsertMany(client: PoolClient, into: BulkTable, rows: Iterable<readonly Cell[]>): Promise<void> {
  const { staging } = await stage(client, into, rows)
  await client.query(upsertFrom(into, staging))
}

async function updateMany(client: PoolClient, into: BulkTable, rows: Iterable<readonly Cell[]>): Promise<void> {
  const { staging, count } = await stage(client, into, rows)
  const { rowCount } = await client.query(updateFrom(into, staging))
  if (rowCount !== count) await client.query(upsertFrom(into, staging))
}

/** `bulkUpsert` as one of several writes (writes.ts); none where there are no rows. */
export const upserting = (into: BulkTable, rows: Iterable<readonly Cell[]>): Write[] => setting(into, rows, upsertMany)

/**
 * The same for rows that nearly always are there and differ, of a table that nobody else writes: many are updated, which tries no
 * insert first but locks in no order, and upserted only where one was missing or right already.
 */
export const updating = (into: BulkTable, rows: Iterable<readonly Cell[]>): Write[] => setting(into, rows, updateMany)

function setting(into: BulkTable, rows: Iterable<readonly Cell[]>, setMany: typeof upsertMany): Write[] {
  const { table, columns } = into
  const { few, all } = split(rows)
  if (few?.length === 0) return []
  if (few === null) return [{ isOne: false, run: (client) => setMany(client, into, all) }]
  return [
    {
      isOne: true,
      prepare: (client) => learnTypes(client, table, columns),
      run: (client) => client.query(overFewRows(client, table, columns, few, (source) => upsertFrom(into, source))),
    },
  ]
}

/**
 * Sets rows of one table, many at once: COPY into a temporary table of the session, or, where they are few, parameters; then one
 * upsert in key order that leaves alone what is right already. Cells are in the order of `columns`, which may be some of the table's
 * and others in the next call; keys must not repeat within a call.
 */
export async function bulkUpsert(client: PoolClient, into: BulkTable, rows: Iterable<readonly Cell[]>): Promise<void> {
  await writeInOrder(client, upserting(into, rows))
}
