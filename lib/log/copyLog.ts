/**
 * A whole log into another one: every event of every partition, in order, with its bytes, headers and time, into the partition of the
 * same number. Offsets need not be the same (Kafka counts its transaction markers), their order is.
 *
 * A copy is begun on a target that holds nothing and can be taken up again. What was copied is noted after each append, so a note
 * can be behind the target by what a killed copy appended last: that is read back first and must be what the source has there,
 * byte for byte. Whatever else is in the target means that the target is not (or not only) a copy, and nothing is written.
 */
import { RacingError } from '../errors.js'
import type { EventLog, NewEvent, Position, StoredEvent, TopicPartition, TopicSpec } from './log.js'
import { partitionName } from './partitionName.js'

/** How far a partition is copied: the next offset to copy, and where it will be in the target at the earliest. */
export interface CopiedTo extends TopicPartition {
  readonly source: bigint
  readonly target: bigint
}

/** What is remembered of a copy between two logs. */
export interface CopyNotes {
  load(): Promise<readonly CopiedTo[]>
  save(at: CopiedTo): Promise<void>
}

export interface CopyProgress {
  readonly topic: string
  readonly partition: number
  /** Events appended by this process so far, in all partitions. */
  readonly copied: number
}

export interface CopyOptions {
  readonly source: EventLog
  readonly target: EventLog
  readonly notes: CopyNotes
  /** Only these; all where left out. */
  readonly topics?: readonly string[]
  readonly onProgress?: (progress: CopyProgress) => void
  readonly signal?: AbortSignal
}

export interface CopiedTopic {
  readonly topic: string
  readonly partitions: number
  /** Events copied by this run, and found copied by an earlier one but not noted. */
  readonly copied: number
  readonly found: number
}

/** The target is not what a copy of this log would be. */
export class CopyRefused extends RacingError {
  readonly code = 'LOG_COPY_REFUSED'
  readonly retriable = false
}

const readAtOnce = { limit: 2000, bytes: 4 * 1024 * 1024 }

