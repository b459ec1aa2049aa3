import { table } from './table.js'

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)

/** Anything as JSON, indented; offsets and counts as numbers. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, plain, 2)}\n`)
}

/** Rows as a table, or as JSON where that is asked for. */
export function printRows(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[],
  options: { readonly json?: true },
): void {
  if (options.json === true) printJson(rows)
  else process.stdout.write(`${table(rows, columns)}\n`)
}
