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
import { messageOf } from '../errors.js'
import type { Codec } from '../events/codec.js'
import { LeaseLost } from '../log/errors.js'
import type { EventLog, Position, TopicPartition } from '../log/log.js'
import type { Logger } from '../logger.js'
import type { Metrics } from '../metrics.js'
import { createApplier, type Committed } from './applyBatch.js'
import { createBatchSize, type BatchSize, type BatchSizeOptions } from './batchSize.js'
import { BadEventAmong, OffsetMoved } from './errors.js'
import { failureKind } from './failure.js'
import { loadPositions } from './positions.js'
import { partitionName } from '../log/partitionName.js'
import { gathersLittle, type Projection } from './projection.js'
import { storableText } from './storableText.js'
import { watch, type Finding } from './watchdog.js'

const setGroupState = sqlFile(import.meta.url, './sql/setGroupState.sql')

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

/** Waits of an outage, in ms: whoever waits for hours still goes on within seconds of its end. */
const pauses = [250, 500, 1000, 2000, 5000]
const longestPause = 5000

/** Batches of a projection that gathers little. */
const gathering: BatchSizeOptions = { targetMs: 10_000, most: 8000, bytes: 256 * 1024 * 1024 }

/** How much of the log is read at a time, and held until it is taken in. */
const sliceBytes = 4 * 1024 * 1024

/** How long `stop` waits for everything, a log or database that does not answer included, in ms. */
const patience = 5000

/** Errors after which the group reads on from its stored position. */
const goesOn = [OffsetMoved, LeaseLost, BadEventAmong]

/** Starts applying events to a projection; see the head of this file. */
export function runProjection(options: ProjectionOptions): RunningProjection {
  const { projection, log, codec, pool, clock, logger, metrics } = options
  const { group } = projection
  const batchSize = options.batchSize ?? createBatchSize(gathersLittle(projection) ? gathering : {})
  const stallMs = options.stallMs ?? 60_000
  const stopping = new AbortController()
  const abandoning = new AbortController()
  let progressed = false
  let leave: () => Promise<void> = () => Promise.resolve()

  async function setState(state: GroupState, error?: unknown): Promise<void> {
    await pool
      .query(setGroupState, [group, state, error === undefined ? null : storableText(messageOf(error)), clock.now()])
      .catch((unwritten: unknown) =>
        logger.warn({ group, state, err: unwritten }, 'the state of the group could not be written'),
      )
  }

  const apply = createApplier({
    ...{ projection, codec, pool, clock },
    sideEffects: options.sideEffects ?? true,
    holdMs: stallMs,
    abandon: abandoning.signal,
    limits: () => batchSize.limits(),
  })

  function tell({ applied, failed }: Committed): void {
    progressed = true
    metrics.eventsApplied.inc({ group }, applied)
    for (const { stored, error } of failed) {
      metrics.deadLetters.inc({ group })
      logger.error(
        { group, topic: stored.topic, partition: stored.partition, offset: stored.offset.toString(), err: error },
        'error: event set aside as a dead letter',
      )
    }
  }

  async function consume(): Promise<void> {
    let held: readonly TopicPartition[] = []
    const reached = new Map<string, bigint>()
    const note = (positions: readonly Position[]) => {
      for (const position of positions) reached.set(partitionName(position), position.offset)
    }
    const subscription = await log.subscribe({
      group,
      topics: projection.topics,
      positions: async (assigned) => {
        const positions = await loadPositions(pool, group, assigned)
        note(positions)
        return positions
      },
      handleBatch: async (batch) => {
        // By each transaction, as the size is that of one: a batch of several may take longer than one should.
        let since = clock.now().getTime()
        await apply(batch, (committed) => {
          note(committed.positions)
          tell(committed)
          const now = clock.now().getTime()
          batchSize.measured(committed.applied + committed.failed.length, now - since)
          since = now
        })
      },
      batchLimits: () => {
        const { events, bytes } = batchSize.limits()
        return { events, bytes: Math.min(Math.ceil(bytes / 2), sliceBytes) }
      },
      onAssignment: (assigned) => (held = assigned),
    })
    const over = new AbortController()
    // Leaves the batch in hand behind when it takes too long; then `done` would wait for it, and this does not.
    const left = new Promise<void>((resolve) => {
      leave = () => subscription.stop().then(resolve)
    })
    try {
      if (stopping.signal.aborted) await leave()
      await setState('running')
      const watched = watch(
        {
          ...{ group, topics: projection.topics, log, pool, clock, logger, stallMs, reached },
          held: () => held,
          onIdle: (ms) => metrics.groupStallSeconds.set({ group }, ms / 1000),
        },
        AbortSignal.any([over.signal, stopping.signal]),
      ).then((found) => (found === null ? new Promise<never>(() => undefined) : replace(found)))
      await Promise.race([subscription.done, left, watched])
    } finally {
      over.abort()
      leave = () => Promise.resolve()
    }
  }

  /** Gives up a consumer that makes no progress, or whose positions are not the stored ones any more; the loop starts another. */
  async function replace(found: Finding): Promise<void> {
    if (found === 'positions moved back') {
      logger.warn({ group }, 'the stored positions were moved back: going on from there')
    } else {
      const stalled = new Error(`no position moved for ${Math.round(found.stalledFor / 1000)} s although there is lag`)
      logger.warn({ group, err: stalled }, 'error: the consumer makes no progress: another takes its place')
      await setState('stalled', stalled)
      metrics.recycled.inc({ group })
      // It may be the batch that is too large to be done in time.
      batchSize.measured(0, found.stalledFor)
    }
    await leave()
  }

  async function run(): Promise<void> {
    // A counter that appears with its first event has no increase by it: they are there from the beginning.
    for (const counter of [metrics.eventsApplied, metrics.deadLetters, metrics.recycled]) counter.inc({ group }, 0)
    let outages = 0
    while (!stopping.signal.aborted) {
      progressed = false
      try {
        await consume()
      } catch (error) {
        if (progressed) outages = 0
        if (goesOn.some((kind) => error instanceof kind)) {
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
        const pause = pauses[outages] ?? longestPause
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
      const waited = new AbortController()
      const ended = leave()
        .then(() => done)
        .catch(() => undefined)
      await Promise.race([ended, clock.sleep(patience, waited.signal)])
      waited.abort()
      // A batch that was left behind would keep its connection, and the process, until its end.
      abandoning.abort()
    },
  }
}
