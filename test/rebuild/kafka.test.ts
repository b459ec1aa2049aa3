/** A rebuild on a real Kafka: equal tables, swapped in and rolled back while events go on, nothing told twice. */
import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import { withFilled } from '../../lib/rebuild/fill.js'
import { compare, rollBack, swapIn } from '../../lib/rebuild/swap.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { kafkaForTests } from '../support/kafka.js'
import { createTestDatabase } from '../support/postgres.js'
import { startSystem } from './system.js'

const cluster = await kafkaForTests('a rebuild')
afterAll(() => cluster?.stop())

test.skipIf(cluster === null)('filled, compared, swapped in, rolled back', async () => {
  const database = await createTestDatabase()
  const log = createKafkaLog({
    brokers: cluster?.brokers ?? [],
    topicPrefix: `test-${randomBytes(4).toString('hex')}.`,
    clock: systemClock,
  })
  const system = await startSystem(database, { log })
  try {
    const days = generatedEvents({ first: '2025-11-03', last: '2025-11-10' })
    const next = async () => {
      await system.append(days.next().value ?? [])
      await system.applied()
    }
    await next()
    await next()
    const pool = database.pool('racing')
    const told = async () => {
      await expect.poll(async () => (await pool.query('SELECT FROM outbox')).rowCount).toBe(0)
      const races = (await pool.query('SELECT DISTINCT race_id FROM ra_race_results')).rowCount
      // Kafka shows a transaction some moments after it has answered that it is committed.
      const read = () => log.read({ topic: 'settled', partition: 0, from: 0n, limit: 100_000 })
      await expect.poll(async () => (await read()).length).toBe(races)
      const ids = (await read()).map((event) => event.headers['ce_id'])
      expect(new Set(ids).size).toBe(ids.length)
      return ids.length
    }
    const before = await told()
    const differing = await withFilled(
      { plan: system.plan, tools: system.tools, id: 'kafka', projections: [] },
      async (filled) => {
        const diffs = await compare({ ...system, filled })
        await swapIn({ ...system, filled })
        return diffs.filter((diff) => diff.only_old + diff.only_new + diff.changed > 0)
      },
    )
    expect(differing).toEqual([])
    expect(await told()).toBe(before)
    await next()
    const after = await told()
    expect(after).toBeGreaterThan(before)
    await rollBack(system.plan, system.tools)
    await system.applied()
    expect(await told()).toBe(after)
  } finally {
    await system.close()
    await database.drop()
  }
})
