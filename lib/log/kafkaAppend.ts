/**
 * Appends to Kafka: one transaction holds whatever waits when it begins, so that many small appends cost one round of
 * requests, in the order in which they were asked for. Where a shared transaction fails, each append is tried in its own.
 *
 * A producer that failed is thrown away with its connections, and the transaction is tried once more with its successor. That
 * has the same transactional id, which ends the transaction left behind, one way or the other; when it was the answer to the
 * commit that was lost, the log itself is asked what has happened.
 */
import { randomUUID } from 'node:crypto'
import { Partitioners, type Message, type Producer, type Transaction } from 'kafkajs'
import type { Clock } from '../clock.js'
import { isRetriable } from '../errors.js'
import { fewRetries, type KafkaClient } from './kafkaClient.js'
import { isPassing, logError } from './kafkaErrors.js'
import type { KafkaReader, TopicNames } from './kafkaReader.js'
import type { EventHeaders, NewEvent, Position } from './log.js'
import { createPartitioner } from './partitioner.js'

export interface KafkaAppendOptions {
  readonly newClient: () => KafkaClient
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

interface Connected {
  readonly client: KafkaClient
  readonly producer: Producer
}

interface Placed {
  readonly event: NewEvent
  readonly partition: number
}

/** What became of a try: positions where it is committed, else why not, and whether it may have happened all the same. */
type Outcome =
  { readonly positions: readonly Position[] } | { readonly error: unknown; readonly happened: false | 'unknown' }

/**
 * One request; a partition's part of it becomes one record batch, which must stay below max.message.bytes. Few events, because
 * kafkajs copies a request's list of messages once for each of them, and encodes all of them before it writes any.
 */
const most = { events: 250, bytes: 1024 * 1024 }
/** How much of what waits goes into one transaction. */
const together = { appends: 500, events: 5000 }
/** A transaction whose producer is gone holds readers up for so long, in ms. */
const transactionTimeout = 10_000

/** For how long a coordinator that is not ready is waited for, and how long in between at first and at most, in ms. */
const passes = { within: 10_000, first: 5, most: 200 }

const bytesOf = ({ key, value }: NewEvent) => (key?.length ?? 0) + (value?.length ?? 0) + 200

const noHeaders: EventHeaders = {}

/**
 * The same without a prototype. kafkajs spreads each message into another object; of one with a prototype, V8 of Node 20 makes two
 * hidden classes every time, half a kilobyte an event that only a full collection finds: the heap of a producer grew to three times
 * its size between two of them.
 */
function withoutPrototype(message: Message): Message {
  return Object.assign(Object.create(null) as object, message)
}

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
export function openAppender({ newClient, names, reader, clock }: KafkaAppendOptions): KafkaAppender {
  const transactionalId = names.physical(`darkhorses-${randomUUID()}`)
  const partitionOf = createPartitioner()
  const queue: Waiting[] = []
  let current: Promise<Connected> | undefined
  let pumping: Promise<void> | undefined

  async function connect(): Promise<Connected> {
    const client = newClient()
    const producer = client.kafka.producer({
      idempotent: true,
      transactionalId,
      transactionTimeout,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: fewRetries,
    })
    try {
      await passingBy(() => producer.connect())
      return { client, producer }
    } catch (error) {
      client.abandon()
      throw error
    }
  }

  /** Tries again while the cluster says that something is in the way for a moment. */
  async function passingBy<T>(work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + passes.within
    for (let pause = passes.first; ; pause = Math.min(pause * 2, passes.most)) {
      try {
        return await work()
      } catch (error) {
        if (!isPassing(error) || performance.now() > deadline) throw error
        await clock.sleep(pause)
      }
    }
  }

  function discard(broken: Promise<Connected>): void {
    if (current === broken) current = undefined
    void broken.then(({ client }) => client.abandon()).catch(() => undefined)
  }

  async function sendRequest(transaction: Transaction, request: readonly Placed[]): Promise<readonly Position[]> {
    const topics = new Map<string, Message[]>()
    const now = clock.now().getTime()
    for (const { event, partition } of request) {
      const messages = topics.get(event.topic) ?? []
      topics.set(event.topic, messages)
      messages.push(
        withoutPrototype({
          key: event.key,
          value: event.value,
          headers: event.headers ?? noHeaders,
          partition,
          timestamp: String(event.copied?.timestamp ?? now),
        }),
      )
    }
    const topicMessages = [...topics].map(([topic, messages]) => ({ topic: names.physical(topic), messages }))
    const answers = await passingBy(() => transaction.sendBatch({ acks: -1, topicMessages }))
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

  /** Whether events at some positions are committed, asked after their transaction has been ended one way or the other. */
  async function isCommitted(positions: readonly Position[]): Promise<boolean | 'unknown'> {
    const [first] = positions
    if (first === undefined) return true
    try {
      const { producer } = await (current ??= connect())
      await (await passingBy(() => producer.transaction())).abort()
      for (let tries = 0; tries < 100; tries += 1) {
        const [read] = await reader.fetch([{ ...first, events: 1, bytes: 1 }], 100)
        // Decided when readers are past it: markers are written after the coordinator has answered.
        if (read !== undefined && read.stable > first.offset) return read.events[0]?.offset === first.offset
      }
    } catch {
      // The cluster is gone: whoever appended is told so, by the error of the commit.
      if (current !== undefined) discard(current)
    }
    return 'unknown'
  }

  async function place(events: readonly NewEvent[]): Promise<Placed[]> {
    const counts = new Map<string, number>()
    for (const { topic } of events) if (!counts.has(topic)) counts.set(topic, await reader.partitions(topic))
    return events.map((event) => ({
      event,
      partition: event.copied?.partition ?? partitionOf(event.key, counts.get(event.topic) ?? 1),
    }))
  }

  /** One try. Afterwards the producer is either fit for the next transaction or gone. */
  async function tryOnce(placed: readonly Placed[]): Promise<Outcome> {
    const using = (current ??= connect())
    const positions: Position[] = []
    let transaction: Transaction | undefined
    let committing = false
    try {
      const { producer } = await using
      transaction = await passingBy(() => producer.transaction())
      for (const request of requestsOf(placed)) positions.push(...(await sendRequest(transaction, request)))
      committing = true
      await transaction.commit()
      return { positions }
    } catch (error) {
      if (committing) {
        discard(using)
        const committed = await isCommitted(positions)
        return committed === true ? { positions } : { error, happened: committed }
      }
      // A broker that refused is asked to forget the transaction; nobody else is asked anything.
      if (transaction === undefined || isAgain(error)) discard(using)
      else await transaction.abort().catch(() => discard(using))
      return { error, happened: false }
    }
  }

  const isAgain = (error: unknown) => isRetriable(logError('appending', error, names.logical))

  /** All of some events or none; tried again once where the first try surely came to nothing, with a new producer. */
  async function transact(events: readonly NewEvent[]): Promise<readonly Position[]> {
    const placed = await place(events)
    for (let tries = 1; ; tries += 1) {
      const outcome = await tryOnce(placed)
      if ('positions' in outcome) return outcome.positions
      if (tries === 2 || outcome.happened !== false || !isAgain(outcome.error)) throw outcome.error
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
      // Between appends nothing is in flight; a producer needs no goodbye.
      if (current !== undefined) discard(current)
      await Promise.resolve()
    },
  }
}
