/**
 * The log as a rebuild sees it: it ends where the live group stands, so that the new tables never overtake the old ones.
 * Nobody else reads for a rebuild, so there are no leases; the compare-and-set of positions refuses a second one.
 */
import type { Clock } from '../clock.js'
import { consume, type GroupMember, type Source } from '../log/consume.js'
import type { EventLog, Position, TopicPartition } from '../log/log.js'
import { partitionName } from '../log/partitionName.js'

export interface Bound {
  /** Reading ends before these offsets; of a partition that is not named nothing is read. They only grow. */
  raise(positions: readonly Position[]): void
  of(partition: TopicPartition): bigint
  positions(): readonly Position[]
}

/** How often a reader at its bound looks whether it was raised, in ms. */
const lookMs = 20

/** Starts with nothing to read. */
export function createBound(): Bound {
  const ends = new Map<string, Position>()
  return {
    raise: (positions) => {
      for (const position of positions) {
        const before = ends.get(partitionName(position))?.offset ?? 0n
        ends.set(partitionName(position), position.offset > before ? position : { ...position, offset: before })
      }
    },
    of: (partition) => ends.get(partitionName(partition))?.offset ?? 0n,
    positions: () => [...ends.values()],
  }
}

function soleMember(partitions: readonly TopicPartition[]): GroupMember {
  const holding = partitions.map((one) => ({ ...one, generation: 0n }))
  return {
    holdings: () => Promise.resolve(holding),
    whileBusy: (work) => work(),
    confirm: () => Promise.resolve(),
    handled: () => undefined,
    leave: () => Promise.resolve(),
  }
}

function boundedSource(log: EventLog, bound: Bound, clock: Clock): Source {
  return {
    read: async (wanted, wait, signal) => {
      const read = await Promise.all(
        wanted.map(async (one) => {
          const end = bound.of(one)
          if (one.offset >= end) return { events: [], next: one.offset }
          const { topic, partition, offset: from, events: limit, bytes } = one
          const found = await log.read({ topic, partition, from, limit, bytes })
          const events = found.filter((event) => event.offset < end)
          const last = events.at(-1)
          // Nothing before the bound: what is left are offsets without an event (Kafka's transaction markers).
          const next = last === undefined || events.length < found.length ? end : last.offset + 1n
          return { events, next }
        }),
      )
      if (wait && read.every(({ events }, i) => events.length === 0 && read[i]?.next === wanted[i]?.offset))
        await clock.sleep(lookMs, signal)
      return read
    },
    bounds: (partitions) => Promise.resolve(partitions.map((one) => ({ first: 0n, next: bound.of(one) }))),
    idle: (signal) => clock.sleep(lookMs, signal),
    close: () => Promise.resolve(),
  }
}

/** A view of a log that ends at a bound. What it is asked beside reading goes to the log itself. */
export function boundedLog(log: EventLog, bound: Bound, clock: Clock): EventLog {
  return {
    ...log,
    ends: (topics) => Promise.resolve(bound.positions().filter((one) => topics.includes(one.topic))),
    subscribe: (subscription) => {
      const partitions = bound.positions().filter((one) => subscription.topics.includes(one.topic))
      return Promise.resolve(
        consume({ member: soleMember(partitions), source: boundedSource(log, bound, clock), clock }, subscription),
      )
    },
    close: () => Promise.resolve(),
  }
}
