/**
 * Membership of a consumer group on Kafka. kafkajs joins, beats and rebalances; it fetches nothing, because every partition is
 * paused from the moment it is assigned: events are read by kafkaReader.ts from the positions that Postgres knows.
 *
 * A member rejoins with empty hands: joining begins with the search for the coordinator, and that waits here until the batch
 * in hand is done. kafkajs does not beat while it joins, so the wait beats itself: the coordinator answers that the group is
 * rebalancing, and counts the member in for as long as a rebalance may take. So no two members work on one partition, unless
 * one was silent for longer than its session or busy for longer than a rebalance; then the compare-and-set of positions decides.
 * (Rejected: giving the batch up as soon as a rebalance is told. It is done within moments, and would be done again.)
 *
 * A member that loses the cluster is thrown away, and its successor takes its seat by its member id: a broker that comes back
 * would otherwise wait for the lost member until its session has run out, and nobody would get a partition before.
 */
import { PartitionAssigners, type Broker, type Consumer } from 'kafkajs'
import type { GroupMember, HeldPartition } from './consume.js'
import { LeaseLost } from './errors.js'
import type { KafkaClient } from './kafkaClient.js'
import { brokerCode } from './kafkaErrors.js'
import type { TopicNames } from './kafkaReader.js'
import type { Position } from './log.js'
import { partitionName } from './partitionName.js'

export interface KafkaGroupOptions {
  /** Of this member alone: it is thrown away with it. */
  readonly client: KafkaClient
  readonly names: TopicNames
  readonly group: string
  readonly topics: readonly string[]
  /** How long a silent member keeps what it holds, in ms. */
  readonly sessionMs: number
  /** Seats of members that lost the cluster without leaving: the next member takes one over. */
  readonly seats: Seats
}

/** By group, the member ids that the cluster still counts in. */
export type Seats = Map<string, string[]>

/** How long the others wait for the batch in hand of a member that lives, in ms: as long as a group waits for one before it recycles. */
const rebalanceMs = 60_000
/** How often handled positions are told to Kafka, in ms. They are a hint for lag tools and decide nothing. */
const hintMs = 1000
/** How long a cluster has for a goodbye, in ms; after that the member is gone without one. */
const goodbyeMs = 1500

/** What kafkajs asks a coordinator when it joins and leaves; not in its types. */
interface Coordinator extends Broker {
  joinGroup(request: { readonly memberId: string }): Promise<{ readonly generationId: number }>
  leaveGroup(request: unknown): Promise<unknown>
  heartbeat(request: {
    readonly groupId: string
    readonly groupGenerationId: number
    readonly memberId: string
  }): Promise<unknown>
}

/** A member's place in a group: its member id, as long as the coordinator may count it in, and the generation it joined last. */
interface Seat {
  id: string | undefined
  generation: number | undefined
}

/** A coordinator that is asked for a seat that is already there, and notes when it is given up. */
function withSeat(coordinator: Coordinator, seat: Seat): Coordinator {
  const joinGroup = async (request: { readonly memberId: string }) => {
    try {
      const joined = await coordinator.joinGroup({ ...request, memberId: request.memberId || (seat.id ?? '') })
      seat.generation = joined.generationId
      return joined
    } catch (error) {
      // kafkajs asks again then, for a seat of its own.
      if (brokerCode(error) === 'UNKNOWN_MEMBER_ID') seat.id = undefined
      throw error
    }
  }
  const leaveGroup = async (request: unknown) => {
    const answer = await coordinator.leaveGroup(request)
    seat.id = undefined
    return answer
  }
  return Object.create(coordinator, {
    joinGroup: { value: joinGroup },
    leaveGroup: { value: leaveGroup },
  }) as Coordinator
}

