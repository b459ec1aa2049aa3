// A producer or consumer of small events in a process of its own, and what memory it has at some numbers of events. Its task comes as
// JSON in the first argument; it prints a `Mark` for each number as JSON. Needs --expose-gc.
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { steadyHeap, touchHeap } from '../../lib/heap.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import type { EventLog } from '../../lib/log/log.js'
import { smallEvents } from './logEvents.js'

export interface LogTask {
  readonly role: 'producer' | 'consumer'
  readonly topic: string
  /** A database with the embedded log, or brokers. */
  readonly at: { readonly url: string } | { readonly brokers: readonly string[] }
  /** Numbers of events, ascending, after which memory is looked at; the last is the end. */
  readonly marks: readonly number[]
}

export interface Mark {
  readonly events: number
  /** Since the first event. */
  readonly seconds: number
  /** Bytes of values so far. */
  readonly bytes: number
  /** Most resident memory since the mark before, sampled with every batch. */
  readonly peakMb: number
  /** At the end only: what is reachable, heap and buffers after a collection. */
  readonly liveMb: number | null
}

const task = JSON.parse(process.argv[2] ?? '{}') as LogTask
// As every process of the product that works for long (lib/runtime.ts, cli/service.ts, cli/startParts.ts).
steadyHeap()
touchHeap()

function openLog(): { log: EventLog; close(): Promise<void> } {
  if ('brokers' in task.at) {
    const log = createKafkaLog({ brokers: task.at.brokers, topicPrefix: '', clock: systemClock })
    return { log, close: () => log.close() }
  }
  const pool = createPool({ url: task.at.url, searchPath: ['log'], applicationName: 'bench process' })
  const log = createEmbeddedLog({ pool, clock: systemClock })
  return { log, close: () => log.close().then(() => pool.end()) }
}

const marks: Mark[] = []
let [events, bytes, peak, began] = [0, 0, 0, 0]

/** Counts events, and looks at the memory; true when there are as many as wanted. */
function count(more: number, ofBytes: number): boolean {
  events += more
  bytes += ofBytes
  peak = Math.max(peak, process.memoryUsage.rss())
  if (events < (task.marks[marks.length] ?? Infinity)) return false
  const seconds = (performance.now() - began) / 1000
  marks.push({ events, seconds, bytes, peakMb: peak / 1e6, liveMb: null })
  peak = 0
  return marks.length === task.marks.length
}

async function produce(log: EventLog): Promise<void> {
  const wanted = task.marks.at(-1) ?? 0
  let next = 0
  const appender = async () => {
    while (next < wanted) {
      const [first, more] = [next, Math.min(500, wanted - next)]
      next += more
      const made = smallEvents(task.topic, first, more)
      await log.append(made)
      count(more, made.reduce((sum, one) => sum + (one.value?.length ?? 0), 0)) // prettier-ignore
    }
  }
  began = performance.now()
  await Promise.all([appender(), appender()])
}

async function consume(log: EventLog): Promise<void> {
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  began = performance.now()
  const subscription = await log.subscribe({
    group: 'bench-process',
    topics: [task.topic],
    positions: () => Promise.resolve([]),
    handleBatch: (batch) => {
      if (count(batch.events.length, batch.events.reduce((sum, one) => sum + (one.value?.length ?? 0), 0))) finish() // prettier-ignore
      return Promise.resolve()
    },
  })
  await finished
  await subscription.stop()
}

const opened = openLog()
await (task.role === 'producer' ? produce(opened.log) : consume(opened.log))
globalThis.gc?.()
const { heapUsed, external } = process.memoryUsage()
const last = marks.pop()
if (last !== undefined) marks.push({ ...last, liveMb: (heapUsed + external) / 1e6 })
await opened.close()
console.log(JSON.stringify(marks))