const headersText = (headers: StoredEvent['headers']) =>
  JSON.stringify(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/** Whether two stored events are the same but for their offsets. */
export function sameEvent(a: StoredEvent, b: StoredEvent): boolean {
  const sameValue = a.value === null || b.value === null ? a.value === b.value : a.value.equals(b.value)
  return (
    sameValue && a.key === b.key && a.timestamp === b.timestamp && headersText(a.headers) === headersText(b.headers)
  )
}

const copyOf = ({ topic, partition, key, value, headers, timestamp }: StoredEvent): NewEvent => ({
  topic,
  key,
  value,
  headers,
  copied: { partition, timestamp },
})

async function prepare(options: CopyOptions, specs: readonly TopicSpec[], noted: Map<string, CopiedTo>): Promise<void> {
  const { source, target } = options
  const there = new Map((await target.topics()).map((one) => [one.topic, one.partitions]))
  for (const { topic, partitions } of specs) {
    const held = there.get(topic)
    if (held === undefined) continue
    for (let partition = 0; partition < held; partition += 1) {
      if (noted.has(partitionName({ topic, partition }))) continue
      const [event] = await target.read({ topic, partition, from: 0n, limit: 1 })
      if (event !== undefined)
        throw new CopyRefused(
          `The ${target.kind} log is not empty: ${topic}/${partition} holds events that no copy of this ${source.kind} log put there. ` +
            'Copy into an empty log (another database, or another TOPIC_PREFIX).',
          { topic, partition },
        )
    }
    if (held !== partitions)
      throw new CopyRefused(
        `Topic ${topic} has ${partitions} partitions in the ${source.kind} log and ${held} in the ${target.kind} log: ` +
          'keys would change places. Delete the empty topic there; the copy creates it.',
        { topic, partitions, held },
      )
  }
  await target.createTopics(specs)
  // Noted before the first event: what a killed copy appended without a note is then known to be ours.
  for (const { topic, partitions } of specs) {
    for (let partition = 0; partition < partitions; partition += 1) {
      const name = partitionName({ topic, partition })
      if (noted.has(name)) continue
      const begun = { topic, partition, source: 0n, target: 0n }
      await options.notes.save(begun)
      noted.set(name, begun)
    }
  }
}

/** Finds what an earlier run appended without noting it; returns where to go on, and how much was found. */
async function reconcile(options: CopyOptions, from: CopiedTo): Promise<{ at: CopiedTo; found: number }> {
  const { source, target, notes } = options
  const { topic, partition } = from
  let at = from
  let found = 0
  for (;;) {
    const ahead = await target.read({ topic, partition, from: at.target, ...readAtOnce })
    if (ahead.length === 0) return { at, found }
    const own = await source.read({
      topic,
      partition,
      from: at.source,
      limit: ahead.length,
      bytes: Number.MAX_SAFE_INTEGER,
    })
    const both = Math.min(own.length, ahead.length)
    const differing =
      own.length === 0 ? 0 : ahead.slice(0, both).findIndex((event, i) => !sameEvent(event, own[i] as StoredEvent))
    if (differing >= 0)
      throw new CopyRefused(
        `The ${target.kind} log has gone its own way: ${topic}/${partition} offset ${ahead[differing]?.offset} is no event of the ` +
          `${source.kind} log. Something appends to it already, so there is nothing left to copy; or it is the copy of another log.`,
        { topic, partition },
      )
    const [last, lastOwn] = [ahead[both - 1], own[both - 1]]
    if (last === undefined || lastOwn === undefined) return { at, found }
    found += both
    at = { ...at, source: lastOwn.offset + 1n, target: last.offset + 1n }
    await notes.save(at)
  }
}

/**
 * Copies what the source holds when each partition's turn comes, and what is appended to it until then.
 * @throws CopyRefused where the target holds something else; LogUnavailable, after which the copy can be taken up again
 */
export async function copyLog(options: CopyOptions): Promise<readonly CopiedTopic[]> {
  const { source, target, notes, topics, signal } = options
  const specs = (await source.topics()).filter(({ topic }) => topics === undefined || topics.includes(topic))
  const noted = new Map((await notes.load()).map((one) => [partitionName(one), one]))
  await prepare(options, specs, noted)
  const results: CopiedTopic[] = []
  let copied = 0
  for (const { topic, partitions } of specs) {
    const before = copied
    let found = 0
    for (let partition = 0; partition < partitions; partition += 1) {
      const start = noted.get(partitionName({ topic, partition })) ?? { topic, partition, source: 0n, target: 0n }
      const reconciled = await reconcile(options, start)
      let { at } = reconciled
      found += reconciled.found
      while (signal?.aborted !== true) {
        const events = await source.read({ topic, partition, from: at.source, ...readAtOnce })
        const last = events.at(-1)
        if (last === undefined) break
        const positions = await target.append(events.map(copyOf))
        at = { ...at, source: last.offset + 1n, target: (positions.at(-1) as Position).offset + 1n }
        await notes.save(at)
        copied += events.length
        options.onProgress?.({ topic, partition, copied })
      }
    }
    results.push({ topic, partitions, copied: copied - before, found })
  }
  return results
}

/**
 * Reads both logs whole and compares them event by event. Returns the number of events, which are all the same.
 * @throws CopyRefused naming the first that differs
 */
export async function compareLogs(source: EventLog, target: EventLog, topics?: readonly string[]): Promise<number> {
  let compared = 0
  for (const { topic, partitions } of await source.topics()) {
    if (topics !== undefined && !topics.includes(topic)) continue
    for (let partition = 0; partition < partitions; partition += 1) {
      const [left, right] = [walk(source, { topic, partition }), walk(target, { topic, partition })]
      for (;;) {
        const [a, b] = [await left.next(), await right.next()]
        if (a.done === true && b.done === true) break
        if (a.done === true || b.done === true || !sameEvent(a.value, b.value))
          throw new CopyRefused(
            `The logs differ in ${topic}/${partition}: ${a.done === true ? `the ${source.kind} log ends` : `offset ${a.value.offset} of the ${source.kind} log`} where ` +
              `${b.done === true ? `the ${target.kind} log ends` : `the ${target.kind} log has offset ${b.value.offset}`}.`,
            { topic, partition },
          )
        compared += 1
      }
    }
  }
  return compared
}

async function* walk(log: EventLog, { topic, partition }: TopicPartition): AsyncGenerator<StoredEvent, undefined> {
  let from = 0n
  for (;;) {
    const events = await log.read({ topic, partition, from, ...readAtOnce })
    const last = events.at(-1)
    if (last === undefined) return undefined
    yield* events
    from = last.offset + 1n
  }
}
