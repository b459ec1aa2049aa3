/** Two consumers of one group, one of which rolls back or hangs in its transaction while the other takes over: exactly once. Run on each log. */
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCodec } from '../../lib/events/codec.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { topics } from '../../lib/events/topics.js'
import { createBatchSize } from '../../lib/projection/batchSize.js'
import type { Projection } from '../../lib/projection/projection.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { openHarness, type Harness } from '../projection/harness.js'
import { eventually } from '../support/eventually.js'
import { resultRace } from '../racing/builders.js'
import type { OpenPlace } from './place.js'

/** Counts deliveries, so that an event that is applied twice shows. */
const tally = 'CREATE TABLE tally (event_id text PRIMARY KEY, times int NOT NULL)'
const count = `INSERT INTO tally SELECT unnest($1::text[]), 1 ON CONFLICT (event_id) DO UPDATE SET times = tally.times + 1`

function counting(afterwards: (client: PoolClient) => Promise<void>): Projection {
  return {
    group: 'tally',
    topics: [topics.results],
    apply: async (events, client) => {
      await client.query(count, [events.map(({ event }) => ('event_id' in event ? event.event_id : ''))])
      await afterwards(client)
    },
  }
}

/** Runs it. */
export function sharedGroupContract(name: string, openPlace: OpenPlace): void {
  describe(`two consumers and a transaction that does not commit: ${name}`, () => {
    let harness: Harness
    let appended = 0
    beforeAll(async () => {
      harness = await openHarness(openPlace, 4)
      await harness.pool.query(tally)
    })
    afterAll(() => harness.close())

    async function append(events: number): Promise<void> {
      const ids = Array.from({ length: events }, (_unused, i) => `rac_${appended + i}`)
      appended += events
      await harness.log.append(
        await harness.codec.encodeMany(
          ids.map((id) => resultFetched({ source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }, 'results', id, resultRace(['1'], { race_id: id }))), // prettier-ignore
        ),
      )
    }
    async function expectOnce(): Promise<void> {
      const { rows } = await harness.pool.query(
        'SELECT count(*)::int AS events, coalesce(max(times), 0)::int AS most FROM tally',
      )
      expect(rows).toEqual([{ events: appended, most: 1 }])
      const groups = await harness.pool.query("SELECT events_applied::int AS applied FROM projection_groups WHERE group_name = 'tally'") // prettier-ignore
      expect(groups.rows).toEqual([{ applied: appended }])
      expect((await harness.pool.query('SELECT error_message FROM dead_letters')).rows).toEqual([])
    }
    /** A consumer with a client, codec and connections of its own, as in another process. */
    function start(afterwards: (client: PoolClient) => Promise<void>) {
      const log = harness.place.openLog()
      const running = runProjection(
        harness.options(counting(afterwards), {
          log,
          codec: createCodec({ registry: harness.place.openRegistry() }),
          pool: harness.database.pool('racing'),
          batchSize: createBatchSize({ most: 10 }),
          stallMs: 2000,
        }),
      )
      return {
        stop: async () => {
          await running.stop()
          await running.done
          await log.close()
        },
      }
    }
    const everything = () => harness.applied(counting(() => Promise.resolve()))

    test('one rolls back again and again, the other takes over; then both share the work', async () => {
      let failing = true
      const batches = { first: 0, second: 0, rolledBack: 0 }
      await append(120)
      const first = start(() => {
        if (failing) {
          batches.rolledBack += 1
          return Promise.reject(Object.assign(new Error('could not serialize access'), { code: '40001' }))
        }
        batches.first += 1
        return Promise.resolve()
      })
      await eventually('the first has rolled back', () => batches.rolledBack > 0)
      const second = start(() => {
        batches.second += 1
        return Promise.resolve()
      })
      await everything()
      expect(batches.first).toBe(0)
      await expectOnce()
      failing = false
      await eventually('both work', async () => {
        await append(20)
        await everything()
        return batches.first > 0 && batches.second > 0
      })
      await Promise.all([first.stop(), second.stop()])
      await expectOnce()
    })

    test('one hangs in its transaction, the other takes over; what the first then commits is refused', async () => {
      let release = () => {}
      const gate = new Promise<void>((resolve) => (release = resolve))
      let hanging: Promise<unknown> | undefined
      await append(60)
      const first = start((client) => {
        if (hanging !== undefined) return Promise.resolve()
        // What its transaction says when it wakes.
        hanging = gate.then(() => client.query('SELECT 1')).catch((error: unknown) => error)
        return gate
      })
      await eventually('the first hangs', () => hanging !== undefined)
      const second = start(() => Promise.resolve())
      await append(60)
      await everything()
      await expectOnce()
      release()
      expect(await hanging).toBeInstanceOf(Error)
      await append(20)
      await everything()
      await Promise.all([first.stop(), second.stop()])
      await expectOnce()
    })
  })
}
