/**
 * Whole tables set from the facts, in one transaction of the caller.
 *
 * An empty table (a rebuild, a first start, a reset) is filled without its key, which is made in one go afterwards: a third of
 * the time of keeping it. Readers of the empty table wait meanwhile. Any other table is compared with a fresh copy, and the rows
 * that differ are set: readers see all of it or nothing of it, at once, and rows that are right are not written.
 */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { everything, type Publication } from './publications.js'
import { columnsOf, computeAll, fill, replaceAll } from './publicationSql.js'
import type { WholeTable } from './packedCounts.js'
import { wholeTable } from './wholeTable.js'

const notePublished = sqlFile(import.meta.url, './sql/notePublished.sql')
const primaryKey = sqlFile(import.meta.url, './sql/primaryKey.sql')

/** Two sessions side by side stay under 1.5 GB together (hash tables may take twice work_mem); each has a core, so neither asks for helpers. */
const bulkSettings = `SET LOCAL work_mem = '192MB'; SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL jit = off;
  SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL max_parallel_maintenance_workers = 0`

/** Prepares the transaction for computing whole tables. */
export async function prepareBulk(client: PoolClient): Promise<void> {
  await client.query(bulkSettings)
}

/** Lock not to be had soon, not the owner, others depend on the key or refer to the table: reasons to keep the key while filling. */
const keepsKey = new Set(['55P03', '42501', '2BP01', '0A000'])

const isEmpty = async (client: PoolClient, table: string): Promise<boolean> =>
  (await client.query(`SELECT FROM ${table} LIMIT 1`)).rowCount === 0

/** Takes the key off an empty table; null where the table is not empty or must keep it. */
async function takeKey(client: PoolClient, table: string): Promise<{ name: string; definition: string } | null> {
  if (!(await isEmpty(client, table))) return null
  const key = (await client.query<{ name: string; definition: string }>(primaryKey, [table])).rows[0]
  if (key === undefined) return null
  await client.query('SAVEPOINT with_key')
  try {
    // Longer than it takes Postgres to send an autovacuum away.
    await client.query("SET LOCAL lock_timeout = '1500ms'")
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${key.name}`)
    await client.query('SET LOCAL lock_timeout = 0')
    if (await isEmpty(client, table)) {
      // A file of this transaction's own need not be logged, where the server logs no more than its recovery takes.
      await client.query(`TRUNCATE ${table}`)
      return key
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!keepsKey.has(code)) throw error
  }
  await client.query('ROLLBACK TO with_key')
  return null
}

/** Runs statements in turn; returns the rows they changed. */
async function runAll(client: PoolClient, statements: readonly string[]): Promise<number> {
  let rows = 0
  for (const statement of statements) rows += (await client.query(statement)).rowCount ?? 0
  return rows
}

async function forget(client: PoolClient, { temporary }: WholeTable): Promise<void> {
  if (temporary.length > 0) await client.query(`DROP TABLE ${temporary.join(', ')}`)
}

async function setWhole(client: PoolClient, publication: Publication, fresh: ReadonlySet<string>): Promise<number> {
  const { table, definition } = publication
  const columns = await columnsOf(client, definition)
  const whole = await wholeTable(client, publication, fresh)
  await runAll(client, whole.before)
  const key = publication.shared ? null : await takeKey(client, table)
  if (key !== null) {
    const rows = await runAll(client, fill(publication, columns, whole.selects))
    await forget(client, whole)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${key.name} ${key.definition}`)
    // The key alone, which others join by; autovacuum comes for the other columns, up to fifty.
    await client.query(`ANALYZE ${table} (${publication.key.join(', ')})`)
    return rows
  }
  await runAll(client, computeAll(publication, columns, whole.selects))
  await forget(client, whole)
  const rows = await runAll(client, replaceAll(publication, columns))
  await client.query(`DROP TABLE ${definition}_fresh`)
  return rows
}

/**
 * Sets every published row of some publications from the facts, at once for readers. Returns the rows changed, by table.
 * `fresh` are the tables that were set so a moment ago; those set here are added.
 */
export async function publishAll(
  client: PoolClient,
  which: readonly Publication[] = everything,
  fresh = new Set<string>(),
): Promise<Record<string, number>> {
  const changed: Record<string, number> = {}
  await prepareBulk(client)
  for (const publication of which) {
    changed[publication.table] = await setWhole(client, publication, fresh)
    fresh.add(publication.table)
  }
  await client.query(notePublished, [which.map((publication) => publication.table)])
  return changed
}
