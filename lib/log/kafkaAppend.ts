/**
 * Appends to Kafka: one transaction holds whatever waits when it begins, so that many small appends cost one round of
 * requests, in the order in which they were asked for. Where a shared transaction fails, each append is tried in its own.
 *
 * A producer that failed is thrown away. Its successor has the same transactional id, which ends the transaction left behind,
 * one way or the other; when it was the answer to the commit that was lost, the log itself is asked what has happened.
 */
import { randomUUID } from 'node:crypto'
import { Partitioners, type Kafka, type Message, type Producer, type Transaction } from 'kafkajs'
import type { Clock } from '../clock.js'
import { isRetriable } from '../errors.js'
import { logError } from './kafkaErrors.js'
import type { KafkaReader, TopicNames } from './kafkaReader.js'
import type { NewEvent, Position } from './log.js'
import { createPartitioner } from './partitioner.js'

export interface KafkaAppendOptions {
  readonly kafka: Kafka
  readonly names: TopicNames
  readonly reader: KafkaReader
  readonly clock: Clock
}

export interface KafkaAppender {
  append(events: readonly NewEvent[]): Promise<readonly Position[]>
  close(): Promise<void>
}

interface Waiting {
  readonly events: readonly NewEvent[]
  readonly resolve: (positions: readonly Position[]) => void
  readonly reject: (error: unknown) => void
}

interface Placed {
  readonly event: NewEvent
  readonly partition: number
}

/** One request; a partition's part of it becomes one record batch, which must stay below max.message.bytes. */
const most = { events: 2000, bytes: 1024 * 1024 }
/** How much of what waits goes into one transaction. */
const together = { appends: 500, events: 5000 }
/** A transaction whose producer is gone holds readers up for so long, in ms. */
const transactionTimeout = 10_000

const bytesOf = ({ key, value }: NewEvent) => (key?.length ?? 0) + (value?.length ?? 0) + 200

/** Cuts events into requests, in order. */
export function* requestsOf(placed: readonly Placed[]): Generator<readonly Placed[]> {
  let request: Placed[] = []
  let bytes = 0
  for (const one of placed) {
    const size = bytesOf(one.event)
    if (request.length > 0 && (request.length >= most.events || bytes + size > most.bytes)) {
      yield request
      request = []
      bytes = 0
    }
    request.push(one)
    bytes += size
  }
  if (request.length > 0) yield request
}

/** Opens the appending side; connected when it is first used. */
export function openAppender({ kafka, names, reader, clock }: KafkaAppendOptions): KafkaAppender {
  const transactionalId = names.physical(`darkhorses-${randomUUID()}`)
  const partitionOf = createPartitioner()
  const queue: Waiting[] = []
  let producer: Promise<Producer> | undefined
  let pumping: Promise<void> | undefined

  async function connect(): Promise<Producer> {
    const made = kafka.producer({
      idempotent: true,
      transactionalId,
      transactionTimeout,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2000 },
    })
    await made.connect()
    return made
  }

  function discard(broken: Promise<Producer>): void {
    if (producer === broken) producer = undefined
    void broken.then((made) => made.disconnect()).catch(() => undefined)
  }

  async function sendRequest(transaction: Transaction, request: readonly Placed[]): Promise<readonly Position[]> {
    const topics = new Map<string, Message[]>()
    const timestamp = String(clock.now().getTime())
    for (const { event, partition } of request) {
      const messages = topics.get(event.topic) ?? []
      topics.set(event.topic, messages)
      messages.push({ key: event.key, value: event.value, headers: { ...event.headers }, partition, timestamp })
    }
    const answers = await transaction.sendBatch({
      acks: -1,
      topicMessages: [...topics].map(([topic, messages]) => ({ topic: names.physical(topic), messages })),
    })
    const next = new Map(
      answers.map((one) => [`${names.logical(one.topicName)}/${one.partition}`, BigInt(one.baseOffset ?? -1)]),
    )
    return request.map(({ event, partition }) => {
      const name = `${event.topic}/${partition}`
      const offset = next.get(name) ?? -1n
      next.set(name, offset + 1n)
      return { topic: event.topic, partition, offset }
    })
  }

  /** Whether events at some positions are committed, asked after the transaction has ended one way or the other. */
  async function isCommitted(positions: readonly Position[]): Promise<boolean> {
    const [first] = positions
    if (first === undefined) return true
    const successor = (producer ??= connect())
    await (await (await successor).transaction()).abort()
    for (let tries = 0; tries < 100; tries += 1) {
      const [read] = await reader.fetch([{ ...first, events: 1, bytes: 1 }], 100)
      // Decided when readers are past it: markers are written after the coordinator has answered.
      if (read !== undefined && read.stable > first.offset) return read.events[0]?.offset === first.offset
    }
    return false
  }

  async function place(events: readonly NewEvent[]): Promise<Placed[]> {
    const counts = new Map<string, number>()
    for (const { topic } of events) if (!counts.has(topic)) counts.set(topic, await reader.partitions(topic))
    return events.map((event) => ({ event, partition: partitionOf(event.key, counts.get(event.topic) ?? 1) }))
  }

  async function transact(events: readonly NewEvent[]): Promise<readonly Position[]> {
    const placed = await place(events)
    const current = (producer ??= connect())
    const positions: Position[] = []
    let transaction: Transaction | undefined
    let committing = false
    try {
      transaction = await (await current).transaction()
      for (const request of requestsOf(placed)) positions.push(...(await sendRequest(transaction, request)))
      committing = true
      await transaction.commit()
      return positions
    } catch (error) {
      if (committing) {
        discard(current)
        if (await isCommitted(positions)) return positions
      } else if (transaction === undefined) {
        discard(current)
      } else {
        await transaction.abort().catch(() => discard(current))
      }
      throw error
    }
  }

  function takeWaiting(): Waiting[] {
    let events = 0
    let appends = 0
    for (const { events: more } of queue) {
      if (appends > 0 && (appends >= together.appends || events + more.length > together.events)) break
      appends += 1
      events += more.length
    }
    return queue.splice(0, appends)
  }

  async function appendTogether(appends: readonly Waiting[]): Promise<void> {
    try {
      const positions = await transact(appends.flatMap((append) => append.events))
      let at = 0
      for (const append of appends) append.resolve(positions.slice(at, (at += append.events.length)))
    } catch (error) {
      const reason = logError('appending', error, names.logical)
      const [only] = appends
      if (appends.length === 1 || only === undefined || isRetriable(reason)) {
        for (const append of appends) append.reject(reason)
        return
      }
      for (const append of appends) await appendTogether([append])
    }
  }

  async function pump(): Promise<void> {
    for (;;) {
      const appends = takeWaiting()
      if (appends.length === 0) {
        // At once, not when the promise settles: an append that comes in between must start it again.
        pumping = undefined
        return
      }
      await appendTogether(appends)
    }
  }

  return {
    append: (events) =>
      new Promise((resolve, reject) => {
        queue.push({ events, resolve, reject })
        pumping ??= pump()
      }),
    close: async () => {
      await pumping
      await (await producer?.catch(() => undefined))?.disconnect()
    },
  }
}
