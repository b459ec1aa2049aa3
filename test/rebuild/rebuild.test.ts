/** A rebuild from beginning to end: equal tables, a planted change named, expectations, swap, rollback, forget. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { explainRow } from '../../cli/explain/explainRow.js'
import { explainedTable, readKey } from '../../cli/explain/tables.js'
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { openRuntime } from '../../lib/runtime.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { withoutGathering } from '../../lib/projection/projection.js'
import { withFilled } from '../../lib/rebuild/fill.js'
import { compare, drop, forget, newDeadLetters, reasonsAgainst, rollBack, swapIn } from '../../lib/rebuild/swap.js'
import { unexpected, type TableDiff } from '../../lib/rebuild/diff.js'
import { listRebuilds } from '../../lib/rebuild/books.js'
import { nextOf } from '../../lib/rebuild/plan.js'
import { tableCounts } from '../../services/console/tableCounts.js'
import { countedRows } from '../support/countedRows.js'
import { startSystem, type System } from './system.js'

let database: TestDatabase
let system: System
let pool: Pool
let days: ReturnType<typeof generatedEvents>

const next = async (count: number) => {
  for (let i = 0; i < count; i += 1) await system.append(days.next().value ?? [])
}
const states = async () => (await listRebuilds(pool)).map((row) => `${row.id}: ${row.state}`)
const changed = (diffs: readonly TableDiff[]) =>
  diffs.filter((diff) => diff.only_old + diff.only_new + diff.changed > 0)
const settledEvents = async () => (await system.log.ends(['settled']))[0]?.offset

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  system = await startSystem(database)
  days = generatedEvents({ first: '2025-03-28', last: '2025-06-30' })
  await next(6)
  await system.applied()
})
afterAll(async () => {
  await system.close()
  await database.drop()
})

const rebuild = (id: string) => ({ plan: system.plan, tools: system.tools, id, projections: [] })

test('every table of the schema has an owner, or goes with its name', async () => {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'racing' ORDER BY 1",
  )
  // row_counts is kept by the tables themselves, wherever they are filled.
  const books = ['dead_letters', 'event_places', 'outbox', 'row_counts', 'schema_migrations']
  const own = rows.map((row) => row.name).filter((name) => !books.includes(name) && !name.startsWith('projection_'))
  const { groups, moved, fresh } = system.plan
  const owned = groups.flatMap((group) => group.owns.map((one) => one.table))
  // A table that nobody owns would stay behind at a swap, and be empty in a rebuild of some groups only.
  expect([...new Set([...owned, ...moved, ...fresh])].sort()).toEqual(own)
})

test('rebuilt tables are the live tables, to the last cell', async () => {
  const diffs = await withFilled(rebuild('one'), (filled) => compare({ ...system, filled }))
  expect(diffs).toHaveLength(18)
  expect(changed(diffs)).toEqual([])
})

test('a change of one row by hand is named, with key, old and new, and is not swapped in unexpectedly', async () => {
  await pool.query(
    "UPDATE ra_mst_trainers SET location = 'Planted' WHERE trainer_id = (SELECT min(trainer_id) FROM ra_mst_trainers)",
  )
  const { rows } = await pool.query<{ id: string }>(
    "SELECT trainer_id AS id FROM ra_mst_trainers WHERE location = 'Planted'",
  )
  const diffs = changed(await withFilled(rebuild('one'), (filled) => compare({ ...system, filled })))
  expect(diffs).toMatchObject([
    {
      table: 'ra_mst_trainers',
      changed: 1,
      columns: { location: 1 },
      samples: [{ key: { trainer_id: rows[0]?.id }, old: { location: 'Planted' } }],
    },
  ])
  expect(unexpected(diffs, [])).toEqual(['ra_mst_trainers.location: 1 rows changed'])
  expect(unexpected(diffs, ['location'])).toEqual([])
  expect(unexpected(diffs, ['ra_mst_trainers.location'])).toEqual([])
  expect(await states()).toEqual(['one: filled'])
})

test('swapped in: the change is repaired, events go on, nothing is told twice', async () => {
  const told = await settledEvents()
  await withFilled(rebuild('one'), (filled) => swapIn({ ...system, filled }))
  expect((await pool.query("SELECT FROM ra_mst_trainers WHERE location = 'Planted'")).rowCount).toBe(0)
  expect(await settledEvents()).toBe(told)
  await next(2)
  await system.applied()
  expect(await tableCounts(pool)).toEqual(await countedRows(pool))
  const { rows } = await pool.query('SELECT count(*)::int AS waiting FROM dead_letters')
  expect(rows).toEqual([{ waiting: 0 }])
})

test('what was swapped in is explained, by events from before the swap and after it', async () => {
  const runtime = await openRuntime({
    config: readConfig({ DATABASE_URL: database.url }, '/'),
    databaseUrl: database.url,
    logger: createLogger({ level: 'silent' }),
  })
  try {
    const { rows } = await pool.query<{ name: string; key: string }>(
      `SELECT 'ra_races' AS name, r.race_id AS key FROM (SELECT min(date) AS d FROM ra_races UNION ALL SELECT max(date) FROM ra_races) days
       CROSS JOIN LATERAL (SELECT race_id FROM ra_races WHERE date = d ORDER BY 1 LIMIT 3) r
       UNION ALL (SELECT 'ra_mst_trainers', trainer_id FROM ra_mst_trainers ORDER BY 2 LIMIT 3)
       UNION ALL (SELECT 'ra_mst_bookmakers', code FROM ra_mst_bookmakers ORDER BY 2 LIMIT 1)`,
    )
    expect(rows.length).toBeGreaterThan(8)
    for (const { name, key } of rows) {
      const table = explainedTable(name)
      const said = await explainRow(runtime, table, readKey(table, key), key, 5)
      expect(said.events.length, `${name} ${key}`).toBeGreaterThan(0)
      expect(said.events.filter((event) => event.place === null)).toEqual([])
      expect(said.columns.filter((column) => 'expected' in column)).toEqual([])
    }
  } finally {
    await runtime.close()
  }
})

test('rolled back: the old tables with their change, caught up, nothing told twice', async () => {
  await expect.poll(() => pool.query('SELECT FROM outbox').then((one) => one.rowCount)).toBe(0)
  const told = await settledEvents()
  await rollBack(system.plan, system.tools)
  expect((await pool.query("SELECT FROM ra_mst_trainers WHERE location = 'Planted'")).rowCount).toBe(1)
  await system.applied()
  expect(await tableCounts(pool)).toEqual(await countedRows(pool))
  await expect.poll(() => pool.query('SELECT FROM outbox').then((one) => one.rowCount)).toBe(0)
  expect(await settledEvents()).toBe(told)
  expect(await states()).toEqual(['one: rolled back'])
  await expect(rollBack(system.plan, system.tools)).rejects.toThrow('nothing to go back to')
})

test('what waits to be told follows a swap and a rollback, in its order, and is told once', async () => {
  const waiting = async () =>
    (await pool.query<{ topic: string; key: string }>('SELECT topic, key FROM outbox ORDER BY place')).rows
  // The relay finds that another one is at work.
  const relay = await database.pool('racing').connect()
  await relay.query("SELECT pg_advisory_lock(hashtext('darkhorses.outbox'), hashtext('racing'))")
  await next(2)
  await system.applied()
  const before = await waiting()
  expect(before.length).toBeGreaterThan(10)
  const told = (await settledEvents()) ?? 0n

  await withFilled(rebuild('waiting'), (filled) => swapIn({ ...system, filled }))
  expect(await waiting()).toEqual(before)
  await next(1)
  await system.applied()
  const more = await waiting()
  expect(more.slice(0, before.length)).toEqual(before)
  expect(more.length).toBeGreaterThan(before.length)
  await rollBack(system.plan, system.tools)
  expect(await waiting()).toEqual(more)

  relay.release(true)
  await expect.poll(waiting).toEqual([])
  await system.applied()
  expect(await waiting()).toEqual([])
  expect(await settledEvents()).toBe(told + BigInt(more.filter((one) => one.topic === 'settled').length))
})

test('some projections only: the others are copied, and the tables are still the live ones', async () => {
  await pool.query(
    "UPDATE ra_mst_trainers SET location = 'Planted' WHERE trainer_id = (SELECT max(trainer_id) FROM ra_mst_trainers)",
  )
  for (const projections of [['stats'], ['projector'], ['entities']]) {
    const diffs = await withFilled({ ...rebuild(projections.join()), projections }, (filled) =>
      compare({ ...system, filled }),
    )
    // What a group owns is repaired only by its own rebuild.
    expect(changed(diffs).map((diff) => diff.table)).toEqual(
      projections.includes('entities') ? ['ra_mst_trainers'] : [],
    )
    const beside = system.tools.open(nextOf(system.plan.schema), 1)
    expect(await tableCounts(beside)).toEqual(await countedRows(beside))
    await beside.end()
    await drop(system.plan, system.tools)
  }
})

test('views, grants and tables of other people survive a swap; a materialised view obstructs it by name, as does a trigger', async () => {
  await pool.query(`CREATE ROLE reader_${process.pid}`)
  await pool.query(`GRANT USAGE ON SCHEMA racing TO reader_${process.pid}`)
  await pool.query(`GRANT SELECT ON ra_races TO reader_${process.pid}`)
  await pool.query(`GRANT SELECT (horse_id) ON ra_runners TO reader_${process.pid}`)
  await pool.query('CREATE VIEW public.my_races AS SELECT race_id, course_name FROM racing.ra_races')
  await pool.query('CREATE VIEW racing.my_runners AS SELECT count(*) AS n FROM racing.ra_runners')
  await pool.query('CREATE TABLE racing.my_notes AS SELECT 1 AS note')
  await pool.query('CREATE INDEX my_index ON racing.ra_runners (trainer_name)')
  await pool.query('CREATE MATERIALIZED VIEW public.my_copy AS SELECT count(*) FROM racing.ra_races')
  const swap = () => withFilled(rebuild('guests'), (filled) => swapIn({ ...system, filled }))
  await expect(swap()).rejects.toThrow('materialized view')
  await pool.query('DROP MATERIALIZED VIEW public.my_copy')
  await pool.query(
    'CREATE TRIGGER mine BEFORE UPDATE ON racing.ra_races FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  )
  await expect(swap()).rejects.toThrow('trigger mine of ra_races')
  await pool.query('DROP TRIGGER mine ON racing.ra_races')
  await swap()
  await next(1)
  await system.applied()
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM public.my_races) = (SELECT count(*) FROM ra_races) AS view_outside,
       (SELECT n FROM my_runners) = (SELECT count(*) FROM ra_runners) AS view_inside,
       (SELECT count(*)::int FROM racing.my_notes) AS notes,
       has_table_privilege($1, 'racing.ra_races', 'SELECT') AS may_read,
       has_column_privilege($1, 'racing.ra_runners', 'horse_id', 'SELECT') AS may_read_column,
       has_table_privilege($1, 'racing.ra_runners', 'SELECT') AS may_read_all,
       to_regclass('racing.my_index') IS NOT NULL AS index`,
    [`reader_${process.pid}`],
  )
  expect(rows).toEqual([
    {
      view_outside: true,
      view_inside: true,
      notes: 1,
      may_read: true,
      may_read_column: true,
      may_read_all: false,
      index: true,
    },
  ])
  await rollBack(system.plan, system.tools)
  const back = await pool.query(
    'SELECT (SELECT n FROM my_runners) = (SELECT count(*) FROM ra_runners) AS same, note FROM my_notes',
  )
  expect(back.rows).toEqual([{ same: true, note: 1 }])
  await pool.query('DROP VIEW public.my_races, racing.my_runners')
  await pool.query(`DROP TABLE racing.my_notes; DROP OWNED BY reader_${process.pid}; DROP ROLE reader_${process.pid}`)
})

test('an event that the new code cannot apply is named and keeps the swap away', async () => {
  await system.applied()
  const { rows } = await pool.query<{ race_id: string }>('SELECT max(race_id) AS race_id FROM ra_races')
  const victim = rows[0]?.race_id ?? ''
  const [projector, ...others] = system.plan.groups
  if (projector === undefined) throw new Error('no projector')
  const broken = {
    ...system.plan,
    code: 'broken',
    groups: [
      {
        ...projector,
        projection: (tables: Parameters<typeof projector.projection>[0]) => {
          const good = withoutGathering(projector.projection(tables))
          const apply: typeof good.apply = async (events, client) => {
            if (events.some(({ stored }) => stored.key === victim)) throw new TypeError(`cannot read ${victim}`)
            await good.apply(events, client)
          }
          return { ...good, apply }
        },
      },
      ...others,
    ],
  }
  const work = { plan: broken, tools: system.tools }
  await withFilled({ ...rebuild('broken'), plan: broken }, async (filled) => {
    const bad = await newDeadLetters(work)
    expect(bad.map((one) => one.key)).toEqual([victim, victim])
    expect(reasonsAgainst(bad, [], null)[0]).toContain(`projector cannot apply racecards/0 offset`)
    await expect(swapIn({ ...work, filled })).rejects.toThrow(victim)
  })
  expect(await states()).toContain('broken: filled')
  // Mended code begins anew by itself.
  const told: string[] = []
  await withFilled({ ...rebuild('mended'), onBegin: (how) => told.push(how) }, (filled) =>
    swapIn({ ...system, filled }),
  )
  expect(told).toEqual(['Rebuild broken is begun anew: it was begun by other code.'])
  await forget(system.plan, system.tools)
  await expect(rollBack(system.plan, system.tools)).rejects.toThrow('nothing to go back to')
})
