/** What the benches of the two logs have in common: small events, and how long one takes from its append to its handler. */
import { parseArgs } from 'node:util'
import type { EventLog, NewEvent } from '../../lib/log/log.js'
import { mustBe, pause, percentile } from './measures.js'

/** `--events N`: how many. */
export function eventsWanted(usual: number): number {
  const { values } = parseArgs({ options: { events: { type: 'string' } }, strict: false })
  const wanted = Number(values.events ?? usual)
  if (!(wanted >= 10_000)) throw new Error(`--events takes 10000 or more, for example ${usual}.`)
  return Math.floor(wanted)
}

const value = Buffer.from('x'.repeat(200))
/** Those of every event of this project (lib/events/cloudEvents.ts). */
const headers = {
  ce_specversion: '1.0',
  ce_id: '0123456789abcdef0123456789abcdef',
  ce_type: 'uk.darkhorses.UnitFetched',
  ce_source: '/darkhorses',
  ce_subject: 'results:2025-04-07',
  ce_time: '2025-04-07T12:00:00.000Z',
  'content-type': 'application/avro',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
}

/** Small events as the fetch log has them: 200 bytes, a key of 500, and the headers that every event has. */
export function smallEvents(topic: string, first: number, count: number): NewEvent[] {
  return Array.from({ length: count }, (_unused, i) => ({ topic, key: `unit-${(first + i) % 500}`, value, headers }))
}

/** Milliseconds from the call of `append` to the handler, at 50 events a second for so many seconds. */
export async function latency(log: EventLog, topic: string, seconds: number) {
  const sent = new Map<string, number>()
  const taken: number[] = []
  const subscription = await log.subscribe({
    group: `latency-${topic}`,
    topics: [topic],
    positions: () => Promise.resolve([]),
    handleBatch: ({ events }) => {
      const now = performance.now()
      for (const event of events) taken.push(now - (sent.get(event.key ?? '') ?? now))
      return Promise.resolve()
    },
  })
  const events = seconds * 50
  // The first seconds are for connections and compilers, as they are of any service that has just started.
  const warm = 100
  const appends: Promise<unknown>[] = []
  const began = performance.now()
  for (let i = 0; i < events + warm; i += 1) {
    const due = began + i * 20
    if (performance.now() < due) await pause(due - performance.now())
    sent.set(`${i}`, performance.now())
    appends.push(log.append([{ topic, key: `${i}`, value }]))
  }
  await Promise.all(appends)
  for (let tries = 0; taken.length < events + warm && tries < 500; tries += 1) await pause(20)
  await subscription.stop()
  mustBe('the number of events handled', taken.length, events + warm)
  const measured = taken.slice(warm)
  return { p50: percentile(measured, 0.5), p99: percentile(measured, 0.99), most: Math.max(...measured) }
}
