/** Readers and live events never notice a swap: no error, no empty or mixed read, nothing lost, nothing told twice. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { compare, swapIn } from '../../lib/rebuild/swap.js'
import { withFilled } from '../../lib/rebuild/fill.js'
import { searchPath } from '../../lib/db/migrate.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { sharedData } from '../support/sharedData.js'
import { startSystem, type System } from './system.js'

/** As many as CI has time for; `DARKHORSES_SWAPS=20` for the whole proof, about a quarter of an hour on two cores. */
const swaps = Number(process.env['DARKHORSES_SWAPS'] ?? 5)
const groups = ['projector', 'entities', 'stats']
const shared = sharedData()
let database: TestDatabase
let system: System
let days: ReturnType<typeof generatedEvents>
let readers: Reader[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  system = await startSystem(database)
  days = generatedEvents({ first: '2025-11-03', last: '2025-12-20' })
  for (let i = 0; i < 2; i += 1) await system.append(days.next().value ?? [])
  await system.applied()
})
afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.stop()))
  await system.close()
  await database.drop()
})

interface Reader {
  readonly reads: () => number
  readonly problems: ReadonlySet<string>
  stop(): Promise<void>
}

/** Reads in a loop on a connection of its own, as people do: unqualified names, the database's search_path. */
async function startReader(
  look: (client: pg.Client, problem: (text: string) => void) => Promise<void>,
): Promise<Reader> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const problems = new Set<string>()
  const problem = (text: string) => void (problems.size < 5 && problems.add(text))
  let [reads, stopped, ended] = [0, false, false]
  const reading = (async () => {
    while (!stopped) {
      await look(client, problem).catch((error: unknown) => problem(String(error)))
      reads += 1
      await system.tools.clock.sleep(10)
    }
  })()
  return {
    reads: () => reads,
    problems,
    stop: async () => {
      stopped = true
      await reading
      if (!ended) await client.end()
      ended = true
    },
  }
}

/** Rows of every table, and the schema each was read from, in one statement: never fewer than before, always one schema. */
function countsReader(tables: readonly string[]) {
  const before = new Map<string, number>()
  const statement = tables
    .map((name) => `SELECT '${name}' AS name, count(*)::int AS rows, min(tableoid::bigint)::text AS oid FROM ${name}`)
    .join(' UNION ALL ')
  return async (client: pg.Client, problem: (text: string) => void): Promise<void> => {
    const { rows } = await client.query<{ name: string; rows: number; oid: string | null }>(statement)
    for (const row of rows) {
      if (row.rows < (before.get(row.name) ?? 1)) problem(`${row.name}: ${row.rows} rows after ${before.get(row.name)}`)
      before.set(row.name, row.rows)
    }
    const schemas = await client.query<{ schema: string }>(
      'SELECT DISTINCT relnamespace::text AS schema FROM pg_class WHERE oid = ANY ($1::oid[])',
      [rows.map((row) => row.oid)],
    )
    // The oldest tables may be gone by now; two schemas at once would be a mixed read.
    if (schemas.rows.length > 1) problem(`read from ${schemas.rows.length} schemas at once`)
  }
}

