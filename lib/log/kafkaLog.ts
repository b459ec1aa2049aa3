/**
 * The event log on a Kafka cluster. Appends are transactions of an idempotent producer, reads are of committed events only,
 * topics keep everything for ever. Topics carry a prefix on the cluster and none outside of this file.
 */
import type { Admin } from 'kafkajs'
import type { Clock } from '../clock.js'
import { consume, type Read, type Source, type Wanted } from './consume.js'
import { TopicMissing } from './errors.js'
import { openAppender } from './kafkaAppend.js'
import { createClients, fewRetries, type KafkaClient, type KafkaClientOptions } from './kafkaClient.js'
import { isLostConnection, isPassing, logError } from './kafkaErrors.js'
import { joinKafkaGroup, type Seats } from './kafkaGroup.js'
import { openReader, type KafkaReader, type TopicNames } from './kafkaReader.js'
import type { EventLog, Position, StoredEvent, TopicPartition, TopicSpec } from './log.js'

export interface KafkaLogOptions extends KafkaClientOptions {
  /** In front of every topic and group on the cluster; may be empty. */
  readonly topicPrefix: string
  readonly clock: Clock
  /** How long a silent consumer keeps its partitions, in ms; default 12,000. */
  readonly sessionMs?: number
}

/** Facts are kept for ever; a race with all its odds must fit. */
const topicSettings = {
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'cleanup.policy': 'delete',
  'max.message.bytes': String(8 * 1024 * 1024),
}
/** How long a reader waits at the end of the log before it asks again, in ms. */
const pollMs = 500

const partitionsOf = ({ topic, partitions }: TopicSpec): TopicPartition[] =>
  Array.from({ length: partitions }, (_unused, partition) => ({ topic, partition }))

/** Opens the log of a cluster. Nothing is connected until it is used. */
export function createKafkaLog(options: KafkaLogOptions): EventLog {
  const { topicPrefix, clock } = options
  const names: TopicNames = {
    physical: (logical) => topicPrefix + logical,
    logical: (physical) => (physical.startsWith(topicPrefix) ? physical.slice(topicPrefix.length) : physical),
  }
  const newClient = createClients(options)
  const reader = openReader(newClient, names, clock)
  const appender = openAppender({ newClient, names, reader, clock })
  const seats: Seats = new Map()
  let current: { readonly client: KafkaClient; readonly admin: Admin } | undefined

  async function asking<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw logError(what, error, names.logical)
    }
  }

  /** What is asked here can be asked twice: once more with a new client where the connection was lost. */
  async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const client = current?.client ?? newClient()
      const using = (current ??= { client, admin: client.kafka.admin({ retry: fewRetries }) })
      try {
        await using.admin.connect()
        return await work(using.admin)
      } catch (error) {
        if (current === using) current = undefined
        using.client.abandon()
        if (tries === 2 || !isLostConnection(error)) throw error
      }
    }
  }

  const allPartitions = async (topics: readonly string[]) =>
    (
      await Promise.all(
        topics.map(async (topic) => partitionsOf({ topic, partitions: await reader.partitions(topic) })),
      )
    ).flat()
  const positions = (partitions: readonly TopicPartition[], offsets: readonly bigint[]): Position[] =>
    partitions.map((one, i) => ({ ...one, offset: offsets[i] ?? 0n }))

  async function listTopics(): Promise<TopicSpec[]> {
    const { topics } = await withAdmin((client) => client.fetchTopicMetadata())
    return topics
      .filter(({ name }) => name.startsWith(topicPrefix) && !name.startsWith('__'))
      .map(({ name, partitions }) => ({ topic: names.logical(name), partitions: partitions.length }))
      .sort((a, b) => (a.topic < b.topic ? -1 : 1))
  }

  return {
    kind: 'kafka',
    createTopics: (specs) =>
      asking('creating topics', async () => {
        const existing = new Set((await listTopics()).map((one) => one.topic))
        const missing = specs.filter((spec) => !existing.has(spec.topic))
        if (missing.length === 0) return
        await withAdmin((client) =>
          client.createTopics({
            waitForLeaders: true,
            topics: missing.map(({ topic, partitions }) => ({
              topic: names.physical(topic),
              numPartitions: partitions,
              replicationFactor: -1,
              configEntries: Object.entries(topicSettings).map(([name, value]) => ({ name, value })),
            })),
          }),
        )
      }),
    append: (events) => (events.length === 0 ? Promise.resolve([]) : appender.append(events)),
    read: ({ topic, partition, from, limit = 1000, bytes = 16 * 1024 * 1024 }) =>
      asking('reading', async () => {
        if (partition >= (await reader.partitions(topic))) throw new TopicMissing(`${topic}/${partition}`)
        let offset = from
        for (;;) {
          const wanted = { topic, partition, offset, events: limit, bytes: Math.min(bytes, 1024 * 1024) }
          const [read] = await reader.fetch([wanted], 0)
          if (read === undefined) return []
          if (read.events.length > 0) return within(read.events, limit, bytes)
          // Nothing but markers and aborted transactions: the events are behind them.
          if (read.next === offset) return []
          offset = read.next
        }
      }),
    subscribe: async (subscription) => {
      const { group, topics } = subscription
      const own = openReader(newClient, names, clock)
      const sessionMs = options.sessionMs ?? 12_000
      const join = () => joinKafkaGroup({ client: newClient(), names, group, topics, sessionMs, seats })
      try {
        for (const topic of topics) await asking('joining a group', () => own.partitions(topic))
        const member = await asking('joining a group', () => patiently(join, clock))
        const holdings = () => asking('taking part in a group', () => member.holdings())
        return consume(
          { member: { ...member, holdings }, source: kafkaSource(own, asking, clock), clock },
          subscription,
        )
      } catch (error) {
        await own.close().catch(() => undefined)
        throw error
      }
    },
    ends: (topics) =>
      asking('reading the ends', async () => {
        const partitions = await allPartitions(topics)
        return positions(partitions, await reader.offsets(partitions, 'next'))
      }),
    topics: () => asking('listing topics', listTopics),
    offsetsAt: (topic, timestamp) =>
      asking('reading offsets', async () => {
        const partitions = await allPartitions([topic])
        const [found, ends] = [await reader.offsets(partitions, timestamp), await reader.offsets(partitions, 'next')]
        return positions(
          partitions,
          found.map((offset, i) => (offset < 0n ? (ends[i] ?? 0n) : offset)),
        )
      }),
    close: async () => {
      await Promise.allSettled([appender.close(), reader.close()])
      current?.client.abandon()
    },
  }
}

