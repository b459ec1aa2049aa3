/** Events that are too many for memory, and still go into one transaction: taken in slice by slice. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resultFetched } from '../../lib/events/fetched.js'
import { topics } from '../../lib/events/topics.js'
import type { BatchSize } from '../../lib/projection/batchSize.js'
import { runProjection, type Projection } from '../../lib/projection/index.js'
import { applyGathered, type Gathering } from '../../lib/projection/projection.js'
import { resultRace } from '../racing/builders.js'
import { openHarness, type Harness } from './harness.js'

let harness: Harness
beforeEach(async () => {
  harness = await openHarness()
  await harness.pool.query('CREATE TABLE told (race_id text PRIMARY KEY)')
  // More than two slices hold.
  const long = 'x'.repeat(1.5 * 1024 * 1024)
  const fetch = { source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }
  for (let i = 0; i < 10; i += 1) {
    const raceId = `rac_${i}`
    const race = resultRace(['1'], { race_id: raceId, comments: long })
    await harness.log.append([await harness.codec.encode(resultFetched(fetch, 'results', raceId, race))])
  }
})
afterEach(() => harness.close())

/** Notes races, by batch as well; of the race `bad` it cannot. */
function noting(batches: string[][], bad: string): Projection {
  const gather = (): Gathering => {
    const races: string[] = []
    return {
      add: ({ event }) => void races.push(event.type === 'ResultFetched' ? event.race_id : ''),
      apply: async (client) => {
        batches.push(races)
        if (races.includes(bad)) throw new TypeError(`no ${bad}`)
        await client.query('INSERT INTO told SELECT unnest($1::text[])', [races])
      },
    }
  }
  return { group: 'noting', topics: [topics.results], gather, apply: applyGathered(gather) }
}

const all = Array.from({ length: 10 }, (_, i) => `rac_${i}`)
const many = { limits: () => ({ events: 1000, bytes: 64 * 1024 * 1024 }), measured: () => undefined }

async function run(projection: Projection, batchSize: BatchSize = many): Promise<string[]> {
  const running = runProjection(harness.options(projection, { batchSize }))
  await harness.applied(projection)
  await running.stop()
  const { rows } = await harness.pool.query<{ race_id: string }>('SELECT race_id FROM told ORDER BY race_id')
  return rows.map((row) => row.race_id)
}

test('several slices are one transaction', async () => {
  const batches: string[][] = []
  expect(await run(noting(batches, 'none'))).toEqual(all)
  expect(batches).toEqual([all])
}, 60_000)

test('the size of a transaction goes by each of them, not by all that are made of what was at hand', async () => {
  const batches: string[][] = []
  const measured: number[] = []
  const four = {
    limits: () => ({ ...many.limits(), events: 4 }),
    measured: (events: number) => void measured.push(events),
  }
  expect(await run(noting(batches, 'none'), four)).toEqual(all)
  expect(batches.length).toBeGreaterThan(1)
  expect(measured).toEqual(batches.map((races) => races.length))
}, 60_000)

test('an event among them that cannot be applied is found and set aside, and nothing else', async () => {
  const batches: string[][] = []
  expect(await run(noting(batches, 'rac_7'))).toEqual(all.filter((one) => one !== 'rac_7'))
  expect(batches[0]).toEqual(all)
  const { rows } = await harness.pool.query(
    'SELECT "offset"::int, octet_length(value) > 1000000 AS whole FROM dead_letters',
  )
  expect(rows).toEqual([{ offset: 7, whole: true }])
}, 60_000)
