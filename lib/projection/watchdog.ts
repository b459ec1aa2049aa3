/**
 * Liveness of one group, looked at every second while it consumes: how far the log reaches and since when the oldest event
 * waits are noted in Postgres, and a consumer that is stuck is told from one that has nothing to do.
 *
 * Progress is the *stored* position of what comes next, whoever moves it: with two consumers, what one holds is no stall of the
 * other. A consumer answers for the partitions it holds, and for all of them while it holds none. It takes the oldest event of them
 * first, so that a partition of later events rightly stands still for as long as others are behind.
 */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import type { EventLog, Position, TopicPartition } from '../log/log.js'
import type { Logger } from '../logger.js'
import { storedPositions } from './positions.js'
import { partitionName } from '../log/partitionName.js'

const setEnds = sqlFile(import.meta.url, './sql/setEnds.sql')
const setWaiting = sqlFile(import.meta.url, './sql/setWaiting.sql')

export interface WatchOptions {
  readonly group: string
  readonly topics: readonly string[]
  readonly log: EventLog
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly stallMs: number
  /** The partitions that the consumer holds now. */
  readonly held: () => readonly TopicPartition[]
  /** How far it has taken partitions, by their names. */
  readonly reached: ReadonlyMap<string, bigint>
  /** Told for how long, in ms, the event that comes next has been the same; 0 without lag. */
  readonly onIdle: (ms: number) => void
}

/** Why a consumer has to be replaced. */
export type Finding = { readonly stalledFor: number } | 'positions moved back'

/** Watches until something is found (then resolves with it) or the signal is aborted (then with null). */
export async function watch(options: WatchOptions, signal: AbortSignal): Promise<Finding | null> {
  const { group, topics, log, pool, clock, logger, stallMs, held, reached, onIdle } = options
  let next: { readonly events: string; readonly since: number } | undefined

  /** Times of the oldest events that wait, by the names of partitions with lag. */
  async function oldestWaiting(lagging: readonly Position[]): Promise<ReadonlyMap<string, number | undefined>> {
    const oldest = await Promise.all(
      lagging.map(async ({ topic, partition, offset }) => {
        const [event] = await log.read({ topic, partition, from: offset, limit: 1 })
        return [partitionName({ topic, partition }), event?.timestamp] as const
      }),
    )
    return new Map(oldest)
  }

  /** For how long the event that the consumer has to take next has been the same, in ms; all that are equally old count as one. */
  function idleTime(lagging: readonly Position[], waiting: ReadonlyMap<string, number | undefined>): number {
    const now = clock.now().getTime()
    const own = new Set(held().map(partitionName))
    const ownLagging = lagging
      .map((position) => ({ name: partitionName(position), offset: position.offset }))
      .filter(({ name }) => own.size === 0 || own.has(name))
      .map((one) => ({ ...one, time: waiting.get(one.name) ?? Infinity }))
    const earliest = Math.min(...ownLagging.map(({ time }) => time))
    const events = ownLagging
      .filter(({ time }) => time === earliest)
      .map(({ name, offset }) => `${name} ${offset}`)
      .join()
    if (next?.events !== events) next = { events, since: now }
    return ownLagging.length === 0 ? 0 : now - next.since
  }

  /** Since when the oldest event of each partition waits: its own time, or now where none does. */
  async function noteWaiting(
    stored: readonly Position[],
    waiting: ReadonlyMap<string, number | undefined>,
  ): Promise<void> {
    const now = clock.now()
    await pool.query(setWaiting, [
      group,
      stored.map((one) => one.topic),
      stored.map((one) => one.partition),
      stored.map((one) => storableTime(waiting.get(partitionName(one)), now)),
    ])
  }

  async function look(): Promise<Finding | null> {
    const ends = await log.ends(topics)
    await pool.query(setEnds, [
      ends.map((end) => end.topic),
      ends.map((end) => end.partition),
      ends.map((end) => end.offset),
      clock.now(),
    ])
    // Taken before the stored positions are: those only grow meanwhile, unless somebody moved them back.
    const known = held().map((one) => [partitionName(one), reached.get(partitionName(one)) ?? 0n] as const)
    const of = new Map((await storedPositions(pool, group, ends)).map((one) => [partitionName(one), one.offset]))
    const stored = ends.map((end) => ({ ...end, offset: of.get(partitionName(end)) ?? 0n }))
    // A rollback takes the tables back, and the positions with them, while nothing new may come for hours.
    if (known.some(([name, offset]) => (of.get(name) ?? 0n) < offset)) return 'positions moved back'
    const lagging = stored.filter((one, i) => one.offset < (ends[i]?.offset ?? 0n))
    const waiting = await oldestWaiting(lagging)
    const idle = idleTime(lagging, waiting)
    onIdle(idle)
    if (idle > stallMs) return { stalledFor: idle }
    await noteWaiting(stored, waiting)
    return null
  }

  while (!signal.aborted) {
    await clock.sleep(1000, signal)
    if (signal.aborted) break
    try {
      const found = await look()
      if (found !== null) return found
    } catch (error) {
      // The consumer meets the same outage and says so; the watch goes on when it is over.
      logger.debug({ group, err: error }, 'the group could not be watched')
    }
  }
  return null
}

/** Producers may write any time they like into an event; Postgres and Date hold less. */
function storableTime(timestamp: number | undefined, now: Date): Date {
  return timestamp === undefined || !(timestamp > 0) || timestamp > now.getTime() ? now : new Date(timestamp)
}