/** How long a cluster that answers has for making a group possible (its first one creates a topic), in ms. */
const joiningMs = 15_000

/** Joins again while a cluster that answers is not ready for groups: it has just started, or has never had one. */
async function patiently<T>(join: () => Promise<T>, clock: Clock): Promise<T> {
  const deadline = performance.now() + joiningMs
  for (;;) {
    try {
      return await join()
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error
      await clock.sleep(100)
    }
  }
}

/** The first events that keep within a number and an amount of bytes, one at least. */
function within<E extends { readonly value: Buffer | null }>(events: readonly E[], limit: number, bytes: number): E[] {
  let sum = 0
  return events.slice(0, limit).filter((event, i) => {
    const before = sum
    sum += event.value?.length ?? 0
    return i === 0 || before < bytes
  })
}

/** What a promise gives, or an empty list as soon as the signal is aborted. */
async function unlessAborted<T>(promise: Promise<readonly T[]>, signal: AbortSignal): Promise<readonly T[]> {
  let abort = () => {}
  const aborted = new Promise<readonly T[]>((resolve) => {
    abort = () => resolve([])
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Beside its value, what an event takes on the wire: key, headers, lengths; about. */
const besideValue = 400

const sizeOf = ({ value }: StoredEvent) => (value?.length ?? 0) + besideValue

/**
 * Reads for a consumer. Kafka is asked for bytes, and a consumer wants a number of events: of small ones, the bytes that it would hold
 * at most are fifty times too many. So it asks for as many as events of the size seen last would take.
 */
function kafkaSource(
  reader: KafkaReader,
  asking: <T>(what: string, work: () => Promise<T>) => Promise<T>,
  clock: Clock,
): Source {
  let usual = 1024

  async function fetch(wanted: readonly Wanted[], wait: boolean): Promise<readonly Read[]> {
    const enough = wanted.map((one) => ({ ...one, bytes: Math.min(one.bytes, Math.ceil(one.events * usual)) }))
    const read = await reader.fetch(enough, wait ? pollMs : 0)
    const events = read.reduce((sum, one) => sum + one.events.length, 0)
    if (events > 0)
      usual = read.reduce((sum, one) => one.events.reduce((s, event) => s + sizeOf(event), sum), 0) / events
    return read
  }

  return {
    read: (wanted, wait, signal) =>
      asking('reading', async () => {
        const fetching = fetch(wanted, wait)
        if (!wait) return fetching
        // A fetch that waits cannot be called off; whoever stops does not wait for it.
        fetching.catch(() => undefined)
        return unlessAborted(fetching, signal)
      }),
    bounds: (partitions) =>
      asking('reading the ends', async () => {
        const [first, next] = [await reader.offsets(partitions, 'first'), await reader.offsets(partitions, 'next')]
        return partitions.map((_unused, i) => ({ first: first[i] ?? 0n, next: next[i] ?? 0n }))
      }),
    // Joining is a matter of milliseconds; the group says nothing when it has happened.
    idle: (signal) => clock.sleep(50, signal),
    close: () => reader.close(),
  }
}
