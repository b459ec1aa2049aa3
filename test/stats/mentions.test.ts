/** Parents that nothing but profiles name have their statistics set once a race names the horse, in a replay as well. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { horseProfileFetched } from '../../lib/events/fetched.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { createWorld } from './world.js'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('profiles before, among and after the races of a replay', { timeout: 120_000 }, async () => {
  const pool = database.pool('racing')
  const races = [...generatedEvents({ first: '2025-05-03', last: '2025-05-09' })]
    .flat()
    .filter((event) => event.type === 'RacecardFetched' || event.type === 'ResultFetched')
  const horses = [
    ...new Set(
      races
        .flatMap((event) => (event.type === 'RacecardFetched' ? (event.race.runners ?? []) : []))
        .map((r) => r.horse_id),
    ),
  ].filter((id) => id !== null)
  const profileOf = (nth: number, name: string) => {
    const id = horses[nth] ?? ''
    const at = Date.UTC(2025, 4, 20)
    return horseProfileFetched({ source: '/horses', fetchedAt: at, runId: null }, 'pro', id, {
      ...{ id, name: `Horse ${nth}`, sire: `Sire ${name}`, sire_id: `sir_${name}` },
      ...{ dam: `Dam ${name}`, dam_id: `dam_${name}`, damsire: `Damsire ${name}`, damsire_id: `dsi_${name}` },
    })
  }
  const world = createWorld(pool, '2025-05-20')
  await world.apply([profileOf(3, 'before')])
  await world.apply([...races.slice(0, 100), profileOf(5, 'among'), ...races.slice(100)])
  await world.apply([profileOf(7, 'after')])
  await world.expectAgreement()
  const { rows } = await pool.query<{ entity_id: string }>(
    "SELECT entity_id FROM stats_entities WHERE entity_id ~ '(before|among|after)$' ORDER BY entity_id",
  )
  expect(rows.map((row) => row.entity_id)).toEqual(
    ['dam', 'dsi', 'sir'].flatMap((kind) => ['after', 'among', 'before'].map((when) => `${kind}_${when}`)),
  )
})
