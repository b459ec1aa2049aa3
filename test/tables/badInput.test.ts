/** Bad values all the way: through codec, log and groups into Postgres. No race is lost, and nothing stops. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { horseProfileFetched, racecardFetched, referenceFetched, resultFetched } from '../../lib/events/fetched.js'
import { transaction } from '../../lib/db/transaction.js'
import type { Projection } from '../../lib/projection/projection.js'
import { shippedCoordinates } from '../../services/projector/entities/coordinates.js'
import { entitiesProjection } from '../../services/projector/entities/entitiesProjection.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
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

const profile = {
  name: 'Horse b (IRE)', dob: '2019-04-25', sex: 'gelding', sex_code: 'G', colour: 'b', colour_code: 'B', breeder: 'Stud',
  region: 'IRE', sire: 'A (FR)', sire_id: 'sir_1', dam: 'B', dam_id: 'dam_1', damsire: 'C', damsire_id: 'dsi_1',
} // prettier-ignore

/** Profiles of a horse that every race names, and reference lists, each with one bad value. */
function others(): DarkhorsesEvent[] {
  return bad.flatMap(([, value]) => [
    ...Object.keys(profile).map((field) =>
      horseProfileFetched(fetch, 'pro', 'hrs_b', { id: 'hrs_b', ...withField(profile, field, value) }),
    ),
    ...(
      [
        ['courses', { id: 'crs_1', course: 'Ayr', region_code: 'gb', region: 'Great Britain' }],
        ['regions', { region: 'Great Britain', region_code: 'gb' }],
        ['bookmakers', { name: 'Bet365' }],
      ] as const
    ).flatMap(([list, item]) =>
      Object.keys(item).map((field) => referenceFetched(fetch, list, [withField(item, field, value), item])),
    ),
  ])
}

test('each value that cannot be read is counted once, by the group whose it is', async () => {
  const told: string[] = []
  const onUnreadable = (field: string) => told.push(field)
  const runner = cardRunner('a', { breeder: ['x'], sire_region: 'Nowhere', ofr: 'abc', horse: 7e300 })
  const made = [
    racecardFetched(fetch, 'rac_0', cardRace([runner], { race_id: 'rac_0', prize: 'much' })),
    horseProfileFetched(fetch, 'pro', 'hrs_a', { id: 'hrs_a', dob: 'soon' }),
    referenceFetched(fetch, 'regions', [{ region_code: 'nowhere' }]),
  ] as const
  const coordinates = shippedCoordinates()
  const pool = database.pool('racing')
  const stored = { topic: '', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 }
  const apply = (projection: Projection, events: readonly DarkhorsesEvent[]) =>
    transaction(pool, async (client) => {
      await projection.apply(
        events.map((event) => ({ event, stored })),
        client,
      )
      await client.query('ROLLBACK; BEGIN')
    })
  await apply(racesProjection({ onUnreadable }), made.slice(0, 1))
  await apply(entitiesProjection({ regions: ['GB'], coordinates, onUnreadable }), made)
  expect(told.sort()).toEqual(
    [
      'profile.dob',
      'racecard.prize',
      'racecard.runners.breeder',
      'racecard.runners.horse',
      'racecard.runners.ofr',
      'racecard.runners.sire_region',
      'regions.region_code',
    ].sort(),
  )
})

test('every field × every bad value: all races and runners are there, no dead letter, no drift', async () => {
  const { events: all, races } = events()
  all.push(...others())
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
  expect((await pool.query("SELECT name, breeder FROM ra_mst_horses WHERE horse_id = 'hrs_b'")).rows).toHaveLength(1)
  expect((await pool.query('SELECT code, name FROM ra_mst_regions ORDER BY code')).rows).toMatchObject([
    { code: 'GB' },
    { code: 'IRE', name: 'Ireland' },
  ])
  expect(await findDrift(pool)).toEqual([])
})
