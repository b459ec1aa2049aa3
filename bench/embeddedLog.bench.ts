// Question: what does the event log in Postgres tables carry? Small events appended in batches and read back per second, the time
// from an append to a handler at 50 events a second, and the memory of a producer and a consumer over 10,000, 100,000 and all events.
// Every event is counted. Run: npm run bench embeddedLog, or node dist/bench/embeddedLog.bench.js --events 100000
import { fileURLToPath } from 'node:url'
import { systemClock } from '../lib/clock.js'
import type { Pool } from 'pg'
import { createPool } from '../lib/db/pool.js'
import { migrateAll } from '../lib/db/migrate.js'
import { createEmbeddedLog } from '../lib/log/embeddedLog.js'
import type { EventLog } from '../lib/log/log.js'
import { startServer } from './support/database.js'
import { eventsWanted, latency, smallEvents } from './support/logEvents.js'
import { memoryFigures, perSecond, runLogProcess } from './support/logMemory.js'
import { digits, mustBe, tell, timed } from './support/measures.js'
import type { Figures } from './support/main.js'

const database = 'embedded_log'

async function readAll(log: EventLog, topic: string): Promise<{ events: number; bytes: number }> {
  let [from, events, bytes] = [0n, 0, 0]
  for (;;) {
    const read = await log.read({ topic, partition: 0, from, limit: 5000 })
    if (read.length === 0) return { events, bytes }
    for (const event of read) bytes += event.value?.length ?? 0
    mustBe('the offset after a read', read.at(-1)?.offset, from + BigInt(read.length - 1))
    events += read.length
    from += BigInt(read.length)
  }
}

/** What Postgres does where nothing is promised: the same rows into a table of their own, in as many statements, and out again. */
async function bare(pool: Pool, events: number): Promise<{ inserted: number; read: number }> {
  await pool.query(
    'CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text, value bytea, headers jsonb)',
  )
  const rows = smallEvents('bare', 0, 500)
  const insert = `INSERT INTO bare (key, value, headers) SELECT * FROM unnest($1::text[], $2::bytea[], $3::jsonb[])`
  const values = [
    rows.map((one) => one.key),
    rows.map((one) => one.value),
    rows.map((one) => JSON.stringify(one.headers)),
  ]
  let next = 0
  const inserter = async () => {
    for (; next < events;) {
      next += 500
      await pool.query({ name: 'bare', text: insert, values })
    }
  }
  const inserting = await timed(() => Promise.all([inserter(), inserter()]))
  const reading = await timed(async () => {
    let last = 0n
    for (;;) {
      const { rows: read } = await pool.query<{ id: bigint }>(
        'SELECT * FROM bare WHERE id > $1 ORDER BY id LIMIT 5000',
        [last],
      )
      if (read.length === 0) return
      last = read.at(-1)?.id ?? 0n
    }
  })
  return { inserted: events / inserting.seconds, read: events / reading.seconds }
}

async function benchEmbeddedLog(): Promise<Figures> {
  const events = eventsWanted(1_000_000)
  const server = await startServer()
  await server.create(database)
  const admin = createPool({ url: server.urlOf(database), searchPath: ['public'], applicationName: 'bench', max: 1 })
  await migrateAll(admin)
  await admin.end()
  const pool = createPool({ url: server.urlOf(database), searchPath: ['log'], applicationName: 'bench', max: 8 })
  const log = createEmbeddedLog({ pool, clock: systemClock })
  await log.createTopics(['small', 'live'].map((topic) => ({ topic, partitions: 1 })))
  try {
    const at = { url: server.urlOf(database) }
    const produced = runLogProcess({ role: 'producer', topic: 'small', at }, events)
    mustBe('the end of the topic', (await log.ends(['small']))[0]?.offset, events)
    tell(`${events} appended, ${Math.round(perSecond(produced))}/s`)
    const read = await timed(() => readAll(log, 'small'))
    mustBe('events read', read.value.events, events)
    mustBe('bytes read', read.value.bytes, events * 200)
    tell(`read in ${read.seconds.toFixed(1)} s`)
    const consumed = runLogProcess({ role: 'consumer', topic: 'small', at }, events)
    tell(`consumed, ${Math.round(perSecond(consumed))}/s`)
    const baseline = await bare(pool, Math.min(events, 200_000))
    // What the millions left to be cleared away is not part of 50 events a second.
    await server.sql(database, 'VACUUM ANALYZE')
    await server.sql(database, 'CHECKPOINT')
    const { p50, p99, most } = await latency(log, 'live', 20)
    return {
      events,
      appendedPerSecond: digits(perSecond(produced)),
      readPerSecond: digits(events / read.seconds),
      consumedPerSecond: digits(perSecond(consumed)),
      appendedToBare: digits(perSecond(produced) / baseline.inserted),
      readToBare: digits(events / read.seconds / baseline.read),
      latencyP50Ms: digits(p50),
      latencyP99Ms: digits(p99),
      latencyMostMs: digits(most),
      ...memoryFigures('producer', produced),
      ...memoryFigures('consumer', consumed),
    }
  } finally {
    await log.close()
    await pool.end()
    await server.drop(database)
    await server.stop()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await benchEmbeddedLog()))
