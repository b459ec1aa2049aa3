/** The schema that a rebuild fills: made by the same migrations, with copies of what is not rebuilt. */
import type { Pool, PoolClient } from 'pg'
import { migrate, quoteName } from '../db/migrate.js'
import { transaction } from '../db/transaction.js'
import { openRebuild } from './books.js'
import { RebuildRefused } from './errors.js'
import { keepVacuumOut, putAside } from './indexes.js'
import { nextOf, type RebuildPlan, type RebuiltGroup } from './plan.js'

const list = (columns: readonly string[]) => columns.map(quoteName).join(', ')

/** Columns of a table that can be written, and its key, from the catalogue. */
export async function writableColumns(
  client: PoolClient,
  schema: string,
  table: string,
): Promise<{ columns: string[]; key: string[] }> {
  const { rows } = await client.query<{ name: string; is_key: boolean }>(
    `SELECT a.attname AS name, coalesce(a.attnum = ANY (i.indkey), false) AS is_key
     FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
     WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY array_position(i.indkey::int2[], a.attnum), a.attnum`,
    [`${quoteName(schema)}.${quoteName(table)}`],
  )
  return { columns: rows.map((row) => row.name), key: rows.filter((row) => row.is_key).map((row) => row.name) }
}

/** Copies what some groups own, rows and books, as of one moment. */
async function copyGroups(client: PoolClient, plan: RebuildPlan, copied: readonly RebuiltGroup[]): Promise<void> {
  const [from, to] = [quoteName(plan.schema), quoteName(nextOf(plan.schema))]
  for (const { owns } of copied) {
    for (const { table, columns: owned, without = [] } of owns) {
      const { columns, key } = await writableColumns(client, plan.schema, table)
      if (columns.length === 0)
        throw new RebuildRefused(`${plan.schema}.${table} is not there: run \`darkhorses migrate\` first.`)
      const written = columns.filter(
        (column) => key.includes(column) || (owned?.includes(column) ?? !without.includes(column)),
      )
      const values = written.filter((column) => !key.includes(column))
      const action =
        values.length === 0 || key.length === 0
          ? ''
          : `ON CONFLICT (${list(key)}) DO UPDATE SET ${values.map((column) => `${quoteName(column)} = EXCLUDED.${quoteName(column)}`).join(', ')}`
      await client.query(
        `INSERT INTO ${to}.${quoteName(table)} (${list(written)}) SELECT ${list(written)} FROM ${from}.${quoteName(table)} ${action}`,
      )
    }
  }
  const groups = copied.map((one) => one.group)
  const topics = copied.flatMap((one) => one.indexes)
  for (const book of ['projection_positions', 'projection_groups', 'dead_letters']) {
    const { columns } = await writableColumns(client, plan.schema, book)
    await client.query(
      `INSERT INTO ${to}.${book} (${list(columns)}) SELECT ${list(columns)} FROM ${from}.${book} WHERE group_name = ANY ($1)`,
      [groups],
    )
  }
  await client.query(
    `INSERT INTO ${to}.event_places SELECT * FROM ${from}.event_places WHERE topic = ANY ($1) ON CONFLICT DO NOTHING`,
    [topics],
  )
}

/** Drops the schema of a rebuild. */
export async function dropNext(admin: Pool, schema: string): Promise<void> {
  await admin.query(`DROP SCHEMA IF EXISTS ${quoteName(nextOf(schema))} CASCADE`)
}

/**
 * Makes the empty schema anew and opens the rebuild's row; a process killed before that leaves nothing that counts.
 * Groups that are not named are copied as of one moment, positions included, and go on from there.
 */
export async function beginNext(
  admin: Pool,
  plan: RebuildPlan,
  rebuild: { readonly id: string; readonly projections: readonly string[]; readonly at: Date },
): Promise<void> {
  const next = nextOf(plan.schema)
  await dropNext(admin, plan.schema)
  await migrate(admin, next, plan.sets)
  const copied = plan.groups.filter((one) => !rebuild.projections.includes(one.group))
  await transaction(admin, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    const aside = await putAside(client, next, plan.neededIndexes)
    await keepVacuumOut(client, next)
    await copyGroups(client, plan, copied)
    await openRebuild(client, { ...rebuild, code: plan.code, aside })
  })
}
