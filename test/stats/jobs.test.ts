/** What the service does beside events: windows, requests of the control topic, the continuous check. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { transaction } from '../../lib/db/transaction.js'
import { createCodec } from '../../lib/events/codec.js'
import { controlMessage } from '../../lib/events/controlMessage.js'
import type { ControlMessage } from '../../lib/events/events.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { createLogger } from '../../lib/logger.js'
import { createMetrics } from '../../lib/metrics.js'
import { findDrift } from '../../services/stats/check.js'
import { statsControlProjection } from '../../services/stats/controlProjection.js'
import {
  checkSome,
  doRequests,
  keepWindows,
  publishReplayed,
  runJobs,
  windowsAreDue,
  type JobsOptions,
} from '../../services/stats/jobs.js'
import { everything, publications } from '../../services/stats/publications.js'
import { recalculate } from '../../services/stats/recalculate.js'
import { nextWork } from '../../services/stats/work.js'
import { resultRace, resultRunner } from '../racing/builders.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { createWorld, emptyWorld, type World } from './world.js'

let database: TestDatabase
let pool: Pool
let world: World
let now = new Date()
const metrics = createMetrics()
const clock: Clock = { now: () => now, sleep: () => Promise.resolve() }
let today = '2025-04-02'
let caughtUp = true
const jobs = (): JobsOptions => ({
  pool,
  clock,
  metrics,
  logger: createLogger({ level: 'silent' }),
  today: () => today,
  isCaughtUp: () => Promise.resolve(caughtUp),
})

const result = (id: string, date: string, jockey: string) =>
  resultFetched(
    { source: 'test', fetchedAt: Date.parse(`${date}T20:00:00Z`), runId: null },
    'results',
    id,
    resultRace([resultRunner('1', { jockey_id: jockey }), resultRunner('2', { jockey_id: jockey, position: '2' })], {
      race_id: id,
      date,
      off_dt: `${date}T13:00:00+00:00`,
    }),
  )

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())
beforeEach(async () => {
  await emptyWorld(pool)
  today = '2025-04-02'
  now = new Date('2025-04-02T12:00:00Z')
  world = createWorld(pool, today)
  await world.apply([result('rac_1', '2025-04-01', 'jky_1'), result('rac_2', '2024-01-01', 'jky_2')])
})

describe('windows', () => {
  test('are due at 00:05 London, in summer and winter time, and at once after a day that was missed', () => {
    expect(windowsAreDue('2025-04-02', '2025-04-02', new Date('2025-04-02T12:00:00Z'))).toBe(false)
    expect(windowsAreDue('2025-04-01', '2025-04-02', new Date('2025-04-01T23:04:59Z'))).toBe(false)
    expect(windowsAreDue('2025-04-01', '2025-04-02', new Date('2025-04-01T23:05:00Z'))).toBe(true)
    expect(windowsAreDue('2025-12-01', '2025-12-02', new Date('2025-12-02T00:04:00Z'))).toBe(false)
    expect(windowsAreDue('2025-12-01', '2025-12-02', new Date('2025-12-02T00:05:00Z'))).toBe(true)
    expect(windowsAreDue('2025-03-30', '2025-04-02', new Date('2025-04-01T23:01:00Z'))).toBe(true)
    expect(windowsAreDue('2030-01-01', '2025-04-02', new Date('2025-04-01T23:01:00Z'))).toBe(true)
  })

  test('follow the day; rows of which nothing changes are not touched', async () => {
    const versions = async () =>
      (await pool.query<{ id: string; xmin: string }>('SELECT owner_id AS id, xmin::text FROM ra_mst_owners')).rows
    expect(await keepWindows(jobs())).toBeNull()
    const named = {
      ...result('rac_3', '2025-04-02', 'jky_1'),
      race: resultRace([resultRunner('5', { owner_id: 'own_none', position: 'NR' })], { race_id: 'rac_3' }),
    }
    await world.apply([named])
    const before = await versions()
    now = new Date('2025-04-20T04:00:00Z')
    today = '2025-04-20'
    expect(await keepWindows(jobs())).toBeGreaterThan(0)
    const touched = (await versions()).filter(
      (row) => !before.some((old) => old.id === row.id && old.xmin === row.xmin),
    )
    expect(touched.map((row) => row.id)).toEqual(['own_9'])
    const { rows } = await pool.query(
      "SELECT recent_14d_rides, recent_30d_rides, days_since_last_ride FROM ra_mst_jockeys WHERE jockey_id = 'jky_1'",
    )
    expect(rows).toEqual([{ recent_14d_rides: 0, recent_30d_rides: 2, days_since_last_ride: 19 }])
    expect(await keepWindows(jobs())).toBeNull()
  })
})

describe('after a replay', () => {
  const many = Array.from({ length: 200 }, (_, i) => result(`rac_9${i}`, '2025-03-20', `jky_${i % 5}`))

  test('a batch publishes few facts itself', async () => {
    await world.apply(many)
    await world.expectAgreement()
    expect(await publishReplayed(jobs())).toBeNull()
  })

  test('the service publishes many facts, table by table, once the group has caught up; results go on meanwhile', async () => {
    await emptyWorld(pool)
    world = createWorld(pool, today, 10)
    await world.apply(many)
    expect((await pool.query('SELECT publication_pending FROM stats_clock')).rows).toEqual([
      { publication_pending: true },
    ])
    caughtUp = false
    expect(await publishReplayed(jobs())).toBeNull()
    caughtUp = true
    // Interrupted after some tables: what comes now is published in those, and waits in the others.
    await recalculate(pool, today, [
      publications.entityCombinations,
      publications.jockeys,
      publications.performanceByVenue,
    ])
    await world.apply([result('rac_1', '2025-04-01', 'jky_1'), result('rac_2', '2024-01-01', 'jky_2')])
    const drifting = new Set((await findDrift(pool)).map((row) => row.table))
    expect(drifting.has('ra_entity_combinations') || drifting.has('ra_mst_jockeys')).toBe(false)
    expect(drifting).toContain('ra_performance_by_distance')
    expect(await publishReplayed(jobs())).toBeGreaterThan(0)
    await world.expectAgreement()
    await world.apply([result('rac_3', '2025-04-02', 'jky_1')])
    await world.expectAgreement()
    expect(await publishReplayed(jobs())).toBeNull()
  })
})

describe('requests of the control topic', () => {
  const ask = async (message: Pick<ControlMessage, 'id' | 'command'> & Partial<ControlMessage>) => {
    const codec = createCodec({ registry: createTableRegistry({ pool: database.pool('log') }) })
    const projection = statsControlProjection({ codec })
    const stored = { topic: 'control', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 1 }
    await transaction(pool, (client) => projection.apply([{ event: controlMessage(message), stored }], client))
  }

  test('a recalculation repairs what somebody wrote, once per id', async () => {
    await pool.query('UPDATE ra_mst_jockeys SET total_rides = 77')
    await pool.query("UPDATE ra_entity_combinations SET wins = 77 WHERE entity1_id = 'jky_1'")
    await ask({ id: 'again', command: 'recalculate' })
    await ask({ id: 'again', command: 'recalculate' })
    await doRequests(jobs())
    await world.expectAgreement()
    const { rows } = await pool.query('SELECT id, state, message, cardinality(done) AS done FROM stats_work')
    expect(rows).toEqual([
      { id: 'again', state: 'done', message: expect.stringMatching(/rows changed/) as string, done: everything.length },
    ])
  })

  test('a reset empties; results that come afterwards count from facts; a recalculation brings all back', async () => {
    await ask({ id: 'nothing', command: 'reset_statistics' })
    await doRequests(jobs())
    const counts = await pool.query(
      'SELECT sum(total_rides)::int AS rides, (SELECT count(*)::int FROM ra_entity_combinations) AS pairs FROM ra_mst_jockeys',
    )
    expect(counts.rows).toEqual([{ rides: 0, pairs: 0 }])
    await world.apply([result('rac_4', '2025-04-02', 'jky_1')])
    const pair = await pool.query(
      "SELECT total_runs FROM ra_entity_combinations WHERE entity1_id = 'jky_1' AND entity2_type = 'trainer'",
    )
    expect(pair.rows).toEqual([{ total_runs: 4 }])
    await ask({ id: 'all', command: 'recalculate' })
    await doRequests(jobs())
    await world.expectAgreement()
  })

  test('an interrupted recalculation goes on with the tables that are left', async () => {
    await ask({ id: 'half', command: 'recalculate', tables: ['ra_mst_sires', 'ra_mst_jockeys'] })
    await pool.query("UPDATE stats_work SET done = '{ra_mst_sires}'")
    await pool.query('UPDATE ra_mst_jockeys SET total_rides = 77')
    await pool.query('UPDATE ra_mst_sires SET total_wins = 77')
    await doRequests(jobs())
    expect(await nextWork(pool)).toBeNull()
    expect(new Set((await findDrift(pool)).map((row) => row.table))).toEqual(new Set(['ra_mst_sires']))
  })

  test('a table without statistics is refused, with the reason, in the fetch log', async () => {
    await ask({ id: 'wrong', command: 'recalculate', tables: ['ra_races'] })
    await ask({ id: 'other', command: 'start_run' })
    const { rows } = await pool.query('SELECT id, state, message FROM stats_work')
    expect(rows).toEqual([
      {
        id: 'wrong',
        state: 'rejected',
        message: expect.stringMatching(/^There are no statistics in ra_races: name one of/) as string,
      },
    ])
    expect((await pool.query('SELECT topic FROM outbox')).rows).toEqual([{ topic: 'fetch-log' }])
    expect(await nextWork(pool)).toBeNull()
  })
})

test('what has drifted is counted from nothing, table by table', async () => {
  const fresh = createMetrics()
  await runJobs({ ...jobs(), metrics: fresh }, AbortSignal.abort())
  const lines = (await fresh.registry.metrics()).match(/^darkhorses_drift_rows_total\{table="\w+"\} 0$/gm)
  expect(lines).toHaveLength(everything.length)
})

test('the continuous check finds what somebody wrote, counts it, and forgets it when it is right again', async () => {
  for (let i = 0; i < 20; i += 1) expect(await checkSome(jobs())).toBe(0)
  await pool.query('UPDATE ra_mst_jockeys SET total_rides = 77')
  await pool.query('DELETE FROM ra_mst_trainers')
  await pool.query("UPDATE ra_runner_statistics SET career_prize = 1 WHERE race_id = 'rac_1'")
  await pool.query(
    "UPDATE ra_entity_combinations SET entity2_id = 'jky_8' WHERE entity1_id = 'jky_1' AND entity2_type = 'owner'",
  )
  const found = async () =>
    new Set(
      (await pool.query<{ name: string }>('SELECT DISTINCT table_name AS name FROM stats_drift')).rows.map(
        (row) => row.name,
      ),
    )
  const wanted = ['ra_entity_combinations', 'ra_mst_jockeys', 'ra_mst_trainers', 'ra_runner_statistics']
  for (let i = 0; i < 2000 && (await found()).size < wanted.length; i += 1) await checkSome(jobs())
  expect([...(await found())].sort()).toEqual(wanted)
  expect(await metrics.registry.metrics()).toMatch(/darkhorses_drift_rows_total\{table="ra_mst_jockeys"\} [1-9]/)
  const { rows } = await pool.query(
    "SELECT stored->'total_rides' AS stored, recomputed->'total_rides' AS recomputed FROM stats_drift WHERE key = 'jky_1'",
  )
  expect(rows).toEqual([{ stored: 77, recomputed: 2 }])
  await transaction(pool, (client) =>
    client.query(
      "INSERT INTO stats_work SELECT 'mend', 'recalculate', array_agg(t), '{}', 'requested', null, now() FROM unnest($1::text[]) t",
      [wanted],
    ),
  )
  await doRequests(jobs())
  for (let i = 0; i < 2000 && (await found()).size > 0; i += 1) expect(await checkSome(jobs())).toBe(0)
  expect((await found()).size).toBe(0)
})
