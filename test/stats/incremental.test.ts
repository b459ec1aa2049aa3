import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { transaction } from '../../lib/db/transaction.js'
import type { DarkhorsesEvent, RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { resultFetched } from '../../lib/events/fetched.js'
import type { ProjectionEvent } from '../../lib/projection/projection.js'
import { findDrift } from '../../services/stats/check.js'
import { recalculate, reset } from '../../services/stats/recalculate.js'
import { publications } from '../../services/stats/publications.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()
const seed = Number(process.env['DARKHORSES_SEED'] ?? 20251023)
let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())

const asEvent = (event: DarkhorsesEvent): ProjectionEvent => ({
  event,
  stored: { topic: 'results', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 },
})

const projection = statsProjection({ asOf: () => '2025-04-02', isCaughtUp: () => Promise.resolve(true) })

async function apply(events: readonly DarkhorsesEvent[], batch: number): Promise<void> {
  for (let i = 0; i < events.length; i += batch) {
    await transaction(pool, (client) => projection.apply(events.slice(i, i + batch).map(asEvent), client))
  }
}

/** Corrections as the API makes them: a winner disqualified, a runner gone, another price, a race voided. */
function corrected(event: ResultFetched, how: number, at: number): ResultFetched {
  const race = structuredClone(event.race) as { runners?: Record<string, unknown>[] }
  const runners = race.runners ?? []
  if (how % 4 === 0 && runners[0] !== undefined) runners[0]['position'] = 'DSQ'
  if (how % 4 === 1) runners.pop()
  if (how % 4 === 2 && runners[0] !== undefined) runners[0]['sp'] = '100/30'
  if (how % 4 === 3) for (const runner of runners) runner['position'] = 'VOI'
  return resultFetched(
    { source: 'corrected', fetchedAt: event.fetched_at + at, runId: null },
    'results',
    event.race_id,
    race,
  )
}

async function dump(): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {}
  for (const publication of Object.values(publications)) {
    const { rows } = await pool.query(`SELECT * FROM ${publication.table} ORDER BY ${publication.key.join(', ')}`)
    tables[publication.table] = rows
  }
  return tables
}

test.skipIf(shared === null)(
  'live batches, corrections, a rollback by hand, a reset and a recalculation all give the statistics of the facts',
  async () => {
    const events = recordedEvents(shared ?? '')
    const results = events.filter((event): event is ResultFetched => event.type === 'ResultFetched')
    const relevant = events.filter(
      (event): event is RacecardFetched =>
        event.type === 'RacecardFetched' && /2025-0(3-2[79]|4-01)/.test(event.race.date ?? ''),
    )
    const corrections = results.slice(0, 24).map((event, i) => corrected(event, i, 86_400_000))
    console.log(`seed ${seed}`)
    const [shuffled] = fc.sample(
      fc.shuffledSubarray([...results, ...relevant, ...corrections], {
        minLength: results.length + relevant.length + corrections.length,
      }),
      { numRuns: 1, seed },
    )
    await apply(shuffled ?? [], 7)
    expect(await findDrift(pool)).toEqual([])
    const live = await dump()
    expect(live['ra_performance_by_distance']?.length).toBeGreaterThan(1000)

    await pool.query(readFileSync(join(shared ?? '', '../queries/rollback.sql'), 'utf8'))
    expect((await findDrift(pool, [publications.sires])).length).toBeGreaterThan(0)
    await recalculate(pool, '2025-04-02', Object.values(publications))
    expect(await dump()).toEqual(live)

    await reset(pool, Object.values(publications))
    await recalculate(pool, '2025-04-02', Object.values(publications))
    expect(await dump()).toEqual(live)
  },
)