/** Joins of rows that one transaction writes together: none may lack its other half, in tables of any group. */
async function joinsReader(client: pg.Client, problem: (text: string) => void): Promise<void> {
  const { rows } = await client.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM ra_runners u LEFT JOIN ra_races r USING (race_id) WHERE r.race_id IS NULL) AS runners_without_race,
       (SELECT count(*)::int FROM ra_race_results x LEFT JOIN ra_runners u USING (race_id, horse_id) WHERE u.race_id IS NULL) AS results_without_runner,
       (SELECT count(*)::int FROM ra_horse_pedigree p LEFT JOIN ra_mst_horses h USING (horse_id) WHERE h.horse_id IS NULL) AS pedigrees_without_horse,
       (SELECT count(*)::int FROM ra_races WHERE has_result AND NOT EXISTS (SELECT FROM ra_race_results x WHERE x.race_id = ra_races.race_id)) AS results_missing,
       (SELECT (sum(total_runs) FILTER (WHERE entity1_type = 'jockey' AND entity2_type = 'trainer') IS NULL)::int FROM ra_entity_combinations) AS no_statistics`,
  )
  for (const [what, count] of Object.entries(rows[0] ?? {})) if (count !== 0) problem(`${what}: ${count}`)
}

/** One transaction of several statements, at one snapshot: it begins with the old tables or the new, and ends with the same. */
async function snapshotReader(client: pg.Client, problem: (text: string) => void): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const count = async () =>
    (
      await client.query<{ races: number; oid: string }>(
        'SELECT count(*)::int AS races, min(r.tableoid::bigint)::text AS oid FROM ra_races r JOIN ra_runners u USING (race_id)',
      )
    ).rows[0]
  const first = await count()
  const second = await count()
  await client.query('COMMIT')
  if (JSON.stringify(first) !== JSON.stringify(second))
    problem(`${JSON.stringify(first)}, then ${JSON.stringify(second)}`)
}

const verification = () => {
  const text = readFileSync(join(shared ?? '', '..', 'queries', 'verification.sql'), 'utf8')
  return async (client: pg.Client): Promise<void> => void (await client.query(text))
}

test(`4 readers and live events during ${swaps} rebuilds, each swapped in`, { timeout: 900_000 }, async () => {
  const admin = system.tools.admin
  const { rows: names } = await admin.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'racing' AND tablename LIKE 'ra\\_%' ORDER BY 1",
  )
  expect(names).toHaveLength(18)
  await admin.query(
    `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET search_path = ${searchPath.join(', ')}`,
  )
  readers = await Promise.all([
    startReader(countsReader(names.map((row) => row.name))),
    startReader(joinsReader),
    startReader(snapshotReader),
    startReader(shared === null ? joinsReader : verification()),
  ])
  // Live events, race by race, as long as there are swaps.
  let swapping = true
  let appended = 0
  const live = (async () => {
    for (const events of days) {
      for (const event of events) {
        if (!swapping) return
        await system.append([event])
        appended += 1
        await system.tools.clock.sleep(100)
      }
    }
  })()
  try {
    for (let i = 0; i < swaps; i += 1) {
      // All three in every fourth rebuild; else one of them, beside copies of the others.
      const projections = i % 4 === 0 ? [] : [groups[i % groups.length] ?? '']
      await withFilled({ plan: system.plan, tools: system.tools, id: `swap ${i}`, projections }, (filled) =>
        swapIn({ ...system, filled }),
      )
    }
  } finally {
    swapping = false
    await live
  }
  await system.applied()
  await Promise.all(readers.map((reader) => reader.stop()))
  expect(readers.flatMap((reader) => [...reader.problems])).toEqual([])
  for (const reader of readers) expect(reader.reads()).toBeGreaterThan(swaps)
  expect(appended).toBeGreaterThan(swaps)

  // No event lost, nothing changed by a swap: a clean rebuild differs in nothing but the row that is changed by hand here.
  const planted = await admin.query<{ race_id: string; horse_id: string }>(
    `UPDATE racing.ra_runners SET draw = 99 WHERE (race_id, horse_id) = (
       SELECT race_id, horse_id FROM racing.ra_runners ORDER BY md5(race_id || horse_id) LIMIT 1) RETURNING race_id, horse_id`,
  )
  const diffs = await withFilled({ plan: system.plan, tools: system.tools, id: 'clean', projections: [] }, (filled) =>
    compare({ ...system, filled }),
  )
  expect(diffs.filter((diff) => diff.only_old + diff.only_new + diff.changed > 0)).toMatchObject([
    { table: 'ra_runners', changed: 1, columns: { draw: 1 }, samples: [{ key: planted.rows[0], old: { draw: 99 } }] },
  ])

  // Every race is told as settled, each of its states once.
  const pool = database.pool('racing')
  await expect.poll(() => pool.query('SELECT FROM outbox').then((one) => one.rowCount)).toBe(0)
  const [end] = await system.log.ends(['settled'])
  const told = await system.log.read({ topic: 'settled', partition: 0, from: 0n, limit: Number(end?.offset) })
  await system.tools.codec.prepare(told)
  const settled = told.map((stored) => {
    const event = system.tools.codec.decode(stored)
    return event.type === 'RaceSettled' ? event.event_id : event.type
  })
  expect(new Set(settled).size).toBe(settled.length)
  const { rows: races } = await pool.query<{ race_id: string }>('SELECT race_id FROM ra_races')
  expect(new Set(settled.map((id) => id.split('/')[0]))).toEqual(new Set(races.map((row) => row.race_id)))
})
