/** Everything a result can get wrong, one after the other in one small world: defined statistics, never a crash. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import type { ResultFetched } from '../../lib/events/events.js'
import { horseProfileFetched, racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { cardRace, cardRunner, resultRace, resultRunner } from '../racing/builders.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { corrected, kinds } from './corrections.js'
import { createWorld, emptyWorld } from './world.js'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())

const fetched = (hour: number) => ({ source: 'test', fetchedAt: Date.UTC(2025, 3, 2, hour), runId: null })

/** Three horses meet on three days; two races are off at the same minute. */
const races: readonly ResultFetched[] = [
  ['rac_1', '2025-03-01', '14:00'],
  ['rac_2', '2025-04-01', '14:00'],
  ['rac_3', '2025-04-01', '14:00'],
].map(([id = '', date, time]) =>
  resultFetched(
    fetched(1),
    'results',
    id,
    resultRace(
      ['1', '2', '3'].map((horse, i) =>
        resultRunner(horse, { position: String(i + 1), sire_id: 'sir_1', prize: '£100' }),
      ),
      { race_id: id, date, off_dt: `${date}T${time}:00+00:00` },
    ),
  ),
)

test('every bad correction, one after the other, and back again', async () => {
  await emptyWorld(pool)
  const world = createWorld(pool, '2025-04-02')
  await world.apply(races)
  await world.expectAgreement()
  let hour = 1
  for (const kind of Object.keys(kinds)) {
    for (const race of races.slice(0, 2)) {
      hour += 1
      await world.apply([corrected(race, kind, hour)])
      await world.expectAgreement()
    }
  }
  hour += 1
  await world.apply(races.map((race) => corrected(race, 'nothing new', hour)))
  await world.expectAgreement()
  expect(world.agreed).toMatchObject({ ra_runner_statistics: 9, ra_entity_combinations: 12 })
})

test('years in reverse order, races without runners, a jockey changed after declaration', async () => {
  await emptyWorld(pool)
  const world = createWorld(pool, '2025-04-02')
  await world.apply([
    racecardFetched(
      fetched(0),
      'rac_9',
      cardRace(['1', cardRunner('2', { jockey_id: 'jky_2' })], { race_id: 'rac_9' }),
    ),
  ])
  await world.expectAgreement()
  await world.apply([
    racecardFetched(
      fetched(1),
      'rac_9',
      cardRace(['1', cardRunner('2', { jockey_id: 'jky_9' })], { race_id: 'rac_9' }),
    ),
  ])
  await world.expectAgreement()
  for (const year of [2025, 2024, 2020, 1988]) {
    const id = `rac_${year}`
    const race = resultRace(['1', '2'], { race_id: id, date: `${year}-03-01`, off_dt: `${year}-03-01T13:00:00+00:00` })
    await world.apply([resultFetched(fetched(2), 'results', id, race)])
    await world.expectAgreement()
  }
  await world.apply([resultFetched(fetched(3), 'results', 'rac_9', resultRace([], { race_id: 'rac_9' }))])
  await world.expectAgreement()
  await world.apply([
    horseProfileFetched(fetched(4), 'pro', 'hrs_1', {
      id: 'hrs_1',
      name: 'Horse 1',
      sire_id: 'sir_77',
      sire: 'New Sire',
    }),
  ])
  const { rows } = await pool.query(
    "SELECT course_runs, last_raced FROM ra_runner_statistics WHERE race_id = 'rac_9' ORDER BY horse_id",
  )
  expect(rows).toEqual([
    { course_runs: 4, last_raced: '2025-03-01' },
    { course_runs: 4, last_raced: '2025-03-01' },
  ])
})
