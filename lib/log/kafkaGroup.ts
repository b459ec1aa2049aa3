/**
 * Membership of a consumer group on Kafka. kafkajs joins, beats and rebalances; it fetches nothing, because every partition is
 * paused from the moment it is assigned: events are read by kafkaReader.ts from the positions that Postgres knows.
 *
 * A member rejoins with empty hands: joining begins with the search for the coordinator, and that waits here until the batch
 * in hand is done. So no two members work on one partition, unless one was silent for longer than its session; then the
 * compare-and-set of positions decides.
 */
import { PartitionAssigners, type Consumer, type Kafka } from 'kafkajs'
import type { GroupMember, HeldPartition } from './consume.js'
import { LeaseLost } from './errors.js'
import type { TopicNames } from './kafkaReader.js'
import type { Position } from './log.js'

export interface KafkaGroupOptions {
  readonly kafka: Kafka
  readonly names: TopicNames
  readonly group: string
  readonly topics: readonly string[]
  /** How long a silent member keeps what it holds, in ms. */
  readonly sessionMs: number
}

/** How often handled positions are told to Kafka, in ms. They are a hint for lag tools and decide nothing. */
const hintMs = 1000

/** Joins a group; resolves when it has joined for the first time. */
export async function joinKafkaGroup(options: KafkaGroupOptions): Promise<GroupMember> {
  const { kafka, names, group, topics, sessionMs } = options
  let holding: readonly HeldPartition[] = []
  let joins = 0n
  let busy: Promise<void> = Promise.resolve()
  let left = false
  let failure: { readonly error: Error } | undefined
  const hints = new Map<string, Position>()
  let hinting: ReturnType<typeof setTimeout> | undefined

  const consumer: Consumer = kafka.consumer({
    groupId: names.physical(group),
    sessionTimeout: sessionMs,
    heartbeatInterval: Math.floor(sessionMs / 6),
    rebalanceTimeout: 60_000,
    // Nothing is fetched: this is how often kafkajs looks whether a heartbeat is due.
    maxWaitTimeInMs: 200,
    allowAutoTopicCreation: false,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2000, restartOnFailure: () => Promise.resolve(false) },
    partitionAssigners: [
      (config) => {
        const { cluster } = config
        const findGroupCoordinator = cluster.findGroupCoordinator.bind(cluster)
        cluster.findGroupCoordinator = async (wanted) => {
          holding = []
          await busy
          return findGroupCoordinator(wanted)
        }
        return PartitionAssigners.roundRobin(config)
      },
    ],
  })

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    consumer.pause(topics.map((topic) => ({ topic: names.physical(topic) })))
    joins += 1n
    holding = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic: names.logical(topic), partition, generation: joins })),
    )
  })
  consumer.on(consumer.events.REBALANCING, () => {
    holding = []
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    holding = []
    failure = { error: payload.error }
  })

  async function sendHints(): Promise<void> {
    hinting = undefined
    const positions = [...hints.values()]
    hints.clear()
    if (positions.length === 0 || failure !== undefined) return
    try {
      await consumer.commitOffsets(
        positions.map(({ topic, partition, offset }) => ({
          topic: names.physical(topic),
          partition,
          offset: offset.toString(),
        })),
      )
    } catch {
      // Only a hint: the positions that count are in Postgres, and the next hint is newer.
    }
  }

  try {
    await consumer.connect()
    await consumer.subscribe({ topics: topics.map((topic) => names.physical(topic)) })
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() })
    if (failure !== undefined) throw failure.error
  } catch (error) {
    await consumer.disconnect().catch(() => undefined)
    throw error
  }

  return {
    holdings: () => (failure === undefined ? Promise.resolve(holding) : Promise.reject(failure.error)),
    whileBusy: async (work) => {
      const working = work()
      busy = working.catch(() => undefined)
      await working
    },
    confirm: (_client, partitions) => {
      if (left) return Promise.reject(new LeaseLost(group, partitions))
      return Promise.resolve()
    },
    // kafkajs beats by itself while a batch is handled.
    heartbeat: () => Promise.resolve(),
    handled: (positions) => {
      for (const position of positions) hints.set(`${position.topic}/${position.partition}`, position)
      hinting ??= setTimeout(() => void sendHints(), hintMs)
    },
    leave: async () => {
      left = true
      // A batch left behind must not keep the member from leaving.
      busy = Promise.resolve()
      clearTimeout(hinting)
      await sendHints()
      await consumer.disconnect()
    },
  }
}
