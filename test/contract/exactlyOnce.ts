/**
 * Exactly once, decided by Postgres: two loops of one group, restarts anywhere, connections that break at any statement, a COMMIT
 * whose answer is lost, a subscription that falls silent. The tables are those of a clean run, and every event was counted once. Run on each log.
 */
import fc from 'fast-check'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool } from '../../lib/db/pool.js'
import { topics } from '../../lib/events/topics.js'
import type { EventLog } from '../../lib/log/log.js'
import { createBatchSize } from '../../lib/projection/batchSize.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { eventually } from '../support/eventually.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.js'
import { openHarness, raceTables, type Harness } from '../projection/harness.js'
import type { OpenPlace } from './place.js'
import { silent, stallMs } from './silentSubscription.js'

const shared = sharedData()
if (shared === null) console.warn('exactly once is not tried: there are no recorded days (set DARKHORSES_SHARED)')
const seed = Number(process.env['DARKHORSES_SEED'] ?? Date.now() % 1_000_000)
const small = (most: number) => createBatchSize({ most })

/** Runs it. */
export function exactlyOnceContract(name: string, openPlace: OpenPlace): void {
  describe.skipIf(shared === null)(`exactly once: ${name} (seed ${seed})`, () => {
    const recorded = shared === null ? [] : recordedEvents(shared)
    const events = [
      ...recorded.slice(0, 80),
      ...recorded.filter((event) => event.type === 'ResultFetched').slice(0, 80),
    ]
    let cleanTables: Record<string, readonly string[]>
    let harness: Harness
    let proxy: TcpProxy
    let throughProxy: Pool

    beforeAll(async () => {
      harness = await openHarness(openPlace)
      await harness.log.append(await harness.codec.encodeMany(events))
      const running = runProjection(harness.options())
      await harness.applied()
      await running.stop()
      cleanTables = await raceTables(harness.pool)
      const address = new URL(harness.database.url)
      proxy = await startTcpProxy(Number(address.port))
      address.port = String(proxy.port)
      throughProxy = createPool({ url: address.toString(), searchPath: ['racing', 'log'], applicationName: 'proxied' })
    })
    afterAll(async () => {
      await throughProxy.end()
      await proxy.close()
      await harness.close()
    })

    async function begin(): Promise<void> {
      await harness.pool.query(
        'TRUNCATE ra_races, ra_runners, ra_race_results, race_state, projection_positions, projection_groups, dead_letters, outbox',
      )
    }
    async function check(): Promise<void> {
      expect(await raceTables(harness.pool)).toEqual(cleanTables)
      const { rows } = await harness.pool.query('SELECT events_applied::int AS applied FROM projection_groups')
      expect(rows).toEqual([{ applied: events.length }])
      expect((await harness.pool.query('SELECT error_message FROM dead_letters')).rows).toEqual([])
    }

    test('loops that start and stop anywhere, alone and in pairs, with any batch size', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ most: fc.constantFrom(1, 3, 10, 40), events: fc.nat(60), pair: fc.boolean() }), {
            minLength: 2,
            maxLength: 6,
          }),
          async (turns) => {
            await begin()
            for (const { most, events: until, pair } of turns) {
              const loops = [0, ...(pair ? [1] : [])].map(() =>
                runProjection(harness.options(racesProjection(), { batchSize: small(most) })),
              )
              await eventually('some are applied', async () => {
                const { rows } = await harness.pool.query<{ done: boolean }>(
                  'SELECT coalesce(sum(events_applied), 0) >= least($1::int, $2::int) AS done FROM projection_groups',
                  [until, events.length],
                )
                return rows[0]?.done === true
              })
              await Promise.all(loops.map((loop) => loop.stop()))
            }
            const last = runProjection(harness.options())
            await harness.applied()
            await last.stop()
            await check()
          },
        ),
        { numRuns: Number(process.env['DARKHORSES_RESTARTS'] ?? 4), seed, endOnFailure: true },
      )
    })

    test('a COMMIT whose answer is lost is neither repeated nor forgotten', async () => {
      await begin()
      // Command complete: 'C', length, tag, NUL.
      const isCommit = (answer: Buffer) => answer.includes('C\0\0\0\x0bCOMMIT\0')
      const lost = [1, 2, 3].reduce((before) => before.then(() => proxy.loseThisAnswer(isCommit)), Promise.resolve())
      const running = runProjection(harness.options(undefined, { pool: throughProxy, batchSize: small(20) }))
      await lost
      await harness.applied()
      await running.stop()
      await check()
    })

    test('connections that break at any statement', async () => {
      await begin()
      const running = runProjection(harness.options(undefined, { pool: throughProxy, batchSize: small(10) }))
      const cuts = fc.sample(fc.integer({ min: 2_000, max: 400_000 }), { numRuns: 8, seed })
      for (const bytes of cuts) {
        const broken = proxy.cutAfter(bytes)
        const done = harness.applied().then(() => 'done')
        if ((await Promise.race([broken.then(() => 'broken'), done])) === 'done') break
        void done.catch(() => undefined)
      }
      await harness.applied()
      await running.stop()
      await check()
    })

    test('a subscription that falls silent is replaced, and nothing is applied twice', async () => {
      await begin()
      let subscriptions = 0
      const stalling: EventLog = {
        ...harness.log,
        subscribe: (options) => {
          subscriptions += 1
          return subscriptions > 1 ? harness.log.subscribe(options) : silent(options, topics.racecards)
        },
      }
      const running = runProjection({ ...harness.options(), log: stalling, stallMs })
      await harness.applied()
      await running.stop()
      await check()
      expect(subscriptions).toBe(2)
      expect(await harness.metrics.registry.getSingleMetricAsString('darkhorses_consumers_recycled_total')).toMatch(
        / 1$/m,
      )
    })
  })
}
