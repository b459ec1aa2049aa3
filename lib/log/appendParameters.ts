import type { NewEvent, Position } from './log.js'

/** The parameters $1 to $10 of appendEvents.sql. */
export interface AppendParameters {
  readonly values: readonly unknown[]
  /** Per event: which target, from 1, and its place within the append's share of it, from 0. */
  readonly targets: readonly number[]
  readonly places: readonly number[]
}

const none = Buffer.alloc(0)

/**
 * Packs events for one statement. All values travel in one binary parameter, cut up again by lengths and starts: an array of
 * values would be written out in hexadecimal and parsed again.
 */
export function appendParameters(events: readonly NewEvent[], partitions: readonly number[]): AppendParameters {
  const nths = new Map<string, number>()
  const topics: string[] = []
  const numbers: number[] = []
  const counts: number[] = []
  const targets: number[] = []
  const places: number[] = []
  const lengths: number[] = []
  const starts: number[] = []
  let start = 1
  for (const [i, event] of events.entries()) {
    const partition = partitions[i] ?? 0
    const name = `${partition} ${event.topic}`
    let nth = nths.get(name)
    if (nth === undefined) {
      nth = topics.push(event.topic)
      numbers.push(partition)
      counts.push(0)
      nths.set(name, nth)
    }
    const place = counts[nth - 1] ?? 0
    counts[nth - 1] = place + 1
    targets.push(nth)
    places.push(place)
    lengths.push(event.value === null ? -1 : event.value.length)
    starts.push(start)
    start += event.value?.length ?? 0
  }
  const keys = events.map((event) => event.key)
  const headers = events.map((event) => (event.headers === undefined ? '{}' : JSON.stringify(event.headers)))
  const bytes = Buffer.concat(events.map((event) => event.value ?? none))
  return { values: [topics, numbers, counts, targets, places, keys, lengths, starts, headers, bytes], targets, places }
}

/** Each event's position, from the first offsets that the targets were given. */
export function positionsOf(
  events: readonly NewEvent[],
  partitions: readonly number[],
  { targets, places }: AppendParameters,
  first: readonly { nth: number; first_offset: bigint }[],
): Position[] {
  const offsets = new Map(first.map((row) => [row.nth, row.first_offset]))
  return events.map((event, i) => ({
    topic: event.topic,
    partition: partitions[i] ?? 0,
    offset: (offsets.get(targets[i] ?? 0) ?? 0n) + BigInt(places[i] ?? 0),
  }))
}
