// Question: what does lib/log cost on Kafka? Events decoded per second by a subscription and this project's codec, against bare
// kafkajs `eachBatch` and avsc `fromBuffer` on the same topic, in pairs taken in turns; and the time from an append to a handler at
// 50 events a second; and the memory of a producer and a consumer of a million small events. Every event is counted. Run: npm run bench kafkaLog, or node dist/bench/kafkaLog.bench.js --events 20000
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kafka, logLevel } from 'kafkajs'
import { systemClock } from '../lib/clock.js'
import { avroType } from '../lib/events/avroTypes.js'
import { createCodec, type Codec } from '../lib/events/codec.js'
import { createMemoryRegistry } from '../lib/events/registry.js'
import { schemas } from '../lib/events/schemas.generated.js'
import { topics } from '../lib/events/topics.js'
import { createKafkaLog } from '../lib/log/kafkaLog.js'
import type { EventLog, NewEvent } from '../lib/log/log.js'
import { generatedEvents } from '../test/support/generatedEvents.js'
import { provideJars, startBroker } from '../test/support/kafkaBroker.js'
import { eventsWanted, latency } from './support/logEvents.js'
import { memoryFigures, perSecond, runLogProcess } from './support/logMemory.js'
import { digits, mustBe, percentile, tell } from './support/measures.js'
import type { Figures } from './support/main.js'

/** Results of generated races, the same few thousand again and again. */
async function resultsToAppend(codec: Codec, count: number): Promise<NewEvent[]> {
  const results = [...generatedEvents({ first: '2025-05-01', last: '2025-05-31' })]
    .flat()
    .filter((event) => event.type === 'ResultFetched')
  const encoded = await codec.encodeMany(results)
  return Array.from({ length: count }, (_unused, i) => encoded[i % encoded.length] as NewEvent)
}

const smallEvents = 1_000_000

interface Run {
  readonly events: number
  readonly runners: number
  readonly perSecond: number
  /** Per second of this process' own processor time: what a busy machine does not change. */
  readonly perCpuSecond: number
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Counts events and their runners, and says when there were as many as wanted; the clock starts with the first batch. */
function counter(wanted: number) {
  let [events, runners, began, cpuBegan] = [0, 0, 0, 0]
  let finish: (run: Run) => void = () => {}
  const finished = new Promise<Run>((resolve) => (finish = resolve))
  return {
    finished,
    start: () => {
      if (began !== 0) return
      began = performance.now()
      cpuBegan = cpuSeconds()
    },
    add: (more: number, itsRunners: number) => {
      events += more
      runners += itsRunners
      if (events < wanted) return
      const [wall, cpu] = [(performance.now() - began) / 1000, cpuSeconds() - cpuBegan]
      finish({ events, runners, perSecond: events / wall, perCpuSecond: events / cpu })
    },
  }
}

async function bareKafkajs(brokers: readonly string[], wanted: number, nth: number): Promise<Run> {
  const type = avroType(schemas.ResultFetched)
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING })
  const consumer = kafka.consumer({ groupId: `bare-${nth}`, maxWaitTimeInMs: 500 })
  const count = counter(wanted)
  await consumer.connect()
  await consumer.subscribe({ topics: [topics.results], fromBeginning: true })
  await consumer.run({
    eachBatch: ({ batch }) => {
      count.start()
      let runners = 0
      for (const { value } of batch.messages) {
        const event = type.fromBuffer((value ?? Buffer.alloc(0)).subarray(5)) as { race: { runners: unknown[] } }
        runners += event.race.runners?.length ?? 0
      }
      count.add(batch.messages.length, runners)
      return Promise.resolve()
    },
  })
  const run = await count.finished
  await consumer.disconnect()
  return run
}

