/**
 * The loop around a projection.
 *
 * Every batch is one transaction: positions by compare-and-set, the log's own confirmation, the rows. So redelivery, two
 * consumers, a zombie and a COMMIT whose answer is lost change nothing: the stored position says what has happened, and the
 * loop always goes on from there. A batch that fails by a bad event is halved until the event is found and set aside;
 * outages are waited out with growing pauses; anything else ends the loop with its error.
 */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { transaction } from '../db/transaction.js'
import { messageOf } from '../errors.js'
import type { Codec } from '../events/codec.js'
import { LeaseLost } from '../log/errors.js'
import type { Batch, EventLog, StoredEvent, Subscription } from '../log/log.js'
import type { Logger } from '../logger.js'
import type { Metrics } from '../metrics.js'
import { createBatchSize, type BatchSize } from './batchSize.js'
import { setAside, type Failed } from './deadLetters.js'
import { OffsetMoved } from './errors.js'
import { recordPlaces } from './eventPlaces.js'
import { failureKind } from './failure.js'
import { createExpectedPositions, loadPositions, movePositionsIn, rangesUpTo } from './positions.js'
import type { Projection, ProjectionEvent } from './projection.js'
import { silentPlaces } from './silence.js'

const setGroupState = sqlFile(import.meta.url, './sql/setGroupState.sql')
const setEnds = sqlFile(import.meta.url, './sql/setEnds.sql')

export type GroupState = 'running' | 'retrying' | 'paused' | 'stalled' | 'stopped'

export interface ProjectionOptions {
  readonly projection: Projection
  readonly log: EventLog
  readonly codec: Codec
  /** Connections whose search_path leads to the projection's schema. */
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** False while a second schema is filled: nothing is told to the world twice. Default true. */
  readonly sideEffects?: boolean
  readonly batchSize?: BatchSize
  /** After how long without a moved position, while there is lag, the consumer is started anew, in ms; default 60,000. */
  readonly stallMs?: number
  /** Whether to wait for the end of an outage; default always. False ends the loop with the outage's error. */
  readonly waitOut?: (outage: unknown) => boolean
}

export interface RunningProjection {
  /** Resolves after `stop()`; rejects with what ended the loop. */
  readonly done: Promise<void>
  stop(): Promise<void>
}

/** Waits of an outage, in ms: quick at first, half a minute at most. */
const pauses = [250, 500, 1000, 2000, 5000, 10_000, 30_000]

class Recycled extends Error {}

