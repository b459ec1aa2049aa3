/**
 * The limit that replays are measured against: bare COPY of the finished rows, from a file of the server's own, one session, into
 * empty copies of the tables with the same columns, keys and indexes.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { BenchServer } from './database.js'
import { mustBe, timed } from './measures.js'
import { cpuSeconds } from './processes.js'

export interface CopyLimit {
  readonly rows: number
  readonly seconds: number
  /** Processor time of the server for it. */
  readonly cpuSeconds: number
}

const quote = (name: string) => pg.escapeIdentifier(name)

/** The tables of users in the schema `racing`, largest last. */
export async function userTables(server: BenchServer, database: string): Promise<string[]> {
  const rows = await server.sql<{ name: string }>(
    database,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'racing' AND tablename LIKE 'ra\\_%' ORDER BY pg_total_relation_size(('racing.' || tablename)::regclass)",
  )
  return rows.map((row) => row.name)
}

/** Copies some tables of the schema `racing` and returns what it took, best of `rounds`. The copies are dropped. */
export async function copyLimit(
  server: BenchServer,
  database: string,
  tables: readonly string[],
  rounds = 2,
): Promise<CopyLimit> {
  const [setting] = await server.sql<{ folder: string }>(database, "SELECT current_setting('data_directory') AS folder")
  const folder = setting?.folder ?? ''
  const fileOf = (table: string) => join(folder, `bench_${table}.copy`)
  const columns = new Map<string, string>()
  let rows = 0
  for (const table of tables) {
    const [found] = await server.sql<{ columns: string }>(
      database,
      `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
      [`racing.${table}`],
    )
    columns.set(table, found?.columns ?? '')
    await server.sql(
      database,
      `COPY (SELECT ${found?.columns} FROM racing.${quote(table)}) TO ${pg.escapeLiteral(fileOf(table))}`,
    )
    const [count] = await server.sql<{ rows: number }>(
      database,
      `SELECT count(*)::int AS rows FROM racing.${quote(table)}`,
    )
    rows += count?.rows ?? 0
  }
  let best = Infinity
  let bestCpu = Infinity
  for (let round = 0; round < rounds; round += 1) {
    await server.sql(database, 'DROP SCHEMA IF EXISTS bench_copy CASCADE')
    await server.sql(database, 'CREATE SCHEMA bench_copy')
    for (const table of tables)
      await server.sql(database, `CREATE TABLE bench_copy.${quote(table)} (LIKE racing.${quote(table)} INCLUDING ALL)`)
    await server.sql(database, 'CHECKPOINT')
    const before = cpuSeconds(server.pids())
    const { seconds } = await timed(async () => {
      for (const table of tables)
        await server.sql(
          database,
          `COPY bench_copy.${quote(table)} (${columns.get(table)}) FROM ${pg.escapeLiteral(fileOf(table))}`,
        )
    })
    best = Math.min(best, seconds)
    bestCpu = Math.min(bestCpu, cpuSeconds(server.pids()) - before)
  }
  let copied = 0
  for (const table of tables) {
    const [count] = await server.sql<{ rows: number }>(
      database,
      `SELECT count(*)::int AS rows FROM bench_copy.${quote(table)}`,
    )
    copied += count?.rows ?? 0
  }
  mustBe('rows of the copies', copied, rows)
  await server.sql(database, 'DROP SCHEMA bench_copy CASCADE')
  for (const file of await readdir(folder)) if (/^bench_.*\.copy$/.test(file)) await rm(join(folder, file))
  return { rows, seconds: best, cpuSeconds: bestCpu }
}
