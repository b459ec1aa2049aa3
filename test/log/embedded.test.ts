import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createEmbeddedLog, type EmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let log: EmbeddedLog

beforeAll(async () => {
  database = await createTestDatabase()
  log = createEmbeddedLog({ pool: database.pool('log'), clock: systemClock })
})
afterAll(async () => {
  await log.close()
  await database.drop()
})

const total = Number(process.env['DARKHORSES_PROOF_EVENTS'] ?? 20_000)

test(
  '16 appenders at once, some rolled back: every offset once, none missing, none seen too early',
  async () => {
    await log.createTopics([{ topic: 'gapless', partitions: 1 }])
    const pool = database.pool('racing')
    const perAppender = Math.floor(total / 16)
    let appended = 0
    const seen: bigint[] = []
    let writing = true
    const reader = (async () => {
      let next = 0n
      for (;;) {
        const stillWriting = writing
        const events = await log.read({ topic: 'gapless', partition: 0, from: next, limit: 5000 })
        for (const event of events) {
          seen.push(event.offset)
          expect(event.offset).toBe(next)
          next += 1n
        }
        if (events.length === 0 && !stillWriting) return
      }
    })()
    await Promise.all(
      Array.from({ length: 16 }, async (_unused, appender) => {
        for (let sent = 0; sent < perAppender;) {
          const size = 1 + ((sent * 7 + appender) % 50)
          const events = Array.from({ length: size }, (_one, i) => ({
            topic: 'gapless',
            key: `${appender}:${sent + i}`,
            value: Buffer.from(`${i}`),
          }))
          const rollBack = (sent + appender) % 5 === 0
          const client = await pool.connect()
          try {
            await client.query('BEGIN')
            await log.appendIn(client, events)
            if (appender === 0 && sent === 0) await client.query('SELECT pg_sleep(0.5)')
            await client.query(rollBack ? 'ROLLBACK' : 'COMMIT')
          } finally {
            client.release()
          }
          if (!rollBack) appended += size
          sent += size
        }
      }),
    )
    writing = false
    await reader
    expect(seen.length).toBe(appended)
  },
  120_000 + total,
)

let refusals = 0

/** A pool on whose connections LISTEN is refused. */
function deaf(pool: Pool): Pool {
  return new Proxy(pool, {
    get: (target, name) => {
      if (name !== 'connect') {
        const other = Reflect.get(target, name, target) as unknown
        return typeof other === 'function' ? (other.bind(target) as unknown) : other
      }
      return async () => {
        const client = await target.connect()
        return new Proxy(client, {
          get: (inner, member) => {
            const found = Reflect.get(inner, member, inner) as unknown
            if (typeof found !== 'function') return found
            return (...args: unknown[]) => {
              if (member === 'query' && typeof args[0] === 'string' && args[0].startsWith('LISTEN')) {
                refusals += 1
                return Promise.reject(new Error('LISTEN is not possible here'))
              }
              return (found as (...all: unknown[]) => unknown).apply(inner, args)
            }
          },
        })
      }
    },
  })
}

test.each([
  ['told by the database', (pool: Pool) => pool, 500],
  ['polling where nothing can be told', deaf, Infinity],
])('a consumer at the end learns of an event: %s', async (name, through, withinMs) => {
  const topic = name.replaceAll(' ', '-')
  const own = createEmbeddedLog({ pool: through(database.pool('log')), clock: systemClock })
  await own.createTopics([{ topic, partitions: 1 }])
  const taken = new Map<string | null, number>()
  const subscription = await own.subscribe({
    group: topic,
    topics: [topic],
    positions: () => Promise.resolve([]),
    handleBatch: ({ events }) => {
      for (const { key } of events) taken.set(key, performance.now())
      return Promise.resolve()
    },
  })
  const waits: number[] = []
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    // Later than the question that finds nothing.
    await systemClock.sleep(150)
    const sent = performance.now()
    await log.append([{ topic, key, value: null }])
    while (!taken.has(key)) await systemClock.sleep(5)
    waits.push((taken.get(key) ?? 0) - sent)
  }
  await subscription.stop()
  await own.close()
  // The quickest: a busy machine may be late now and then. Without a word it would be the rest of a second.
  expect(Math.min(...waits)).toBeLessThan(withinMs)
  // Once per look, and a look a second: not as fast as it is refused.
  expect(refusals).toBeLessThan(50)
})
