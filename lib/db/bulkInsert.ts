import type { PoolClient } from 'pg'
import { bulkUpsert, upserting, type BulkTable } from './bulkUpsert.js'
import { copyRows, type Cell } from './copy.js'
import { learnTypes, overFewRows, split } from './fewRows.js'
import { quoteName } from './migrate.js'
import { writeInOrder, type Write } from './writes.js'

const uniqueViolation = '23505'

/** Adds rows by COPY straight into the table. Returns false, with the transaction as it was, where one is there already. */
async function copyUnlessThere(
  client: PoolClient,
  table: string,
  columns: readonly string[],
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

/**
 * Sets rows that should not be there yet: by COPY straight into the table, which is half the work of an upsert, and by an upsert
 * where one of them is there after all. `rows` may be asked for twice.
 */
export function inserting(into: BulkTable, rows: () => Iterable<readonly Cell[]>): Write[] {
  const { table, columns } = into
  const { few, all } = split(rows())
  if (few !== null) return upserting(into, few)
  return [
    {
      isOne: false,
      run: async (client) => {
        if (!(await copyUnlessThere(client, table, columns, all))) await bulkUpsert(client, into, rows())
      },
    },
  ]
}

/** Adds rows that nobody else can have added; what happens where somebody has is up to `refused`, which gives the error. */
export function adding(
  { table, columns }: Pick<BulkTable, 'table' | 'columns'>,
  rows: Iterable<readonly Cell[]>,
  refused?: () => Error,
): Write[] {
  const { few, all } = split(rows)
  if (few?.length === 0) return []
  const explained = async (work: Promise<unknown>) => {
    try {
      await work
    } catch (error) {
      if (refused !== undefined && error instanceof Error && 'code' in error && error.code === uniqueViolation)
        throw refused()
      throw error
    }
  }
  if (few === null) return [{ isOne: false, run: (client) => explained(copyRows(client, table, columns, all)) }]
  const names = columns.map(quoteName).join(', ')
  const insert = (source: string) => `INSERT INTO ${quoteName(table)} (${names}) SELECT ${names} FROM ${source} AS rows`
  return [
    {
      isOne: true,
      prepare: (client) => learnTypes(client, table, columns),
      run: (client) => explained(client.query(overFewRows(client, table, columns, few, insert))),
    },
  ]
}

/** Adds rows, few as parameters and many by COPY. */
export async function addRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  await writeInOrder(client, adding({ table, columns }, rows))
}
