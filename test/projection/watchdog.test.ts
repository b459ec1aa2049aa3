/** What counts as a stall, with a clock that is moved by hand: a second at every look. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Clock } from '../../lib/clock.js'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { topics } from '../../lib/events/topics.js'
import type { Position } from '../../lib/log/log.js'
import { watch, type Finding } from '../../lib/projection/watchdog.js'
import { cardRace, resultRace } from '../racing/builders.js'
import { openHarness, type Harness } from './harness.js'

const group = 'watched'
const read = [topics.results, topics.racecards]
const stallMs = 5000
const results = 20

let harness: Harness
beforeEach(async () => {
  harness = await openHarness()
  const fetch = { source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }
  for (let i = 0; i < results; i += 1) {
    const raceId = `rac_${i}`
    const event = resultFetched(fetch, 'results', raceId, resultRace(['1'], { race_id: raceId }))
    await harness.log.append([await harness.codec.encode(event)])
  }
  // What comes later waits for all of them.
  await harness.log.append([
    await harness.codec.encode(racecardFetched(fetch, 'rac_card', cardRace(['1'], { race_id: 'rac_card' }))),
  ])
})
afterEach(() => harness.close())

async function moveTo(topic: string, offset: number): Promise<void> {
  await harness.pool.query(
    `INSERT INTO projection_positions (group_name, topic, partition, next_offset) VALUES ($1, $2, 0, $3)
     ON CONFLICT (group_name, topic, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset`,
    [group, topic, offset],
  )
}

/** Watches for so many looks, doing something before each; returns what was found and the longest time told. */
async function watched(
  looks: number,
  before: (look: number) => Promise<void>,
): Promise<{ found: Finding | null; longest: number }> {
  const over = new AbortController()
  let [at, look, longest] = [Date.UTC(2025, 3, 2), 0, 0]
  const clock: Clock = {
    now: () => new Date(at),
    sleep: async () => {
      if (look === looks) {
        over.abort()
        return
      }
      at += 1000
      await before(look)
      look += 1
    },
  }
  const { log, pool } = harness
  const { logger } = harness.options()
  const held: Position[] = read.map((topic) => ({ topic, partition: 0, offset: 0n }))
  const found = await watch(
    {
      ...{ group, topics: read, log, pool, clock, logger, stallMs },
      held: () => held,
      reached: new Map(),
      onIdle: (ms) => (longest = Math.max(longest, ms)),
    },
    over.signal,
  )
  return { found, longest }
}

test('a partition of later events may stand still for as long as earlier ones are applied', async () => {
  const { found, longest } = await watched(results, (look) => moveTo(topics.results, look))
  expect(found).toBeNull()
  expect(longest).toBeLessThan(2000)
})

test('when it is its turn, it may not', async () => {
  const { found } = await watched(results, (look) => moveTo(topics.results, look < 5 ? look : results))
  expect(found).toEqual({ stalledFor: 6000 })
})

test('nor may what comes first, whatever else moves', async () => {
  await moveTo(topics.results, 3)
  const { found } = await watched(results, (look) => moveTo(topics.racecards, look % 2))
  expect(found).toEqual({ stalledFor: 6000 })
})

test('without lag there is no stall', async () => {
  await moveTo(topics.results, results)
  await moveTo(topics.racecards, 1)
  expect(await watched(results, () => Promise.resolve())).toEqual({ found: null, longest: 0 })
})
