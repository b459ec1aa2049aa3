/** Tables are filled faster without their secondary indexes, which are made in one go afterwards. */
import type { Pool, PoolClient } from 'pg'
import { quoteName } from '../db/migrate.js'
import { sqlFile } from '../db/sqlFile.js'
import { transaction } from '../db/transaction.js'
import { sideBySide } from '../sideBySide.js'

/** Sessions that make indexes and gather statistics: each has a core of two, and asks for no helpers. */
const sessions = 2

const secondaryIndexes = sqlFile(import.meta.url, './sql/secondaryIndexes.sql')

interface IndexRow {
  readonly name: string
  readonly table: string
  readonly definition: string
}

async function indexesOf(client: PoolClient, schema: string): Promise<IndexRow[]> {
  await client.query(`SET LOCAL search_path = ${quoteName(schema)}`)
  return (await client.query<IndexRow>(secondaryIndexes, [schema])).rows
}

/** Drops the secondary indexes of a schema except some; returns the statements that make them again. */
export async function putAside(client: PoolClient, schema: string, needed: readonly string[]): Promise<string[]> {
  const indexes = (await indexesOf(client, schema)).filter((index) => !needed.includes(index.name))
  for (const index of indexes) await client.query(`DROP INDEX ${quoteName(index.name)}`)
  return indexes.map((index) => index.definition)
}

async function tablesOf(on: Pool | PoolClient, schema: string): Promise<string[]> {
  const { rows } = await on.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1', [
    schema,
  ])
  return rows.map(({ name }) => `${quoteName(schema)}.${quoteName(name)}`)
}

/** Keeps autovacuum from tables that are filled: it would read them again with every tenth more rows. `analyse` lets it in again. */
export async function keepVacuumOut(client: PoolClient, schema: string): Promise<void> {
  for (const table of await tablesOf(client, schema))
    await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`)
}

/** Gathers statistics of a schema's own tables; ANALYZE without names would read the live ones as well. */
export async function analyse(pool: Pool, schema: string): Promise<void> {
  await sideBySide(await tablesOf(pool, schema), sessions, async (table) => void (await pool.query(`ANALYZE ${table}`)))
}

/** Lets autovacuum in again. */
export async function letVacuumIn(pool: Pool, schema: string): Promise<void> {
  for (const table of await tablesOf(pool, schema)) await pool.query(`ALTER TABLE ${table} RESET (autovacuum_enabled)`)
}

/** The name in a CREATE INDEX. */
function nameIn(definition: string): string {
  const name = /^CREATE (?:UNIQUE )?INDEX ("(?:[^"]|"")+"|\S+) ON/.exec(definition)?.[1] ?? ''
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** The statements that make what a filled schema lacks. */
async function missingIndexes(
  client: PoolClient,
  schemas: { readonly live: string; readonly next: string },
  aside: readonly string[],
): Promise<string[]> {
  const there = new Set((await indexesOf(client, schemas.next)).map((index) => index.name))
  const tables = await client.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1', [
    schemas.next,
  ])
  const known = new Set(tables.rows.map((row) => row.name))
  const live = (await indexesOf(client, schemas.live)).filter((index) => known.has(index.table))
  const wanted = new Set([...aside, ...live.map((index) => index.definition)])
  return [...wanted].filter((definition) => !there.has(nameIn(definition)))
}

/**
 * Makes the indexes that a filled schema lacks: those put aside, and those somebody has added to the live tables by hand.
 * Each is a transaction of its own, so that a killed rebuild goes on with those that are missing.
 */
export async function makeIndexes(
  pool: Pool,
  schemas: { readonly live: string; readonly next: string },
  aside: readonly string[],
): Promise<void> {
  const missing = await transaction(pool, (client) => missingIndexes(client, schemas, aside))
  await sideBySide(missing, sessions, (definition) =>
    transaction(pool, async (client) => {
      await client.query(`SET LOCAL search_path = ${quoteName(schemas.next)}`)
      await client.query("SET LOCAL maintenance_work_mem = '256MB'")
      await client.query('SET LOCAL max_parallel_maintenance_workers = 0')
      await client.query(definition)
    }),
  )
}
