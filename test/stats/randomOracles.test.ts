/**
 * Tables, views and loops after every step of random histories. DARKHORSES_HISTORIES, DARKHORSES_GENERATED_DAYS and
 * DARKHORSES_CORRECTIONS make the proof longer, DARKHORSES_SEED repeats one.
 */
import fc from 'fast-check'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DarkhorsesEvent, ResultFetched } from '../../lib/events/events.js'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { openGeneratedHistory } from '../../services/simulator/generated/generatedHistory.js'
import type { ListedRace } from '../../services/simulator/racingSource.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { history } from '../tables/histories.js'
import { correction } from './corrections.js'
import { createWorld, emptyWorld } from './world.js'

const seed = Number(process.env['DARKHORSES_SEED'] ?? Date.now() % 1_000_000)
const histories = Number(process.env['DARKHORSES_HISTORIES'] ?? 3)
const days = Number(process.env['DARKHORSES_GENERATED_DAYS'] ?? 1)
const corrections = Number(process.env['DARKHORSES_CORRECTIONS'] ?? 5 * days)
// After each step everything is compared, and what there is grows with each further day.
const timeout = 60_000 + histories * 30_000 + days * 30_000 + (days - 1) * corrections * 2000
let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  console.log(`seed ${seed}, ${histories} histories, ${days} generated days, ${corrections} corrections`)
})
afterAll(() => database.drop())

test('a small world where everything meets everything', { timeout }, async () => {
  const plays = fc.sample(fc.tuple(history, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })), {
    numRuns: histories,
    seed,
  })
  for (const [events, sizes] of plays) {
    await emptyWorld(pool)
    const world = createWorld(pool, '2025-04-02')
    for (let from = 0, step = 0; from < events.length; step += 1) {
      const size = sizes[step % sizes.length] ?? 1
      await world.apply(events.slice(from, from + size))
      await world.expectAgreement()
      from += size
    }
    for (const hour of [-800, -40, -20, 5, 15, 30, 45, 70])
      await world.expectKnownAt(new Date(Date.UTC(2025, 3, 3) + hour * 3_600_000))
    expect(world.agreed['ra_runner_statistics']).toBeGreaterThan(0)
  }
})

/** What a fetcher brings of a generated day: the card of the day before, the result of the evening and the settled one. */
function dayOf(source: ReturnType<typeof openGeneratedHistory>, date: string): DarkhorsesEvent[] {
  const at = (offset: number) => new Date(Date.parse(date) + offset * 3_600_000)
  const fetch = (offset: number) => ({ source: `generated/${date}`, fetchedAt: at(offset).getTime(), runId: null })
  const results = (offset: number, endpoint: 'results' | 'results_today') =>
    source
      .results(date, at(offset))
      .map((race: ListedRace) => resultFetched(fetch(offset), endpoint, race.raceId, race.read()))
  return [
    ...source.racecards(date, at(-10)).map((race) => racecardFetched(fetch(-10), race.raceId, race.read())),
    ...results(18, 'results_today'),
    ...results(22, 'results'),
    ...results(24 * 7, 'results'),
  ]
}

test('generated days in any order, corrected as the API does and worse', { timeout }, async () => {
  await emptyWorld(pool)
  const source = openGeneratedHistory(seed)
  const world = createWorld(pool, '2024-05-04')
  const dates = Array.from({ length: days }, (_, i) =>
    new Date(Date.UTC(2024, 3, 27 - i * 7)).toISOString().slice(0, 10),
  )
  const events = dates.flatMap((date) => dayOf(source, date))
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(events, { minLength: events.length }), { numRuns: 1, seed })
  const size = Math.ceil(shuffled.length / 3)
  for (let i = 0; i < shuffled.length; i += size) {
    await world.apply(shuffled.slice(i, i + size), 25)
    await world.expectAgreement()
  }
  const results = events.filter((event): event is ResultFetched => event.type === 'ResultFetched')
  for (const one of fc.sample(correction(results), { numRuns: corrections, seed })) {
    await world.apply([one])
    await world.expectAgreement()
  }
  expect(Math.min(...Object.values(world.agreed))).toBeGreaterThan(100)
})
