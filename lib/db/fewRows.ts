/**
 * Few rows, such as a live event brings, as parameters of one statement. COPY takes two trips, and a temporary table to copy into
 * three more and work on the catalogue; for a dozen rows that is most of the time.
 */
import type { PoolClient, QueryConfig } from 'pg'
import type { Cell } from './copy.js'
import { fewRows, prepared } from './prepared.js'
import { quoteName } from './migrate.js'
import { sqlFile } from './sqlFile.js'
import { textElement } from './textArray.js'

const columnTypes = sqlFile(import.meta.url, './sql/columnTypes.sql')

/** Types of columns by table. */
export type ColumnTypes = ReadonlyMap<string, ReadonlyMap<string, string>>

const known = new WeakMap<PoolClient, ColumnTypes>()

async function load(client: PoolClient): Promise<ColumnTypes> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(prepared(columnTypes))
  const types = new Map<string, Map<string, string>>()
  for (const { table, column, type } of rows) {
    const columns = types.get(table)
    if (columns === undefined) types.set(table, new Map([[column, type]]))
    else columns.set(column, type)
  }
  known.set(client, types)
  return types
}

const hasAll = (types: ColumnTypes | undefined, table: string, columns: readonly string[]): boolean =>
  columns.every((column) => types?.get(table)?.has(column) === true)

/** Makes the types of some columns known on a connection: one trip for all tables, the first time. */
export async function learnTypes(client: PoolClient, table: string, columns: readonly string[]): Promise<void> {
  if (!hasAll(known.get(client), table, columns)) await load(client)
}

/** The rows as an array, where they are few; else null, with all of them to go on with. */
export function split(rows: Iterable<readonly Cell[]>): {
  readonly few: readonly (readonly Cell[])[] | null
  readonly all: Iterable<readonly Cell[]>
} {
  const iterator = rows[Symbol.iterator]()
  const first: (readonly Cell[])[] = []
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    first.push(next.value)
    if (first.length > fewRows) {
      const all = function* () {
        yield* first
        for (let more = iterator.next(); more.done !== true; more = iterator.next()) yield more.value
      }
      return { few: null, all: all() }
    }
  }
  return { few: first, all: first }
}

function elementText(cell: Cell): string {
  if (cell === null || cell === undefined) return 'NULL'
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  if (typeof cell === 'number' || typeof cell === 'bigint') return String(cell)
  return textElement(typeof cell === 'string' ? cell : cell.toISOString())
}

/**
 * A statement over few rows: `text` is given a table of them, with the columns named. Call `learnTypes` first.
 * Each column travels as one array in text form, which Postgres reads as it reads COPY.
 */
export function overFewRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  text: (source: string) => string,
): QueryConfig {
  const types = columns.map((column) => known.get(client)?.get(table)?.get(column) ?? 'text')
  // An array of arrays would come apart into all their elements: such a column is read as text first.
  const arrays = types.map((type, i) => `$${i + 1}::${type.endsWith('[]') ? 'text' : type}[]`)
  const names = columns.map(quoteName)
  const selected = types.map((type, i) => (type.endsWith('[]') ? `${names[i]}::${type} AS ${names[i]}` : names[i]))
  const source = `(SELECT ${selected.join(', ')} FROM unnest(${arrays.join(', ')}) AS u (${names.join(', ')}))`
  const values = columns.map((_column, i) => `{${rows.map((row) => elementText(row[i])).join(',')}}`)
  return prepared(text(source), values)
}
