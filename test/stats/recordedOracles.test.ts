import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ResultFetched } from '../../lib/events/events.js'
import { moveWindows, recalculate, reset } from '../../services/stats/recalculate.js'
import { publications } from '../../services/stats/publications.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'
import { correction } from './corrections.js'
import { createWorld } from './world.js'

const shared = sharedData()
const seed = Number(process.env['DARKHORSES_SEED'] ?? 20251023)
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test.skipIf(shared === null)(
  'tables, views and plain loops agree on every recorded day, corrections included',
  async () => {
    console.log(`seed ${seed}`)
    const pool = database.pool('racing')
    const world = createWorld(pool, '2025-04-02')
    const [events = []] = fc.sample(
      fc.shuffledSubarray(recordedEvents(shared ?? ''), { minLength: recordedEvents(shared ?? '').length }),
      { numRuns: 1, seed },
    )
    await world.apply(events, 40)
    await world.expectAgreement()
    const results = events.filter((event): event is ResultFetched => event.type === 'ResultFetched')
    const corrections = fc.sample(correction(results), { numRuns: 60, seed })
    for (let i = 0; i < corrections.length; i += 20) {
      await world.apply(corrections.slice(i, i + 20), 1)
      await world.expectAgreement()
    }
    await moveWindows(pool, '2025-04-20')
    await world.expectAgreement('2025-04-20')
    await reset(pool, Object.values(publications))
    await recalculate(pool, '2025-04-20', Object.values(publications))
    await world.expectAgreement('2025-04-20')
    expect(Math.min(...Object.values(world.agreed))).toBeGreaterThan(100)
  },
)