/** Starts applying events to a projection; see the head of this file. */
export function runProjection(options: ProjectionOptions): RunningProjection {
  const { projection, log, codec, pool, clock, logger, metrics } = options
  const { group } = projection
  const sideEffects = options.sideEffects ?? true
  const batchSize = options.batchSize ?? createBatchSize()
  const stallMs = options.stallMs ?? 60_000
  const stopping = new AbortController()
  const expected = createExpectedPositions()
  let lastProgress = clock.now().getTime()
  let subscription: Subscription | undefined

  async function setState(state: GroupState, error?: unknown): Promise<void> {
    await pool
      .query(setGroupState, [group, state, error === undefined ? null : messageOf(error), clock.now()])
      .catch((unwritten: unknown) =>
        logger.warn({ group, state, err: unwritten }, 'the state of the group could not be written'),
      )
  }

  /** Commits part of a batch: positions, rows of the good events, and dead letters of the failed. */
  async function commit(
    batch: Batch,
    ranges: Batch['ranges'],
    good: readonly ProjectionEvent[],
    failed: readonly Failed[],
  ): Promise<void> {
    if (ranges.length === 0) return
    const events = [...good, ...failed].map((one) => one.stored)
    await transaction(pool, async (client) => {
      await movePositionsIn(client, group, ranges, expected, events)
      await batch.confirm(client)
      if (good.length > 0) await projection.apply(good, client)
      await recordPlaces(client, projection, events)
      if (failed.length > 0) {
        const told = await silentPlaces(client, group)
        for (const one of failed)
          await setAside(client, group, one, { codec, clock, sideEffects: sideEffects && !told(one.stored) })
      }
      await client.query('UPDATE projection_groups SET events_applied = events_applied + $2 WHERE group_name = $1', [
        group,
        good.length,
      ])
    })
    expected.set(ranges.map((range) => ({ topic: range.topic, partition: range.partition, offset: range.next })))
    lastProgress = clock.now().getTime()
    metrics.eventsApplied.inc({ group }, good.length)
    for (const { stored, error } of failed) {
      metrics.deadLetters.inc({ group })
      logger.error(
        { group, topic: stored.topic, partition: stored.partition, offset: stored.offset.toString(), err: error },
        'error: event set aside as a dead letter',
      )
    }
  }

  /** Applies consecutive events of a batch, halving where an event among them fails. */
  async function applyPart(batch: Batch, events: readonly StoredEvent[], last: boolean): Promise<void> {
    const good: ProjectionEvent[] = []
    const failed: Failed[] = []
    for (const stored of events) {
      try {
        good.push({ event: codec.decode(stored), stored })
      } catch (error) {
        if (projection.onBadEvent === 'pause') throw error
        failed.push({ stored, error })
      }
    }
    const ranges = rangesUpTo(
      batch,
      new Map(batch.ranges.map((range) => [`${range.topic}/${range.partition}`, expected.of(range)])),
      events,
      last,
    )
    try {
      await commit(batch, ranges, good, failed)
    } catch (error) {
      if (error instanceof OffsetMoved || error instanceof LeaseLost || failureKind(error) !== 'event') throw error
      const [only] = good
      if (events.length === 1 && only !== undefined) {
        if (projection.onBadEvent === 'pause') throw error
        await commit(batch, ranges, [], [{ stored: only.stored, error }])
        return
      }
      const middle = Math.ceil(events.length / 2)
      await applyPart(batch, events.slice(0, middle), false)
      await applyPart(batch, events.slice(middle), last)
    }
  }

  async function handleBatch(batch: Batch): Promise<void> {
    const started = clock.now().getTime()
    await codec.prepare(batch.events)
    await applyPart(batch, batch.events, true)
    batchSize.measured(batch.events.length, clock.now().getTime() - started)
  }

  async function consume(): Promise<void> {
    subscription = await log.subscribe({
      group,
      topics: projection.topics,
      positions: async (assigned) => {
        const positions = await loadPositions(pool, group, assigned)
        expected.set(positions)
        return positions
      },
      handleBatch,
      batchLimits: () => batchSize.limits(),
    })
    if (stopping.signal.aborted) await subscription.stop()
    await setState('running')
    await Promise.race([subscription.done, watch(subscription)])
  }

  /** Notes the end of the log for lag in SQL, and rejects when there is lag and no position has moved for too long. */
  async function watch(watched: Subscription): Promise<never> {
    let ended = false
    void watched.done.finally(() => (ended = true)).catch(() => undefined)
    while (!ended && !stopping.signal.aborted) {
      await clock.sleep(1000, stopping.signal)
      try {
        const ends = await log.ends(projection.topics)
        await pool.query(setEnds, [
          ends.map((e) => e.topic),
          ends.map((e) => e.partition),
          ends.map((e) => e.offset),
          clock.now(),
        ])
        // A rollback takes the tables back, and the positions with them, while nothing new may come for hours.
        const stored = await loadPositions(pool, group, ends)
        if (stored.some((position) => position.offset < expected.of(position))) {
          expected.set(stored)
          await watched.stop()
          throw new Recycled('the stored positions were moved back')
        }
        const idle = clock.now().getTime() - lastProgress
        const lag = ends.some((end) => end.offset > expected.of(end))
        metrics.groupStallSeconds.set({ group }, lag ? idle / 1000 : 0)
        if (!lag) lastProgress = clock.now().getTime()
        else if (idle > stallMs) {
          await setState(
            'stalled',
            new Error(`no position moved for ${Math.round(idle / 1000)} s although there is lag`),
          )
          metrics.recycled.inc({ group })
          lastProgress = clock.now().getTime()
          await watched.stop()
          throw new Recycled('the consumer was started anew')
        }
      } catch (error) {
        if (error instanceof Recycled) throw error
        logger.debug({ group, err: error }, 'the end of the log could not be read')
      }
    }
    return new Promise(() => undefined)
  }

  async function run(): Promise<void> {
    let outages = 0
    while (!stopping.signal.aborted) {
      const before = lastProgress
      try {
        await consume()
      } catch (error) {
        if (lastProgress !== before) outages = 0
        if (error instanceof OffsetMoved || error instanceof LeaseLost || error instanceof Recycled) {
          logger.warn({ group, err: error }, 'going on from the stored position')
          continue
        }
        const kind = failureKind(error)
        if (kind === 'event' && projection.onBadEvent === 'pause') {
          await setState('paused', error)
          logger.error(
            { group, err: error },
            'error: paused at a bad event; mend the cause, then start the group again',
          )
          return
        }
        if (kind !== 'outage' || options.waitOut?.(error) === false) {
          await setState('stopped', error)
          throw error
        }
        const pause = pauses[Math.min(outages, pauses.length - 1)] ?? 30_000
        outages += 1
        logger.warn({ group, err: error, pause }, 'error: outage, trying again')
        await setState('retrying', error)
        await clock.sleep(pause, stopping.signal)
      }
    }
    await setState('stopped')
  }

  const done = run()
  done.catch(() => undefined)
  return {
    done,
    stop: async () => {
      stopping.abort()
      await subscription?.stop()
      await done.catch(() => undefined)
    },
  }
}
