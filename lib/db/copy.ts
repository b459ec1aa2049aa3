/**
 * The bulk path: rows stream into a table by COPY in text format, and a set-based statement does the rest.
 * Text format, because Postgres parses every type from it and node-postgres' own parameters would hold all rows at once.
 */
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { quoteName } from './migrate.js'

/** What a cell may hold. Dates go as ISO text, arrays and objects as JSON text, booleans as t/f, null as null. */
export type Cell = string | number | bigint | boolean | Date | null | undefined

const escapes = /[\\\n\r\t]/
const escape = (text: string): string =>
  escapes.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
    : text

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N'
  if (typeof cell === 'string') return escape(cell)
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  if (cell instanceof Date) return cell.toISOString()
  return String(cell)
}

const chunkCharacters = 256 * 1024

function* lines(rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let chunk = ''
  for (const row of rows) {
    for (let i = 0; i < row.length; i += 1) chunk += (i === 0 ? '' : '\t') + cellText(row[i])
    chunk += '\n'
    if (chunk.length >= chunkCharacters) {
      yield Buffer.from(chunk)
      chunk = ''
    }
  }
  if (chunk !== '') yield Buffer.from(chunk)
}

/** Streams rows (cells in the order of `columns`) into a table of the connection's search_path. */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const statement = `COPY ${quoteName(table)} (${columns.map(quoteName).join(', ')}) FROM STDIN`
  await pipeline(Readable.from(lines(rows), { objectMode: false }), client.query(copyFrom(statement)))
}
