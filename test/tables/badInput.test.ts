/** Bad values all the way: through codec, log and groups into Postgres. No race is lost, and nothing stops. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { findDrift } from '../../services/stats/check.js'
import {
  bad,
  cardRaceFields,
  cardRunnerFields,
  resultRaceFields,
  resultRunnerFields,
  withField,
} from '../racing/badValues.js'
import { cardRace, cardRunner, resultRace, resultRunner } from '../racing/builders.js'
import { startGroups, type Groups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let groups: Groups
beforeAll(async () => {
  database = await createTestDatabase()
  groups = await startGroups(database, '2025-04-10')
})
afterAll(async () => {
  await groups.stop()
  await database.drop()
})

const fetch = { source: 'https://api.test/v1', fetchedAt: Date.UTC(2025, 3, 3), runId: null }
/** A megabyte in every field would only test patience; names, ids and groups are what an index or a key can choke on. */
const keyLike = /id$|name$|^(course|going|class|race_class|horse|jockey|trainer|owner|sire|dam|damsire|region|type)$/

function events(): { events: DarkhorsesEvent[]; races: string[] } {
  const made: DarkhorsesEvent[] = []
  const races: string[] = []
  const raceId = () => {
    races.push(`rac_${races.length + 1}`)
    return races.at(-1) ?? ''
  }
  for (const [name, value] of bad) {
    const into = (fields: readonly string[]) =>
      fields.filter((field) => !name.startsWith('1 MB') || (name === '1 MB' && keyLike.test(field)))
    const card = (race: Record<string, unknown>) => made.push(racecardFetched(fetch, race['race_id'] as string, race))
    const result = (race: Record<string, unknown>) =>
      made.push(resultFetched(fetch, 'results', race['race_id'] as string, race))
    for (const field of into(cardRaceFields)) card(withField(cardRace(['a', 'b'], { race_id: raceId() }), field, value))
    for (const field of into(resultRaceFields))
      result(withField(resultRace(['a', 'b'], { race_id: raceId() }), field, value))
    for (const field of into(cardRunnerFields))
      card(cardRace(['b', withField(cardRunner('a'), field, value)], { race_id: raceId() }))
    for (const field of into(resultRunnerFields))
      result(resultRace(['b', withField(resultRunner('a'), field, value)], { race_id: raceId() }))
  }
  return { events: made, races }
}

test('every field × every bad value: all races and runners are there, no dead letter, no drift', async () => {
  const { events: all, races } = events()
  await groups.apply(all)
  const pool = database.pool('racing')
  const { rows: dead } = await pool.query('SELECT error_message FROM dead_letters LIMIT 5')
  expect(dead).toEqual([])
  const { rows } = await pool.query<{ races: number; runners: number; without: string[] }>(
    `SELECT (SELECT count(*)::int FROM ra_races) AS races, (SELECT count(*)::int FROM ra_runners) AS runners,
       (SELECT coalesce(array_agg(race_id), '{}') FROM unnest($1::text[]) AS r(race_id)
        WHERE NOT EXISTS (SELECT FROM ra_runners WHERE ra_runners.race_id = r.race_id AND horse_id = 'hrs_b')) AS without`,
    [races],
  )
  // A bad list of runners holds no runners; everything else leaves both.
  expect(rows[0]?.races).toBe(races.length)
  expect(rows[0]?.runners).toBeGreaterThan(2 * races.length - 4 * bad.length)
  expect(rows[0]?.without.length).toBeLessThanOrEqual(2 * bad.length)
  expect(await findDrift(pool)).toEqual([])
}, 300_000)
