/**
 * The consumer of both adapters: takes what its group gives it, reads ahead, hands out batches.
 *
 * joining → holding partitions → (reading | handling while the next batch is read) → left
 *
 * What differs between the adapters is behind two small interfaces: a `Source` reads partitions, a `GroupMember` shares them
 * out. Partitions change hands only between batches, so a consumer goes into a rebalance with empty hands. One slice is read
 * while another is handled, so memory holds two at most, whatever the lag.
 */
import type { PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { addRead, emptyBuffer, eventsToAsk, takeBatch, waiting, type Buffered, type Limits } from './buffers.js'
import { PositionOutOfRange } from './errors.js'
import type { Position, Slice, StoredEvent, SubscribeOptions, Subscription, TopicPartition } from './log.js'
import { partitionName } from './partitionName.js'

export interface HeldPartition extends TopicPartition {
  /** Grows with every change of hands. */
  readonly generation: bigint
}

/** One consumer's part in a group. */
export interface GroupMember {
  /** What is held now. Called before each batch and while waiting; rejects when membership has ended. */
  holdings(): Promise<readonly HeldPartition[]>
  /** Runs the handling of a batch; nothing changes hands meanwhile. */
  whileBusy(work: () => Promise<void>): Promise<void>
  /** Throws `LeaseLost` when one of these is not held any more; called in the caller's transaction. */
  confirm(client: PoolClient, partitions: readonly HeldPartition[]): Promise<void>
  /** Told how far batches have been handled. */
  handled(positions: readonly Position[]): void
  leave(): Promise<void>
}

export interface Wanted extends Position {
  readonly events: number
  readonly bytes: number
}

/** What was read of a partition, and the offset after the last that was looked at. */
export interface Read {
  readonly events: readonly StoredEvent[]
  readonly next: bigint
}

/** Where events are read from. */
export interface Source {
  /** Reads on, in the order of `wanted`. With `wait` it may take its time while there is nothing (a second or less). */
  read(wanted: readonly Wanted[], wait: boolean, signal: AbortSignal): Promise<readonly Read[]>
  /** First and next offset of partitions, in the order given. */
  bounds(partitions: readonly TopicPartition[]): Promise<readonly { first: bigint; next: bigint }[]>
  /** Returns soon: there is nothing to read because no partition is held. */
  idle(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export interface ConsumerParts {
  readonly member: GroupMember
  readonly source: Source
  readonly clock: Clock
}

const defaultLimits: Limits = { events: 1000, bytes: 16 * 1024 * 1024 }
/** How long `stop` waits for the batch in hand before it leaves the group without it, and then for the leaving, in ms. */
const patience = { batch: 3500, leaving: 1400 }

/** Starts the consumer. */
export function consume({ member, source, clock }: ConsumerParts, options: SubscribeOptions): Subscription {
  const stopping = new AbortController()
  const held = new Map<string, Buffered>()
  const limits = () => options.batchLimits?.() ?? defaultLimits
  let left: Promise<void> | undefined
  const leave = () => (left ??= member.leave().finally(() => source.close()))

  async function gain(gained: readonly HeldPartition[]): Promise<void> {
    const positions = new Map((await options.positions(gained)).map((one) => [partitionName(one), one.offset]))
    const bounds = await source.bounds(gained)
    for (const [i, partition] of gained.entries()) {
      const offset = positions.get(partitionName(partition)) ?? 0n
      const { first, next } = bounds[i] ?? { first: 0n, next: offset }
      if (offset < first || offset > next)
        throw new PositionOutOfRange(options.group, { ...partition, offset }, first, next)
      held.set(partitionName(partition), emptyBuffer(partition, offset))
    }
  }

  async function takePart(): Promise<void> {
    const now = new Map((await member.holdings()).map((one) => [partitionName(one), one]))
    let changed = false
    for (const [name, { generation }] of held) {
      if (now.get(name)?.generation !== generation) changed = held.delete(name)
    }
    const gained = [...now.values()].filter((one) => !held.has(partitionName(one)))
    if (gained.length > 0) await gain(gained)
    if (changed || gained.length > 0) {
      options.onAssignment?.([...held.values()].map(({ topic, partition }) => ({ topic, partition })))
    }
  }

  async function readOn(wait: boolean): Promise<void> {
    const { events, bytes } = limits()
    const buffers = [...held.values()]
    // To each its share: one that is empty is read whatever waits in the others, which may have to wait for it.
    const active = buffers.filter((buffer) => waiting(buffer) > 0 || !buffer.atEnd).length
    const share = Math.ceil(bytes / Math.max(1, active))
    const hungry = buffers.filter((buffer) => waiting(buffer) < events && buffer.bytes < share)
    if (hungry.length === 0) return
    const wanted = hungry.map((buffer) => ({
      topic: buffer.topic,
      partition: buffer.partition,
      offset: buffer.readTo,
      events: eventsToAsk(buffer, events - waiting(buffer), share - buffer.bytes),
      bytes: share - buffer.bytes,
    }))
    const mayWait = wait && hungry.length === buffers.length && buffers.every((buffer) => waiting(buffer) === 0)
    const read = await source.read(wanted, mayWait, stopping.signal)
    for (const [i, buffer] of hungry.entries()) {
      const [one, asked] = [read[i], wanted[i]]
      // A partition may have changed hands while it was read: what was read of it then is nobody's.
      if (one !== undefined && asked !== undefined && held.get(partitionName(buffer)) === buffer)
        addRead(buffer, one.events, one.next, asked)
    }
  }

  let ahead: Promise<void> | undefined

  /** What was read ahead. */
  async function readAhead(): Promise<void> {
    const reading = ahead
    ahead = undefined
    await reading
  }

  /** The next of what was read, if there is anything; what comes behind it is read meanwhile. */
  function take(): Slice | undefined {
    const slice = takeBatch([...held.values()], limits())
    if (slice === undefined) return undefined
    ahead = readOn(false)
    ahead.catch(() => undefined)
    return slice
  }

  async function handle(first: Slice): Promise<void> {
    const partitions = new Map<string, HeldPartition>()
    const reached = new Map<string, Position>()
    const note = ({ ranges }: Slice) => {
      for (const { topic, partition, next } of ranges) {
        const name = partitionName({ topic, partition })
        const one = held.get(name)
        if (one !== undefined) partitions.set(name, one)
        reached.set(name, { topic, partition, offset: next })
      }
    }
    note(first)
    await member.whileBusy(() =>
      options.handleBatch({
        ...first,
        more: async () => {
          if (stopping.signal.aborted) return undefined
          await readAhead()
          const slice = take()
          if (slice !== undefined) note(slice)
          return slice
        },
        confirm: (client) => member.confirm(client, [...partitions.values()]),
      }),
    )
    member.handled([...reached.values()])
  }

  async function run(): Promise<void> {
    try {
      while (!stopping.signal.aborted) {
        await readAhead()
        await takePart()
        if (held.size === 0) {
          await source.idle(stopping.signal)
          continue
        }
        const batch = take()
        if (batch === undefined) await readOn(true)
        else await handle(batch)
      }
    } finally {
      await ahead?.catch(() => undefined)
      // Leaving spares the others the wait for the lease; where it fails, the lease runs out by itself.
      await leave().catch(() => undefined)
    }
  }

  /** Waits for the end of some work, good or bad, so many ms at most. */
  async function within(ms: number, work: Promise<unknown>): Promise<void> {
    const waited = new AbortController()
    await Promise.race([work.catch(() => undefined), clock.sleep(ms, waited.signal)])
    waited.abort()
  }

  const done = run()
  done.catch(() => undefined)
  return {
    done,
    stop: async () => {
      stopping.abort()
      await within(patience.batch, done)
      // A batch that takes longer is left behind: its lease is given back, so `confirm` or the positions refuse it.
      await within(patience.leaving, leave())
    },
  }
}
