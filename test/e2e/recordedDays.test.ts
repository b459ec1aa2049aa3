/**
 * All recorded days through codec, log and the three groups, on the embedded log and on a real Kafka with a real registry:
 * the same tables to the last cell, nothing dead, statistics without drift, the users' SQL runs.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { openRuntime, type Runtime } from '../../lib/runtime.js'
import { findDrift } from '../../services/stats/check.js'
import { startGroups } from '../support/groups.js'
import { kafkaForTests, onCluster, type Cluster } from '../support/kafka.js'
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

/** Log and codec as the command opens them, for what stands in the environment. */
function runtimeFor(database: TestDatabase, environment: Readonly<Record<string, string>>): Promise<Runtime> {
  const config = readConfig({ DATABASE_URL: database.url, ...environment }, '/')
  return openRuntime({ config, databaseUrl: database.url, logger: createLogger({ level: 'silent' }) })
}

/** Applies all recorded events and returns the tables. */
async function run(database: TestDatabase, options: Runtime): Promise<Record<string, readonly string[]>> {
  const events = recordedEvents(shared ?? '')
  const groups = await startGroups(database, '2026-01-05', options)
  await groups.apply(events)
  await groups.stop()
  await options.close()
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
  })
  afterAll(async () => {
    await Promise.all(databases.map((one) => one.drop()))
    await cluster?.stop()
  })

  test('on the embedded log', async () => {
    const target = await database()
    const runtime = await runtimeFor(target, {})
    expect(runtime.log.kind).toBe('embedded')
    embedded = await run(target, runtime)
  })

  test('on Kafka with a schema registry: the same tables', async (context) => {
    if (cluster === null) return context.skip('there is no Kafka here')
    const target = await database()
    const runtime = await runtimeFor(target, onCluster(cluster))
    expect(runtime.log.kind).toBe('kafka')
    expect(await run(target, runtime)).toEqual(embedded)
  })
})
