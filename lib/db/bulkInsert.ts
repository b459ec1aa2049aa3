import type { PoolClient } from 'pg'
import type { BulkTable } from './bulkUpsert.js'
import { copyRows, type Cell } from './copy.js'

const uniqueViolation = '23505'

/**
 * Adds rows that should not be there yet, by COPY straight into the table: half the work of an upsert. Returns false, with nothing
 * added and the transaction as it was, where one of them is there after all.
 */
export async function bulkInsert(
  client: PoolClient,
  { table, columns }: Pick<BulkTable, 'table' | 'columns'>,
  rows: Iterable<readonly Cell[]>,
): Promise<boolean> {
  await client.query('SAVEPOINT bulk_insert')
  try {
    await copyRows(client, table, columns, rows)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === uniqueViolation)) throw error
    await client.query('ROLLBACK TO SAVEPOINT bulk_insert')
    return false
  }
  await client.query('RELEASE SAVEPOINT bulk_insert')
  return true
}