/** Waits for some work, so many ms at most. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let late: ReturnType<typeof setTimeout> | undefined
  await Promise.race([work, new Promise((resolve) => (late = setTimeout(resolve, ms)))])
  clearTimeout(late)
}

/** Joins a group; resolves when it has joined for the first time. */
export async function joinKafkaGroup(options: KafkaGroupOptions): Promise<GroupMember> {
  const { client, names, group, topics, sessionMs, seats } = options
  const beatMs = Math.floor(sessionMs / 6)
  const seat: Seat = { id: seats.get(group)?.pop(), generation: undefined }
  let holding: readonly HeldPartition[] = []
  let joins = 0n
  let busy: Promise<void> = Promise.resolve()
  let left = false
  let endWaiting = () => {}
  const leaving = new Promise<void>((resolve) => (endWaiting = resolve))
  let failure: { readonly error: Error } | undefined
  const hints = new Map<string, Position>()
  let hinting: ReturnType<typeof setTimeout> | undefined

  const consumer: Consumer = client.kafka.consumer({
    groupId: names.physical(group),
    sessionTimeout: sessionMs,
    heartbeatInterval: beatMs,
    rebalanceTimeout: rebalanceMs,
    // Nothing is fetched: this is how often kafkajs looks whether a heartbeat is due.
    maxWaitTimeInMs: 200,
    allowAutoTopicCreation: false,
    // Several rebalances may follow each other; a lost connection ends the member soon all the same.
    retry: { retries: 4, initialRetryTime: 50, maxRetryTime: 400, restartOnFailure: () => Promise.resolve(false) },
    partitionAssigners: [
      (config) => {
        const { cluster } = config
        const findGroupCoordinator = cluster.findGroupCoordinator.bind(cluster)
        cluster.findGroupCoordinator = async (wanted) => {
          holding = []
          const coordinator = (await findGroupCoordinator(wanted)) as Coordinator
          await beatUntil(busy, coordinator)
          return withSeat(coordinator, seat)
        }
        return PartitionAssigners.roundRobin(config)
      },
    ],
  })

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    consumer.pause(topics.map((topic) => ({ topic: names.physical(topic) })))
    joins += 1n
    seat.id = payload.memberId
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

  /** Beats until some work is done. @throws LeaseLost when the member leaves without waiting for it */
  async function beatUntil(work: Promise<void>, coordinator: Coordinator): Promise<void> {
    let done = false
    const ended = Promise.race([work.finally(() => (done = true)), leaving])
    for (;;) {
      await within(beatMs, ended)
      if (left) throw new LeaseLost(group, holding)
      if (done) return
      if (seat.id === undefined || seat.generation === undefined) return ended
      const beat = { groupId: names.physical(group), groupGenerationId: seat.generation, memberId: seat.id }
      // That the group is rebalancing is the usual answer; any other trouble is met by the joining that comes next.
      await coordinator.heartbeat(beat).catch(() => undefined)
    }
  }

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

  /** Leaves where the cluster answers in time, else keeps the seat for a successor. */
  async function sayGoodbye(): Promise<void> {
    await within(
      goodbyeMs,
      consumer.disconnect().catch(() => undefined),
    )
    client.abandon()
    if (seat.id !== undefined) seats.set(group, [...(seats.get(group) ?? []), seat.id])
  }

  try {
    await consumer.connect()
    await consumer.subscribe({ topics: topics.map((topic) => names.physical(topic)) })
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() })
    if (failure !== undefined) throw failure.error
  } catch (error) {
    await sayGoodbye()
    throw error
  }

  return {
    holdings: () => (failure === undefined ? Promise.resolve(holding) : Promise.reject(failure.error)),
    // kafkajs beats by itself while a batch is handled.
    whileBusy: async (work) => {
      const working = work()
      busy = working.catch(() => undefined)
      await working
    },
    confirm: (_client, partitions) => {
      if (left) return Promise.reject(new LeaseLost(group, partitions))
      return Promise.resolve()
    },
    handled: (positions) => {
      for (const position of positions) hints.set(partitionName(position), position)
      hinting ??= setTimeout(() => void sendHints(), hintMs)
    },
    leave: async () => {
      left = true
      // A batch left behind must not keep the member from leaving.
      endWaiting()
      clearTimeout(hinting)
      await within(hintMs, sendHints())
      await sayGoodbye()
    },
  }
}
