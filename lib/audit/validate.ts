/** How full the 18 tables are, column by column, and which nulls should not be there. */
import type { Pool } from 'pg'
import { quoteName } from '../db/migrate.js'
import { expectedColumns } from './expectedColumns.js'

export interface TableValidation {
  readonly table: string
  readonly rows: number
  readonly columns: number
  /** Columns filled in every row, in some, in none. */
  readonly full: number
  readonly partly: number
  readonly empty: number
  /** Rows whose value is null although every row should have one, by column. */
  readonly unexpected_nulls: Readonly<Record<string, number>>
  readonly filled: Readonly<Record<string, number>>
}

async function validateTable(pool: Pool, table: string, expected: readonly string[]): Promise<TableValidation> {
  const { rows: columns } = await pool.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )
  const names = columns.map((column) => column.name)
  const counts = names.map((name) => `count(${quoteName(name)})::int AS ${quoteName(name)}`)
  const { rows } = await pool.query<Record<string, number>>(
    `SELECT ${[...counts, 'count(*)::int AS "all rows"'].join(', ')} FROM ${quoteName(table)}`,
  )
  const counted = rows[0] ?? {}
  const total = counted['all rows'] ?? 0
  const filled = Object.fromEntries(names.map((name) => [name, counted[name] ?? 0]))
  const nulls = expected.map((name) => [name, total - (filled[name] ?? 0)] as const)
  return {
    table,
    rows: total,
    columns: names.length,
    full: names.filter((name) => total > 0 && filled[name] === total).length,
    partly: names.filter((name) => (filled[name] ?? 0) > 0 && (filled[name] ?? 0) < total).length,
    empty: names.filter((name) => filled[name] === 0).length,
    unexpected_nulls: Object.fromEntries(nulls.filter(([, missing]) => missing > 0)),
    filled,
  }
}

/** Validates the 18 tables, or those named, in their order. Each is read once. */
export async function validateTables(pool: Pool, only: readonly string[] = []): Promise<TableValidation[]> {
  const validated: TableValidation[] = []
  for (const [table, expected] of Object.entries(expectedColumns)) {
    if (only.length === 0 || only.includes(table)) validated.push(await validateTable(pool, table, expected))
  }
  return validated
}
