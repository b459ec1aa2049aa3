/** What a consumer has read ahead, and how batches are cut from it. */
import type { Batch, StoredEvent, TopicPartition } from './log.js'

/** One partition in hand: read up to `readTo`, handed out up to `handedTo`; what lies between is in `events` from `head` on. */
export interface Buffered extends TopicPartition {
  /** The lease or assignment that it is held under. */
  readonly generation: bigint
  events: StoredEvent[]
  head: number
  /** Next offset to read from the log. */
  readTo: bigint
  /** Next offset to hand out. */
  handedTo: bigint
  /** Bytes of the values that wait. */
  bytes: number
  /** How large an event is, about: the mean of the last read that found any. */
  eventBytes: number | null
  /** The last read found less than it asked for: nothing older than what others hold is missing here. */
  atEnd: boolean
}

export interface Limits {
  readonly events: number
  readonly bytes: number
}

/** An empty buffer that starts at an offset. */
export function emptyBuffer(partition: TopicPartition & { readonly generation: bigint }, from: bigint): Buffered {
  const { topic, partition: number, generation } = partition
  return {
    topic,
    partition: number,
    generation,
    events: [],
    head: 0,
    readTo: from,
    handedTo: from,
    bytes: 0,
    eventBytes: null,
    atEnd: false,
  }
}

export const sizeOf = (event: StoredEvent): number => event.value?.length ?? 0
export const waiting = (buffer: Buffered): number => buffer.events.length - buffer.head

/** Adds what was read within some limits; `next` is the offset after the last that was looked at. */
export function addRead(buffer: Buffered, events: readonly StoredEvent[], next: bigint, asked: Limits): void {
  buffer.events = buffer.head === buffer.events.length ? [...events] : [...buffer.events.slice(buffer.head), ...events]
  buffer.head = 0
  let bytes = 0
  for (const event of events) bytes += sizeOf(event)
  buffer.bytes += bytes
  if (events.length > 0) buffer.eventBytes = bytes / events.length
  buffer.readTo = next
  buffer.atEnd = events.length < asked.events && bytes < asked.bytes
}

/** Asked for however large events have been: those that come may be small. */
const fewest = 20

/**
 * How many events to ask for: at most so many, and not many more than so many bytes will hold. The embedded log measures all that are
 * asked for before it knows where the bytes end.
 */
export function eventsToAsk({ eventBytes }: Buffered, most: number, bytes: number): number {
  if (eventBytes === null) return most
  return Math.min(most, Math.max(fewest, Math.ceil((2 * bytes) / Math.max(1, eventBytes))))
}

/** The buffer with the oldest event; none where one is empty that has not been read to its end, which may have an older one. */
function oldestHead(buffers: readonly Buffered[]): Buffered | undefined {
  let oldest: Buffered | undefined
  let earliest = Infinity
  for (const buffer of buffers) {
    const timestamp = buffer.events[buffer.head]?.timestamp
    if (timestamp === undefined) {
      if (!buffer.atEnd) return undefined
    } else if (timestamp < earliest) [oldest, earliest] = [buffer, timestamp]
  }
  return oldest
}

/**
 * Takes the next batch: oldest first over all partitions (so that what belongs together, a race's card and its result, comes
 * together), each partition in offset order, within the limits but one event at least. Each range begins where the partition's last one ended; it reaches over offsets that hold no event (Kafka's
 * transaction markers) when nothing of the partition waits behind them. Undefined when there is nothing to hand out.
 */
export function takeBatch(buffers: readonly Buffered[], limits: Limits): Pick<Batch, 'events' | 'ranges'> | undefined {
  const events: StoredEvent[] = []
  let bytes = 0
  while (events.length < limits.events && (events.length === 0 || bytes < limits.bytes)) {
    const oldest = oldestHead(buffers)
    const event = oldest?.events[oldest.head]
    if (oldest === undefined || event === undefined) break
    oldest.head += 1
    oldest.bytes -= sizeOf(event)
    bytes += sizeOf(event)
    events.push(event)
  }
  const ranges: Batch['ranges'][number][] = []
  for (const buffer of buffers) {
    const next = buffer.events[buffer.head]?.offset ?? buffer.readTo
    if (next <= buffer.handedTo) continue
    ranges.push({ topic: buffer.topic, partition: buffer.partition, from: buffer.handedTo, next })
    buffer.handedTo = next
  }
  return ranges.length === 0 ? undefined : { events, ranges }
}
