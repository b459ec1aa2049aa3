/**
 * The bulk path: rows stream into a table by COPY in text format, and a set-based statement does the rest.
 * Text format, because Postgres parses every type from it and node-postgres' own parameters would hold all rows at once.
 */
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyText, type Cell } from './copyText.js'
import { quoteName } from './migrate.js'

export type { Cell }

/** Streams rows (cells in the order of `columns`) into a table of the connection's search_path. */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const statement = `COPY ${quoteName(table)} (${columns.map(quoteName).join(', ')}) FROM STDIN`
  await pipeline(Readable.from(copyText(rows), { objectMode: false }), client.query(copyFrom(statement)))
}
