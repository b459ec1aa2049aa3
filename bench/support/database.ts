/**
 * The database of a bench: the product's own embedded Postgres with its own settings. `npm run bench` gives all its benches one
 * server folder (DARKHORSES_BENCH_HOME), so that what one has made, another clones.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createPool } from '../../lib/db/pool.js'
import { startEmbeddedPostgres } from '../../lib/postgres/embeddedPostgres.js'
import { treeOf } from './processes.js'

export interface BenchServer {
  /** Connection string of a database. */
  urlOf(database: string): string
  has(database: string): Promise<boolean>
  /** Makes a database, as a copy of another where one is named; an older one of that name is dropped. */
  create(database: string, template?: string): Promise<void>
  drop(database: string): Promise<void>
  /** Statements as the owner of everything, in one database. */
  sql<Row extends pg.QueryResultRow>(database: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  /** The server's processes. */
  pids(): readonly number[]
  /** Stops it and starts it again: what it held in memory is gone. Connection strings change. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts the server; a folder of its own is removed when it stops. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
  const shared = process.env['DARKHORSES_BENCH_HOME']
  const home = shared ?? (await mkdtemp(join(tmpdir(), 'darkhorses-bench-')))
  let server = await startEmbeddedPostgres({ home, settings })
  const pools = new Map<string, pg.Pool>()
  const urlOf = (database: string) => new URL(`/${database}`, server.url).toString()
  const poolOf = (database: string) => {
    const known =
      pools.get(database) ??
      createPool({ url: urlOf(database), searchPath: ['racing', 'log'], applicationName: 'bench', max: 2 })
    pools.set(database, known)
    return known
  }
  const close = async (database: string) => {
    await pools.get(database)?.end()
    pools.delete(database)
  }
  const end = async () => {
    for (const database of [...pools.keys()]) await close(database)
    await server.stop()
  }
  const sql = async <Row extends pg.QueryResultRow>(database: string, text: string, values?: readonly unknown[]) =>
    (await poolOf(database).query<Row>(text, values === undefined ? undefined : [...values])).rows
  const drop = async (database: string) => {
    await close(database)
    await sql('postgres', `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`)
  }
  return {
    urlOf,
    sql,
    drop,
    has: async (database) =>
      (await sql('postgres', 'SELECT FROM pg_database WHERE datname = $1', [database])).length > 0,
    create: async (database, template) => {
      await drop(database)
      if (template !== undefined) await close(template)
      const from = template === undefined ? '' : ` TEMPLATE ${pg.escapeIdentifier(template)} STRATEGY FILE_COPY`
      await sql('postgres', `CREATE DATABASE ${pg.escapeIdentifier(database)}${from}`)
    },
    pids: () => treeOf(server.pid),
    restart: async () => {
      await end()
      server = await startEmbeddedPostgres({ home, settings })
    },
    stop: async () => {
      await end()
      if (shared === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}
