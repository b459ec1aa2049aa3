/**
 * Reads partitions of a Kafka cluster from any offset, without a consumer group.
 *
 * kafkajs has consumers of groups only, and its fetch loop loses its place in rebalances (tulios/kafkajs#1720, #1593), resets
 * positions that are out of range in silence, and lets through records of aborted transactions (see committed.ts). So a
 * consumer is made and never run: its assigner is handed the client's cluster, which fetches.
 */
import { PartitionAssigners, type Cluster } from 'kafkajs'
import type { Clock } from '../clock.js'
import { committedRecords, type AbortedTransaction, type RawRecord } from './committed.js'
import type { Read, Wanted } from './consume.js'
import { TopicMissing } from './errors.js'
import { fewRetries, type KafkaClient } from './kafkaClient.js'
import { brokerCode, isLostConnection } from './kafkaErrors.js'
import type { EventHeaders, StoredEvent, TopicPartition } from './log.js'

export interface KafkaReader {
  partitions(topic: string): Promise<number>
  /** What is there from some offsets on; waits up to `maxWaitMs` while there is nothing. At least one event if there is any. */
  fetch(wanted: readonly Wanted[], maxWaitMs: number): Promise<readonly (Read & { readonly stable: bigint })[]>
  /** Per partition the first offset at or after an instant (-1n: none), the first there is, or the next to be written. */
  offsets(partitions: readonly TopicPartition[], at: 'first' | 'next' | number): Promise<readonly bigint[]>
  close(): Promise<void>
}

/** How topics are called on the cluster. */
export interface TopicNames {
  readonly physical: (logical: string) => string
  readonly logical: (physical: string) => string
}

interface PartitionAnswer {
  readonly partition: number
  readonly lastStableOffset: string
  readonly abortedTransactions: readonly AbortedTransaction[]
  readonly messages: readonly RawRecord[]
}

interface FetchAnswer {
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly PartitionAnswer[] }[]
}

const readCommitted = 1
/** A fetch brings at least this much, so that small limits do not cost a round trip each. */
const leastBytes = 64 * 1024
const staleMetadata = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'REPLICA_NOT_AVAILABLE',
])
/** How often it is asked again, with a new client, where the connection is lost. */
const lostTries = 2
/** How often a partition without a leader is asked for again, and the pause between two tries in ms: a new one has its leader within moments. */
const leaderTries = 20
const leaderPauseMs = 250
const noHeaders: EventHeaders = {}

/** Kafka allows a header more than once: the last one counts. */
function headerText(value: unknown): string {
  if (Array.isArray(value)) return headerText(value.at(-1))
  if (Buffer.isBuffer(value)) return value.toString('utf8')
  return typeof value === 'string' ? value : ''
}

function headersOf(record: RawRecord): EventHeaders {
  const { headers } = record
  if (headers === undefined) return noHeaders
  let texts: Record<string, string> | undefined
  // Written for the usual: the same few names in the same order, for which the engine has one shape.
  for (const name of Object.keys(headers)) {
    texts ??= {}
    if (name === '__proto__')
      return Object.fromEntries(Object.entries(headers).map(([one, value]) => [one, headerText(value)]))
    texts[name] = headerText(headers[name])
  }
  return texts ?? noHeaders
}

function storedEvent(topic: string, partition: number, record: RawRecord): StoredEvent {
  return {
    topic,
    partition,
    offset: BigInt(record.offset),
    key: record.key === null ? null : record.key.toString('utf8'),
    value: record.value,
    headers: headersOf(record),
    timestamp: Number(record.timestamp),
  }
}

/** A client's cluster, by way of the one public place that hands it out. */
function clusterOf({ kafka }: KafkaClient): Cluster {
  let cluster: Cluster | undefined
  kafka.consumer({
    groupId: 'darkhorses-reader',
    // Ends are those of all records; what is fetched is filtered here.
    readUncommitted: true,
    allowAutoTopicCreation: false,
    retry: fewRetries,
    partitionAssigners: [
      (config) => {
        cluster = config.cluster
        return PartitionAssigners.roundRobin(config)
      },
    ],
  })
  if (cluster === undefined) throw new Error('kafkajs hands out no cluster to assigners any more')
  return cluster
}

/** One client and what it has learnt. */
interface Connected {
  readonly client: KafkaClient
  readonly cluster: Cluster
  readonly topics: Set<string>
  /** The first fetch from each broker: kafkajs opens a connection twice where two requests ask for it at once. */
  readonly firstFetches: Map<string, Promise<unknown>>
}

