/**
 * All recorded days through codec, log and the three groups, on the embedded log and on a real Kafka with a real registry:
 * the same tables to the last cell, nothing dead, statistics without drift, the users' SQL runs.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createConfluentRegistry } from '../../lib/events/confluentRegistry.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import { findDrift } from '../../services/stats/check.js'
import { startGroups, type GroupOptions } from '../support/groups.js'
import { kafkaForTests, type Cluster } from '../support/kafka.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()
if (shared === null) console.warn('recorded days not run: there are none (set DARKHORSES_SHARED)')

/** Every table of users, as sorted rows of text. */
async function tablesOf(database: TestDatabase): Promise<Record<string, readonly string[]>> {
  const pool = database.pool('racing')
  const { rows } = await pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'racing' AND tablename LIKE 'ra\\_%' ORDER BY 1",
  )
  const tables: Record<string, readonly string[]> = {}
  for (const { name } of rows) {
    const contents = await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} AS t`)
    tables[name] = contents.rows.map((one) => one.row).sort()
  }
  return tables
}

/** Applies all recorded events and returns the tables. */
async function run(database: TestDatabase, options: GroupOptions): Promise<Record<string, readonly string[]>> {
  const events = recordedEvents(shared ?? '')
  const groups = await startGroups(database, '2026-01-05', options)
  await groups.apply(events)
  await groups.stop()
  const pool = database.pool('racing')
  expect((await pool.query('SELECT error_message FROM dead_letters')).rows).toEqual([])
  expect(await findDrift(pool)).toEqual([])
  await pool.query(readFileSync(join(shared ?? '', '..', 'queries', 'verification.sql'), 'utf8'))
  const tables = await tablesOf(database)
  expect(Object.keys(tables)).toHaveLength(18)
  expect(tables['ra_races']).toHaveLength(new Set(events.map((event) => event.race_id)).size)
  return tables
}

describe.skipIf(shared === null)('recorded days', () => {
  const databases: TestDatabase[] = []
  let cluster: Cluster | null
  let embedded: Record<string, readonly string[]>
  async function database(): Promise<TestDatabase> {
    const made = await createTestDatabase()
    databases.push(made)
    return made
  }
  beforeAll(async () => {
    cluster = await kafkaForTests('the recorded days', { registry: true })
  }, 180_000)
  afterAll(async () => {
    await Promise.all(databases.map((one) => one.drop()))
    await cluster?.stop()
  })

  test('on the embedded log', async () => {
    embedded = await run(await database(), {})
  }, 120_000)

  test('on Kafka with a schema registry: the same tables', async (context) => {
    if (cluster === null) return context.skip('there is no Kafka here')
    const log = createKafkaLog({
      brokers: cluster.brokers,
      topicPrefix: `test-${randomBytes(4).toString('hex')}.`,
      clock: systemClock,
    })
    const registry = createConfluentRegistry({ url: cluster.registryUrl ?? '', clock: systemClock })
    expect(await run(await database(), { log, registry })).toEqual(embedded)
  }, 180_000)

  test('a registry that is down at the start and in the middle is waited for', async (context) => {
    if (cluster === null || cluster.registry === null) return context.skip('there is no registry here to kill')
    const log = createKafkaLog({
      brokers: cluster.brokers,
      topicPrefix: `test-${randomBytes(4).toString('hex')}.`,
      clock: systemClock,
    })
    const target = await database()
    const url = cluster.registryUrl ?? ''
    await cluster.registry.kill()
    const down = createConfluentRegistry({ url, clock: systemClock })
    const events = recordedEvents(shared ?? '').slice(0, 60)
    const early = await startGroups(target, '2026-01-05', { log, registry: down })
    await expect(early.apply(events.slice(0, 1))).rejects.toMatchObject({ retriable: true })
    await cluster.registry.restart()
    await early.apply(events.slice(0, 30))
    // What has been asked once is known: a registry that goes away later stops nobody who has its schemas.
    await cluster.registry.kill()
    await early.apply(events.slice(30))
    await early.stop()
    const { rows } = await target.pool('racing').query('SELECT count(*)::int AS dead FROM dead_letters')
    expect(rows).toEqual([{ dead: 0 }])
  }, 180_000)
})