async function ours(log: EventLog, codec: Codec, wanted: number, nth: number): Promise<Run> {
  const count = counter(wanted)
  const subscription = await log.subscribe({
    group: `ours-${nth}`,
    topics: [topics.results],
    positions: () => Promise.resolve([]),
    handleBatch: async (batch) => {
      count.start()
      await codec.prepare(batch.events)
      let runners = 0
      // One after the other, as bare kafkajs does: a whole batch of decoded events kept alive is another question.
      for (const stored of batch.events) {
        const event = codec.decode(stored)
        if (event.type === 'ResultFetched') runners += event.race.runners?.length ?? 0
      }
      count.add(batch.events.length, runners)
    },
  })
  const run = await count.finished
  await subscription.stop()
  return run
}

async function benchKafkaLog(): Promise<Figures> {
  const events = eventsWanted(60_000)
  const missing = provideJars()
  if (missing !== null) throw new Error(missing)
  const home = await mkdtemp(join(tmpdir(), 'darkhorses-bench-kafka-'))
  const broker = await startBroker(home)
  const brokers = [`127.0.0.1:${broker.port}`]
  const log = createKafkaLog({ brokers, topicPrefix: '', clock: systemClock })
  const codec = createCodec({ registry: createMemoryRegistry() })
  try {
    await log.createTopics([topics.results, 'live', 'small'].map((topic) => ({ topic, partitions: 1 })))
    const all = await resultsToAppend(codec, events)
    const began = performance.now()
    for (let i = 0; i < all.length; i += 1000) await log.append(all.slice(i, i + 1000))
    const appendedPerSecond = events / ((performance.now() - began) / 1000)
    tell(`${events} appended`)
    const ratios: number[] = []
    const cpuRatios: number[] = []
    const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
    // The first pair is for the compiler.
    for (let pair = 0; pair < 5; pair += 1) {
      const first = pair % 2 === 0 ? await bareKafkajs(brokers, events, pair) : await ours(log, codec, events, pair)
      const second = pair % 2 === 0 ? await ours(log, codec, events, pair) : await bareKafkajs(brokers, events, pair)
      const [bare, own] = pair % 2 === 0 ? [first, second] : [second, first]
      mustBe('events decoded', own.events, events)
      mustBe('events decoded by bare kafkajs', bare.events, events)
      mustBe('runners decoded', own.runners, bare.runners)
      tell(
        `ours ${Math.round(own.perSecond)}/s, ${Math.round(own.perCpuSecond)} per CPU second; ` +
          `bare ${Math.round(bare.perSecond)}/s, ${Math.round(bare.perCpuSecond)}`,
      )
      if (pair === 0) continue
      ratios.push(own.perSecond / bare.perSecond)
      cpuRatios.push(own.perCpuSecond / bare.perCpuSecond)
      rates.ours.push(own.perSecond)
      rates.bare.push(bare.perSecond)
    }
    const { p50, p99, most } = await latency(log, 'live', 20)
    const produced = runLogProcess({ role: 'producer', topic: 'small', at: { brokers } }, smallEvents)
    const consumed = runLogProcess({ role: 'consumer', topic: 'small', at: { brokers } }, smallEvents)
    return {
      events,
      appendedPerSecond: digits(appendedPerSecond),
      decodedPerSecond: digits(percentile(rates.ours, 0.5)),
      barePerSecond: digits(percentile(rates.bare, 0.5)),
      ratio: digits(percentile(ratios, 0.5)),
      ratios: ratios.map(digits),
      cpuRatio: digits(percentile(cpuRatios, 0.5)),
      cpuRatios: cpuRatios.map(digits),
      latencyP50Ms: digits(p50),
      latencyP99Ms: digits(p99),
      latencyMostMs: digits(most),
      smallProducedPerSecond: digits(perSecond(produced)),
      smallConsumedPerSecond: digits(perSecond(consumed)),
      ...memoryFigures('producer', produced),
      ...memoryFigures('consumer', consumed),
    }
  } finally {
    await log.close()
    await broker.stop()
    await rm(home, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await benchKafkaLog()))
