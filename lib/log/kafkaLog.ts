/**
 * The event log on a Kafka cluster. Appends are transactions of an idempotent producer, reads are of committed events only,
 * topics keep everything for ever. Topics carry a prefix on the cluster and none outside of this file.
 */
import { Kafka, logLevel, type Admin, type KafkaConfig } from 'kafkajs'
import type { Clock } from '../clock.js'
import { consume, type Source } from './consume.js'
import { TopicMissing } from './errors.js'
import { openAppender } from './kafkaAppend.js'
import { logError } from './kafkaErrors.js'
import { joinKafkaGroup } from './kafkaGroup.js'
import { openReader, type KafkaReader, type TopicNames } from './kafkaReader.js'
import type { EventLog, Position, TopicPartition, TopicSpec } from './log.js'

export interface KafkaLogOptions {
  readonly brokers: readonly string[]
  /** In front of every topic and group on the cluster; may be empty. */
  readonly topicPrefix: string
  readonly clock: Clock
  readonly clientId?: string
  readonly ssl?: KafkaConfig['ssl']
  readonly sasl?: KafkaConfig['sasl']
  /** Opens the connections, where they must not go straight to the brokers. */
  readonly socketFactory?: KafkaConfig['socketFactory']
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
  const kafka = new Kafka({
    clientId: options.clientId ?? 'darkhorses',
    brokers: [...options.brokers],
    // What goes wrong is thrown, with a name; kafkajs' own lines would say it twice.
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
    ...(options.socketFactory === undefined ? {} : { socketFactory: options.socketFactory }),
  })
  const reader = openReader(kafka, names)
  const appender = openAppender({ kafka, names, reader, clock })
  let admin: Promise<Admin> | undefined

  async function asking<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw logError(what, error, names.logical)
    }
  }

  async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const connecting = (admin ??= (async () => {
      const made = kafka.admin({ retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2000 } })
      await made.connect()
      return made
    })())
    try {
      return await work(await connecting)
    } catch (error) {
      // A broken connection is not mended by kafkajs: the next caller makes a new one.
      admin = undefined
      void connecting.then((made) => made.disconnect()).catch(() => undefined)
      throw error
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
      const own = openReader(kafka, names)
      try {
        const sessionMs = options.sessionMs ?? 12_000
        const member = await asking('joining a group', () => joinKafkaGroup({ kafka, names, group, topics, sessionMs }))
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
      await Promise.allSettled([
        appender.close(),
        reader.close(),
        admin?.then((client) => client.disconnect()) ?? Promise.resolve(),
      ])
    },
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

function kafkaSource(
  reader: KafkaReader,
  asking: <T>(what: string, work: () => Promise<T>) => Promise<T>,
  clock: Clock,
): Source {
  return {
    read: (wanted, wait, signal) =>
      asking('reading', async () => {
        const fetching = reader.fetch(wanted, wait ? pollMs : 0)
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
