/** Features as they were known at an instant: corrections, jockeys changed after declaration, racing before live fetching. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { readFeatures } from '../../services/stats/features.js'
import { cardRace, cardRunner, resultRace, resultRunner } from '../racing/builders.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { createWorld, emptyWorld, type World } from './world.js'

let database: TestDatabase
let pool: Pool
let world: World

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())
beforeEach(async () => {
  await emptyWorld(pool)
  world = createWorld(pool, '2025-04-02')
})

const fetch = (at: string) => ({ source: 'test', fetchedAt: Date.parse(at), runId: null })
const place = (id: string, date: string) => ({ race_id: id, date, off_dt: `${date}T13:00:00+00:00` })
const card = (id: string, date: string, at: string, jockey: string) =>
  racecardFetched(fetch(at), id, cardRace([cardRunner('1', { jockey_id: jockey, jockey })], place(id, date)))
const result = (id: string, date: string, at: string, position: string, jockey = 'jky_1') =>
  resultFetched(
    fetch(at),
    'results',
    id,
    resultRace([resultRunner('1', { position, jockey_id: jockey, jockey, prize: '100' })], place(id, date)),
  )

/** Career prize, wins in the last ten, and runs with the jockey of the one runner; null where the race is not known yet. */
async function known(race: string, at: string): Promise<unknown> {
  const { rows } = await readFeatures(pool, { race }, new Date(at))
  expect(rows.length).toBeLessThanOrEqual(1)
  return rows[0] === undefined ? null : [rows[0]['last_10_runs'], rows[0]['last_10_wins'], rows[0]['jockey_runs']]
}

const liveEvents = (a: string, b: string) => [
  card(a, '2025-03-30', '2025-03-29T06:00:00Z', 'jky_1'),
  result(a, '2025-03-30', '2025-03-30T20:00:00Z', '1'),
  // Disqualified a day later.
  result(a, '2025-03-30', '2025-03-31T20:00:00Z', 'DSQ'),
  card(b, '2025-04-02', '2025-03-30T06:00:00Z', 'jky_1'),
  card(b, '2025-04-02', '2025-04-01T06:00:00Z', 'jky_2'),
]
const live = liveEvents('rac_1', 'rac_2')
const seen = async () =>
  Promise.all(
    [
      '2025-03-30T05:59:59Z',
      '2025-03-30T06:00:00Z',
      '2025-03-30T20:00:00Z',
      '2025-03-31T20:00:00Z',
      '2025-04-01T06:00:00Z',
    ].map((at) => known('rac_2', at)),
  )
const expected = [null, [0, 0, 0], [1, 1, 1], [1, 0, 1], [1, 0, 0]]

test('a race is not known before its card, a correction not before it came, a change of jockey neither', async () => {
  await world.apply(live, 1)
  expect(await seen()).toEqual(expected)
})

test('events that come late and out of order give the same beliefs, and repeated ones change nothing', async () => {
  await world.apply([...live].reverse(), 1)
  await world.apply(live, 2)
  expect(await seen()).toEqual(expected)
  await world.expectKnownAt(new Date('2025-03-31T00:00:00Z'))
})

test('a card that is fetched again and again is kept once, and what was believed meanwhile is not forgotten', async () => {
  const hours = Array.from({ length: 24 }, (_, hour) => `2025-04-01T${String(hour).padStart(2, '0')}:00:00Z`)
  // Another jockey from noon until six, told late and out of order.
  const cards = hours.map((at, hour) => card('rac_2', '2025-04-02', at, hour >= 12 && hour < 18 ? 'jky_2' : 'jky_1'))
  const order = [...cards.keys()].sort((a, b) => ((a * 7) % 24) - ((b * 7) % 24))
  const shuffled = order.flatMap((i) => cards[i] ?? [])
  await world.apply([result('rac_1', '2025-03-30', '2025-03-30T20:00:00Z', '1')])
  await world.apply(shuffled, 5)
  await world.apply(shuffled, 1)
  const counted = await pool.query(
    'SELECT count(*)::int AS events, count(reading)::int AS readings FROM stats_superseded',
  )
  expect(counted.rows).toEqual([{ events: 23, readings: 2 }])
  const jockeyRuns = await Promise.all(hours.map(async (at) => (await known('rac_2', at)) as number[]))
  expect(jockeyRuns.map((figures) => figures[2])).toEqual(hours.map((_at, hour) => (hour >= 12 && hour < 18 ? 0 : 1)))
  await world.expectKnownAt(new Date('2025-04-01T15:30:00Z'))
})

test('before live fetching a result is known 15 minutes after the off, as it was first told', async () => {
  await world.apply([
    result('rac_1', '2015-03-30', '2025-03-29T06:00:00Z', '1'),
    result('rac_2', '2015-04-02', '2025-03-29T06:00:01Z', '1'),
    result('rac_1', '2015-03-30', '2025-03-29T07:00:00Z', 'DSQ'),
  ])
  const { rows } = await pool.query('SELECT live_since FROM stats_clock')
  expect(rows).toEqual([{ live_since: null }])
  const at = ['2015-03-30T13:14:59Z', '2015-03-30T13:15:00Z', '2025-03-29T07:00:00Z']
  const told = [[0, 0, 0], [1, 1, 1], [1, 0, 1]] // prettier-ignore
  expect(await Promise.all(at.map((instant) => known('rac_2', instant)))).toEqual(told)
  // Live fetching begins: nothing changes for what was before it; what is after it is known by its fetches alone.
  await world.apply(liveEvents('rac_8', 'rac_9'))
  expect(await Promise.all(at.map((instant) => known('rac_2', instant)))).toEqual(told)
  const begun = await pool.query<{ live_since: Date }>('SELECT live_since FROM stats_clock')
  expect(begun.rows[0]?.live_since.toISOString()).toBe('2025-03-29T06:00:00.000Z')
})

test('features of a day, each race as known at its off', async () => {
  await world.apply(live)
  const { rows, races } = await readFeatures(pool, { date: '2025-04-02' }, 'off')
  expect(rows).toMatchObject([{ race_id: 'rac_2', horse_id: 'hrs_1', last_10_runs: 1, jockey_runs: 0 }])
  expect(races).toBe(1)
})
