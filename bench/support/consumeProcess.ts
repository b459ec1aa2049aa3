// A consumer in a process of its own: handles so many events of a topic of the embedded log and does nothing with them, one count
// after the other. Says how many it had, how long it took and the most memory there was. Arguments: database URL, topic, counts.
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'

const [url = '', topic = '', ...counts] = process.argv.slice(2)
const pool = createPool({ url, searchPath: ['log'], applicationName: 'bench consumer' })
const log = createEmbeddedLog({ pool, clock: systemClock })

async function consume(count: number, group: string) {
  let [events, bytes, peak] = [0, 0, 0]
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const began = performance.now()
  const subscription = await log.subscribe({
    group,
    topics: [topic],
    positions: () => Promise.resolve([]),
    handleBatch: (batch) => {
      for (const event of batch.events) bytes += event.value?.length ?? 0
      events += batch.events.length
      peak = Math.max(peak, process.memoryUsage.rss())
      if (events >= count) finish()
      return Promise.resolve()
    },
  })
  await finished
  const seconds = (performance.now() - began) / 1000
  await subscription.stop()
  return { events, bytes, peakMb: peak / 1e6, seconds }
}

const said: Awaited<ReturnType<typeof consume>>[] = []
for (const [nth, count] of counts.entries()) said.push(await consume(Number(count), `consume-${nth}`))
await log.close()
await pool.end()
console.log(JSON.stringify(said))