/** Opens a reader with connections of its own; connected when it is first used. */
export function openReader(newClient: () => KafkaClient, names: TopicNames, clock: Clock): KafkaReader {
  let current: Connected | undefined
  let closed = false

  function connected(): Connected {
    if (current !== undefined) return current
    const client = newClient()
    current = { client, cluster: clusterOf(client), topics: new Set(), firstFetches: new Map() }
    return current
  }

  function abandon(broken: Connected): void {
    if (current === broken) current = undefined
    broken.client.abandon()
  }

  async function know({ cluster, topics: known }: Connected, topics: Iterable<string>): Promise<void> {
    await cluster.connect()
    const physical = [...new Set(topics)].map((topic) => names.physical(topic))
    if (physical.every((topic) => known.has(topic))) {
      await cluster.refreshMetadataIfNecessary()
      return
    }
    await cluster.addMultipleTargetTopics(physical)
    for (const topic of physical) {
      if (cluster.findTopicPartitionMetadata(topic).length === 0) throw new TopicMissing(names.logical(topic))
      known.add(topic)
    }
  }

  /** Leaders change and connections break: then it is asked anew, where the connection is lost with a new client. */
  async function patiently<T>(topics: Iterable<string>, ask: (to: Connected) => Promise<T>): Promise<T> {
    const asked = [...topics]
    let [lost, leaderless] = [0, 0]
    for (;;) {
      const to = connected()
      try {
        await know(to, asked)
        return await ask(to)
      } catch (error) {
        const isLost = isLostConnection(error)
        if (isLost) abandon(to)
        // Who closes it breaks a fetch that waits; one that asked anew would leave connections that nobody closes.
        if (closed) throw error
        if (isLost) {
          lost += 1
          if (lost > lostTries) throw error
          continue
        }
        if (!staleMetadata.has(brokerCode(error) ?? '')) throw error
        leaderless += 1
        if (leaderless > leaderTries) throw error
        if (leaderless > 1) await clock.sleep(leaderPauseMs)
        if (closed as boolean) throw error
        await to.cluster.refreshMetadata()
      }
    }
  }

  async function fetchFrom(
    { cluster, firstFetches }: Connected,
    leader: string,
    wanted: readonly Wanted[],
    maxWaitMs: number,
  ): Promise<FetchAnswer> {
    const broker = await cluster.findBroker({ nodeId: leader })
    const first = firstFetches.get(leader)
    if (first !== undefined) await first.catch(() => undefined)
    const topics = new Map<string, { partition: number; fetchOffset: string; maxBytes: number }[]>()
    for (const { topic, partition, offset, bytes } of wanted) {
      const parts = topics.get(topic) ?? []
      topics.set(topic, parts)
      parts.push({ partition, fetchOffset: offset.toString(), maxBytes: Math.max(bytes, leastBytes) })
    }
    const fetching = broker.fetch({
      isolationLevel: readCommitted,
      maxWaitTime: maxWaitMs,
      minBytes: 1,
      maxBytes: wanted.reduce((sum, one) => sum + Math.max(one.bytes, leastBytes), 0),
      topics: [...topics].map(([topic, partitions]) => ({ topic: names.physical(topic), partitions })),
    })
    if (first === undefined) firstFetches.set(leader, fetching)
    return (await fetching) as FetchAnswer
  }

  function byLeader<P extends TopicPartition>({ cluster }: Connected, partitions: readonly P[]): Map<string, P[]> {
    const leaders = new Map<string, P[]>()
    for (const one of partitions) {
      const [leader] = Object.keys(cluster.findLeaderForPartitions(names.physical(one.topic), [one.partition]))
      if (leader === undefined) throw new TopicMissing(`${one.topic}/${one.partition}`)
      leaders.set(leader, [...(leaders.get(leader) ?? []), one])
    }
    return leaders
  }

  function readOf(one: Wanted, answer: PartitionAnswer | undefined) {
    const records = answer?.messages ?? []
    const last = records.at(-1)
    const after = last === undefined ? one.offset : BigInt(last.offset) + 1n
    return {
      events: committedRecords(records, answer?.abortedTransactions ?? [], one.offset).map((record) =>
        storedEvent(one.topic, one.partition, record),
      ),
      next: after > one.offset ? after : one.offset,
      stable: BigInt(answer?.lastStableOffset ?? -1),
    }
  }

  const topicsOf = (partitions: readonly TopicPartition[]) => partitions.map((one) => one.topic)

  return {
    partitions: (topic) =>
      patiently([topic], ({ cluster }) =>
        Promise.resolve(cluster.findTopicPartitionMetadata(names.physical(topic)).length),
      ),
    fetch: (wanted, maxWaitMs) =>
      patiently(topicsOf(wanted), async (to) => {
        const leaders = byLeader(to, wanted)
        // One broker may have something while another has nothing: then neither is waited for long.
        const wait = leaders.size > 1 ? Math.min(maxWaitMs, 100) : maxWaitMs
        const answers = await Promise.all([...leaders].map(([leader, parts]) => fetchFrom(to, leader, parts, wait)))
        const parts = answers.flatMap((answer) => answer.responses)
        return wanted.map((one) =>
          readOf(
            one,
            parts
              .filter((part) => part.topicName === names.physical(one.topic))
              .flatMap((part) => part.partitions)
              .find((part) => part.partition === one.partition),
          ),
        )
      }),
    offsets: (partitions, at) =>
      patiently(topicsOf(partitions), async ({ cluster }) => {
        const topics = new Map<string, { partition: number }[]>()
        for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), { partition }])
        const which = typeof at === 'number' ? { fromTimestamp: at } : { fromBeginning: at === 'first' }
        const answer = await cluster.fetchTopicsOffset(
          [...topics].map(([topic, parts]) => ({ topic: names.physical(topic), partitions: parts, ...which })),
        )
        const found = new Map(
          answer.flatMap(({ topic, partitions: parts }) =>
            parts.map((part) => [`${topic}/${part.partition}`, BigInt(part.offset)] as const),
          ),
        )
        return partitions.map((one) => found.get(`${names.physical(one.topic)}/${one.partition}`) ?? -1n)
      }),
    close: () => {
      // Nothing is in flight that anybody still wants.
      closed = true
      if (current !== undefined) abandon(current)
      return Promise.resolve()
    },
  }
}
