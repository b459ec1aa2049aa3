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
