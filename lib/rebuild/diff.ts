/**
 * What differs between the live tables and the new ones: rows by key, then columns. Rows are compared by a 64-bit hash of
 * their columns, so that one hash join per table carries a key and a number for each row instead of the row.
 */
import type { PoolClient } from 'pg'
import { quoteName } from '../db/migrate.js'
import { sideBySide } from '../sideBySide.js'
import { writableColumns } from './nextSchema.js'

export interface Sample {
  readonly key: Readonly<Record<string, unknown>>
  /** Columns that differ, as they are; null where only the other table has the row. */
  readonly old: Readonly<Record<string, unknown>> | null
  readonly new: Readonly<Record<string, unknown>> | null
}

export interface TableDiff {
  readonly table: string
  readonly only_old: number
  readonly only_new: number
  readonly changed: number
  /** Rows changed, by column; columns without a change are left out. */
  readonly columns: Readonly<Record<string, number>>
  readonly samples: readonly Sample[]
}

const list = (columns: readonly string[], prefix = '') => columns.map((one) => `${prefix}${quoteName(one)}`).join(', ')

/** Tables whose names begin with a prefix, the largest first, as they were last measured: a look at their files would wait for locks. */
async function tablesOf(client: PoolClient, schema: string, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND starts_with(c.relname, $2)
     ORDER BY c.relpages DESC, c.relname`,
    [schema, prefix],
  )
  return rows.map((row) => row.name)
}

async function diffTable(
  client: PoolClient,
  schemas: { readonly old: string; readonly next: string },
  table: string,
  samples: number,
): Promise<TableDiff> {
  const { columns: all, key } = await writableColumns(client, schemas.old, table)
  const { columns: others } = await writableColumns(client, schemas.next, table)
  const columns = all.filter((column) => others.includes(column))
  const values = columns.filter((column) => !key.includes(column))
  const [old, next] = [schemas.old, schemas.next].map((schema) => `${quoteName(schema)}.${quoteName(table)}`)
  const hashed = (name: string) =>
    `(SELECT ${list(key)}, hash_record_extended(ROW(${list(values)}), 0) AS hash FROM ${name})`
  const found = quoteName(`differing_${table}`)
  await client.query(
    `CREATE TEMPORARY TABLE ${found} ON COMMIT DROP AS
     SELECT ${key.map((one) => `coalesce(o.${quoteName(one)}, n.${quoteName(one)}) AS ${quoteName(one)}`).join(', ')},
       CASE WHEN n.hash IS NULL THEN 'old' WHEN o.hash IS NULL THEN 'new' ELSE 'both' END AS side
     FROM ${hashed(old ?? '')} o FULL JOIN ${hashed(next ?? '')} n
       ON ${key.map((one) => `o.${quoteName(one)} = n.${quoteName(one)}`).join(' AND ')}
     WHERE o.hash IS DISTINCT FROM n.hash`,
  )
  await client.query(`ANALYZE ${found}`)
  const { rows: sides } = await client.query<{ side: string; rows: number }>(
    `SELECT side, count(*)::int AS rows FROM ${found} GROUP BY side`,
  )
  const count = (side: string) => sides.find((one) => one.side === side)?.rows ?? 0
  const diff = { table, only_old: count('old'), only_new: count('new'), changed: count('both') }
  if (sides.length === 0) return { ...diff, columns: {}, samples: [] }
  const joined = `${found} d LEFT JOIN ${old} o USING (${list(key)}) LEFT JOIN ${next} n USING (${list(key)})`
  const changes: Record<string, number> = {}
  if (diff.changed > 0 && values.length > 0) {
    const { rows } = await client.query<Record<string, number>>(
      `SELECT ${values.map((one) => `count(*) FILTER (WHERE o.${quoteName(one)} IS DISTINCT FROM n.${quoteName(one)})::int AS ${quoteName(one)}`).join(', ')}
       FROM ${joined} WHERE d.side = 'both'`,
    )
    for (const [column, changed] of Object.entries(rows[0] ?? {})) if (changed > 0) changes[column] = changed
  }
  const { rows } = await client.query<{ key: Sample['key']; old: Sample['old']; new: Sample['new'] }>(
    `SELECT to_jsonb(k) AS key, CASE WHEN d.side <> 'new' THEN to_jsonb(o) END AS old, CASE WHEN d.side <> 'old' THEN to_jsonb(n) END AS new
     FROM (SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY side ORDER BY ${list(key)}) AS nth FROM ${found}) r WHERE nth <= $1) d
     LEFT JOIN ${old} o USING (${list(key)}) LEFT JOIN ${next} n USING (${list(key)})
     CROSS JOIN LATERAL (SELECT ${list(key, 'd.')}) k
     ORDER BY d.side, d.nth`,
    [samples],
  )
  const differing = (one: Sample['old'], other: Sample['old']) =>
    one === null || other === null
      ? one
      : Object.fromEntries(
          Object.entries(one).filter(
            ([name, value]) => values.includes(name) && JSON.stringify(value) !== JSON.stringify(other[name]),
          ),
        )
  return {
    ...diff,
    columns: changes,
    samples: rows.map((row) => ({ key: row.key, old: differing(row.old, row.new), new: differing(row.new, row.old) })),
  }
}

/** How the names of tables begin that people read. */
export const publicPrefix = 'ra_'

/**
 * Compares the tables of two schemas whose names begin with a prefix, as many at a time as there are connections. Each is in a
 * transaction, all in one snapshot. In the order of names.
 */
export async function diffSchemas(
  clients: readonly PoolClient[],
  schemas: { readonly old: string; readonly next: string },
  options: { readonly prefix?: string; readonly samples?: number } = {},
): Promise<TableDiff[]> {
  const [first] = clients
  if (first === undefined) throw new RangeError('no connection to compare tables with')
  for (const client of clients) await client.query("SET LOCAL work_mem = '128MB'")
  const tables = await tablesOf(first, schemas.old, options.prefix ?? publicPrefix)
  const diffs = new Map<string, TableDiff>()
  const free = [...clients]
  await sideBySide(tables, clients.length, async (table) => {
    const client = free.pop() ?? first
    diffs.set(table, await diffTable(client, schemas, table, options.samples ?? 5))
    free.push(client)
  })
  return [...diffs.values()].sort((a, b) => (a.table < b.table ? -1 : 1))
}

/** What may differ: nothing, or these columns (`column`, or `table.column`) of rows that both have; null for anything. */
export type Expectation = null | readonly string[]

/** Differences that were not expected, in sentences; empty when everything is as expected. */
export function unexpected(diffs: readonly TableDiff[], expected: Expectation): string[] {
  if (expected === null) return []
  return diffs.flatMap((diff) => {
    const columns = Object.entries(diff.columns).filter(
      ([column]) => !expected.includes(column) && !expected.includes(`${diff.table}.${column}`),
    )
    return [
      ...(diff.only_old > 0 ? [`${diff.table}: ${diff.only_old} rows only old`] : []),
      ...(diff.only_new > 0 ? [`${diff.table}: ${diff.only_new} rows only new`] : []),
      ...columns.map(([column, rows]) => `${diff.table}.${column}: ${rows} rows changed`),
    ]
  })
}
