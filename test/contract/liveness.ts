/**
 * Liveness is watched: what stalls is replaced, said in SQL and counted; what it leaves behind does no harm; whoever waits for a
 * position is told what is behind. Run on each log.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { goingByCourse, table } from '../../docs/examples/goingByCourse.js'
import { systemClock } from '../../lib/clock.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { topics } from '../../lib/events/topics.js'
import type { EventLog, SubscribeOptions, Subscription } from '../../lib/log/log.js'
import { WaitTimedOut } from '../../lib/projection/errors.js'
import { runProjection } from '../../lib/projection/index.js'
import type { Projection } from '../../lib/projection/projection.js'
import { waitFor } from '../../lib/projection/wait.js'
import { openHarness, type Harness } from '../projection/harness.js'
import { resultRace } from '../racing/builders.js'
import { eventually } from '../support/eventually.js'
import type { OpenPlace } from './place.js'
import { gate, silent, stallMs } from './silentSubscription.js'

const { group } = goingByCourse

const result = (raceId: string, going: string, hour = 20) =>
  resultFetched({ source: 'test', fetchedAt: Date.UTC(2025, 3, 1, hour), runId: null }, 'results', raceId, resultRace(['1'], { race_id: raceId, going })) // prettier-ignore

/** Runs it. */
export function livenessContract(name: string, openPlace: OpenPlace): void {
  describe(`liveness is watched: ${name}`, () => {
    let harness: Harness
    let appended = 0
    beforeAll(async () => {
      harness = await openHarness(openPlace)
      await harness.pool.query(table)
    })
    afterAll(() => harness.close())
    beforeEach(async () => {
      await harness.pool.query(
        'TRUNCATE going_by_course, projection_positions, projection_groups, dead_letters, outbox',
      )
    })

    async function append(...events: ReturnType<typeof result>[]): Promise<void> {
      appended += events.length
      await harness.log.append(await harness.codec.encodeMany(events))
    }

    async function state(): Promise<{ state: string; last_error: string | null; applied: number }> {
      const { rows } = await harness.pool.query<{ state: string; last_error: string | null; applied: number }>(
        'SELECT state, last_error, events_applied::int AS applied FROM projection_groups WHERE group_name = $1',
        [group],
      )
      return rows[0] ?? { state: 'none', last_error: null, applied: 0 }
    }

    /** The log with another way to subscribe; told which subscription of the group it is, from 1. */
    function subscribing(
      how: (options: SubscribeOptions, nth: number) => Promise<Subscription>,
    ): EventLog & { count: () => number } {
      let nth = 0
      return { ...harness.log, subscribe: (options) => how(options, ++nth), count: () => nth }
    }

    test('a silent stall: said in SQL with its reason, counted, replaced, and over', async () => {
      await append(result('rac_1', 'Good'))
      const seen = gate()
      const log = subscribing(async (options, nth) => {
        if (nth === 1) return silent(options, topics.results)
        await seen.passed
        return harness.log.subscribe(options)
      })
      const running = runProjection({ ...harness.options(goingByCourse), log, stallMs })
      await eventually('the group is stalled', async () => (await state()).state === 'stalled')
      expect((await state()).last_error).toMatch(/no position moved for \d+ s although there is lag/)
      const { rows: lag } = await harness.pool.query<{ behind: number; seconds: number }>(
        'SELECT sum(events_behind)::int AS behind, max(seconds_behind)::float AS seconds FROM projection_lag WHERE group_name = $1',
        [group],
      )
      expect(lag[0]?.behind).toBeGreaterThan(0)
      expect(lag[0]?.seconds).toBeGreaterThan(1)
      seen.open()
      await harness.applied(goingByCourse)
      await eventually('it runs again', async () => (await state()).state === 'running')
      expect(log.count()).toBe(2)
      expect(await harness.metrics.registry.getSingleMetricAsString('darkhorses_consumers_recycled_total')).toContain(
        `{group="${group}"} 1`,
      )
      await running.stop()
      await eventually('it says that it has stopped', async () => (await state()).state === 'stopped')
    })

    test('a batch left behind by a stall commits later; its successor neither applies it again nor loses its way', async () => {
      const [slow, committed] = [gate(), gate()]
      let [held, over] = [false, false]
      void slow.passed.then(() => (over = true))
      const projection: Projection = {
        ...goingByCourse,
        apply: async (events, client) => {
          if (!held) {
            held = true
            // It works all the time: a transaction that says nothing for so long is ended by the server.
            while (!over) await client.query('SELECT pg_sleep(0.1)')
          }
          await goingByCourse.apply(events, client)
        },
      }
      // As on Kafka: nobody asks whether the batch is still this consumer's, the positions decide.
      const endings: string[] = []
      const log = subscribing(async (options, nth) =>
        harness.log.subscribe({
          ...options,
          handleBatch: async (batch) => {
            if (nth === 2) {
              slow.open()
              await committed.passed
            }
            try {
              await options.handleBatch({ ...batch, confirm: () => Promise.resolve() })
              if (nth <= 2) endings.push(`${nth} committed`)
            } catch (error) {
              if (nth <= 2) endings.push(`${nth} ${error instanceof Error ? error.name : String(error)}`)
              throw error
            } finally {
              if (nth === 1) committed.open()
            }
          },
        }),
      )
      await append(result('rac_2', 'Soft'), result('rac_3', 'Heavy'))
      const running = runProjection({ ...harness.options(projection), log, stallMs })
      await eventually('the successor has noticed', () => log.count() >= 3)
      expect(endings).toEqual(['1 committed', '2 OffsetMoved'])
      await append(result('rac_4', 'Firm'))
      await harness.applied(projection)
      await running.stop()
      expect((await state()).applied).toBe(appended)
    })

    test('positions that a rollback moved back are noticed without a new event', async () => {
      await append(result('rac_5', 'Good'))
      const running = runProjection(harness.options(goingByCourse))
      await harness.applied(goingByCourse)
      // What a swap back to older tables does: rows and positions together.
      await harness.pool.query(
        'BEGIN; DELETE FROM going_by_course; UPDATE projection_positions SET next_offset = 0; COMMIT',
      )
      await eventually('the rows are there again', async () => {
        const { rows } = await harness.pool.query("SELECT 1 FROM going_by_course WHERE race_id = 'rac_5'")
        return rows.length === 1
      })
      await running.stop()
    })

    test('stopping does not wait for a batch, a log or a database that do not answer', async () => {
      await append(result('rac_6', 'Good'))
      const [inHand, never] = [gate(), gate()]
      const running = runProjection(
        harness.options({
          ...goingByCourse,
          apply: () => {
            inHand.open()
            return never.passed
          },
        }),
      )
      await inHand.passed
      await running.stop()
      never.open()
      await running.done
    })

    test('a batch that is left behind when the group stops is given up: its statement ends, nothing of it is kept, its rows are free', async () => {
      await append(result('rac_61', 'Good'))
      const sleeping = async () => {
        const { rows } = await harness.pool.query(
          "SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active' AND datname = current_database()",
        )
        return rows.length
      }
      const running = runProjection(
        harness.options({
          ...goingByCourse,
          apply: async (events, client) => {
            await goingByCourse.apply(events, client)
            await client.query('SELECT pg_sleep(600)')
          },
        }),
      )
      await eventually('the batch is in hand', async () => (await sleeping()) === 1)
      const { applied } = await state()
      await running.stop()
      await eventually('its statement has ended', async () => (await sleeping()) === 0)
      expect((await state()).applied).toBe(applied)
      const next = runProjection(harness.options(goingByCourse))
      await harness.applied(goingByCourse)
      await next.stop()
    })

    test('a group that was behind while nobody looked says since when its oldest event waits', async () => {
      await append(result('rac_7', 'Good'))
      const running = runProjection(harness.options(goingByCourse))
      await harness.applied(goingByCourse)
      await eventually('no lag', async () => {
        const { rows } = await harness.pool.query<{ seconds: number }>(
          'SELECT max(seconds_behind)::float AS seconds FROM projection_lag WHERE group_name = $1',
          [group],
        )
        return rows[0]?.seconds === 0
      })
      await running.stop()
      await append(result('rac_8', 'Soft'))
      const paused = runProjection({
        ...harness.options(goingByCourse),
        log: subscribing((options) => silent(options, topics.results)),
      })
      await eventually('the lag is said in seconds', async () => {
        const { rows } = await harness.pool.query<{ behind: number; seconds: number }>(
          'SELECT events_behind::int AS behind, seconds_behind::float AS seconds FROM projection_lag WHERE group_name = $1',
          [group],
        )
        // On Kafka the marker behind the event counts as well.
        const behind = rows[0]?.behind ?? 0
        return behind >= 1 && behind <= 2 && (rows[0]?.seconds ?? 0) > 1 && (rows[0]?.seconds ?? 0) < 60
      })
      await paused.stop()
    })

    test('waiting for a position that is not reached says what is behind', async () => {
      const position = { topic: topics.racecards, partition: 0, offset: 10_000n }
      const waiting = waitFor({ pool: harness.pool, group, positions: [position], timeoutMs: 100, clock: systemClock })
      await expect(waiting).rejects.toThrow(WaitTimedOut)
      await expect(waiting).rejects.toThrow(new RegExp(`${group} racecards/0 at 0 of 10000`))
    })
  })
}
