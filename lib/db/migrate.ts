/**
 * Migrations go forward only and are never edited once landed. A *set* is a folder of numbered files; it is applied into a
 * named schema with search_path set to it, so that the same set can fill a second schema during a rebuild.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool, PoolClient } from 'pg'
import { RacingError } from '../errors.js'
import { projectRoot } from '../projectRoot.js'
import { transaction } from './transaction.js'

export type MigrationSet = 'log' | 'projection' | 'fetching' | 'racing' | 'rebuilding'

/** A migration that has been applied was changed afterwards. */
export class MigrationEdited extends RacingError {
  readonly code = 'MIGRATION_EDITED'
  readonly retriable = false
  constructor(at: { schema: string; set: string; file: string }) {
    super(
      `Migration ${at.set}/${at.file} was edited after it was applied to schema ${at.schema}: restore the file and add a new one.`,
      at,
    )
  }
}

interface Migration {
  readonly file: string
  readonly number: number
  readonly sql: string
  readonly sha256: string
}

async function readSet(set: MigrationSet): Promise<Migration[]> {
  const folder = join(projectRoot(dirname(fileURLToPath(import.meta.url))), 'infra', 'migrations', set)
  const files = (await readdir(folder)).filter((file) => /^\d{4}_.*\.sql$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(folder, file), 'utf8')
      return { file, number: Number(file.slice(0, 4)), sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

const bookkeeping = `CREATE TABLE IF NOT EXISTS schema_migrations (
  migration_set text NOT NULL, number int NOT NULL, file text NOT NULL, sha256 text NOT NULL,
  PRIMARY KEY (migration_set, number))`

async function applyMissing(
  client: PoolClient,
  schema: string,
  set: MigrationSet,
  migrations: Migration[],
): Promise<string[]> {
  const applied: string[] = []
  const known = await client.query<{ number: number; sha256: string }>(
    'SELECT number, sha256 FROM schema_migrations WHERE migration_set = $1',
    [set],
  )
  const hashes = new Map(known.rows.map((row) => [row.number, row.sha256]))
  for (const migration of migrations) {
    const hash = hashes.get(migration.number)
    if (hash === migration.sha256) continue
    if (hash !== undefined) throw new MigrationEdited({ schema, set, file: migration.file })
    await client.query(migration.sql)
    await client.query('INSERT INTO schema_migrations (migration_set, number, file, sha256) VALUES ($1, $2, $3, $4)', [
      set,
      migration.number,
      migration.file,
      migration.sha256,
    ])
    applied.push(`${schema}: ${set}/${migration.file}`)
  }
  return applied
}

/**
 * Applies what is missing of the given sets, in their order, into one schema, creating it; all or nothing, one migrator
 * at a time. Returns the files applied.
 * @throws MigrationEdited when an applied file has changed.
 */
export async function migrate(pool: Pool, schema: string, sets: readonly MigrationSet[]): Promise<string[]> {
  const loaded = await Promise.all(sets.map(async (set) => [set, await readSet(set)] as const))
  return transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext('darkhorses.migrate'))")
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`)
    await client.query(`SET LOCAL search_path = ${quoteName(schema)}`)
    await client.query(bookkeeping)
    const applied: string[] = []
    for (const [set, migrations] of loaded) applied.push(...(await applyMissing(client, schema, set, migrations)))
    return applied
  })
}

/** A name as an SQL identifier: quoted, so that nothing in it can be anything else. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

const layout = [
  ['log', ['log']],
  ['fetching', ['projection', 'fetching']],
  ['racing', ['projection', 'racing']],
  ['rebuilding', ['projection', 'rebuilding']],
] as const satisfies readonly (readonly [string, readonly MigrationSet[]])[]

/** The schemas of the database, in the order in which unqualified names are looked up by people. */
export const searchPath = ['racing', 'fetching', 'log', 'public'] as const

const forbidden = '42501'

/**
 * Brings a whole database up to date and makes its search_path lead to the tables. `asOf`: the date that stands for today in
 * the ages that people read, null for none. Returns the files applied.
 */
export async function migrateAll(pool: Pool, asOf: string | null = null): Promise<string[]> {
  const applied: string[] = []
  for (const [schema, sets] of layout) applied.push(...(await migrate(pool, schema, sets)))
  const { rows } = await pool.query<{ name: string }>('SELECT current_database() AS name')
  const database = quoteName(rows[0]?.name ?? '')
  await pool.query(`ALTER DATABASE ${database} SET search_path = ${searchPath.join(', ')}`)
  await pool
    .query(
      `ALTER DATABASE ${database} ${asOf === null ? 'RESET darkhorses.as_of' : `SET darkhorses.as_of = '${asOf}'`}`,
    )
    .catch((error: unknown) => {
      // Only a superuser, or who was granted it, may set a parameter of one's own for all connections. Ours are set one by one.
      if ((error as { code?: unknown }).code !== forbidden) throw error
    })
  return applied
}

/** Migrations of this program that a database lacks, as `schema: set/file`; all of them for an empty one. */
export async function pendingMigrations(pool: Pool): Promise<string[]> {
  const pending: string[] = []
  for (const [schema, sets] of layout) {
    const { rows: found } = await pool.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
      `${schema}.schema_migrations`,
    ])
    const applied = new Set<string>()
    if (found[0]?.there === true) {
      const { rows } = await pool.query<{ migration_set: string; number: number }>(
        `SELECT migration_set, number FROM ${quoteName(schema)}.schema_migrations`,
      )
      for (const row of rows) applied.add(`${row.migration_set}/${row.number}`)
    }
    for (const set of sets)
      for (const { file, number } of await readSet(set))
        if (!applied.has(`${set}/${number}`)) pending.push(`${schema}: ${set}/${file}`)
  }
  return pending
}
