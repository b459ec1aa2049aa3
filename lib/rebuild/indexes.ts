/** Tables are filled faster without their secondary indexes, which are made in one go afterwards. */
import type { Pool, PoolClient } from 'pg'
import { quoteName } from '../db/migrate.js'
import { sqlFile } from '../db/sqlFile.js'

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
  const tables = await tablesOf(pool, schema)
  await pool.query(`ANALYZE ${tables.join(', ')}`)
  for (const table of tables) await pool.query(`ALTER TABLE ${table} RESET (autovacuum_enabled)`)
}

/**
 * Makes the indexes that a filled schema lacks: those put aside, and those somebody has added to the live tables by hand.
 * One statement at a time, so that a killed rebuild goes on with the next.
 */
export async function makeIndexes(
  pool: Pool,
  schemas: { readonly live: string; readonly next: string },
  aside: readonly string[],
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const there = await indexesOf(client, schemas.next)
    const tables = await client.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1',
      [schemas.next],
    )
    const live = await indexesOf(client, schemas.live)
    await client.query('COMMIT')
    const names = new Set(there.map((index) => index.name))
    const known = new Set(tables.rows.map((row) => row.name))
    const wanted = new Set([
      ...aside,
      ...live.filter((index) => known.has(index.table)).map((index) => index.definition),
    ])
    await client.query(`SET search_path = ${quoteName(schemas.next)}`)
    await client.query("SET maintenance_work_mem = '256MB'")
    for (const definition of wanted) {
      const name = /^CREATE (?:UNIQUE )?INDEX ("(?:[^"]|"")+"|\S+) ON/.exec(definition)?.[1] ?? ''
      const plain = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
      if (!names.has(plain)) await client.query(definition)
    }
  } finally {
    // Its settings are its own: it does not go back to the pool.
    client.release(true)
  }
}
