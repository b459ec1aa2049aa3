/** explain, for rows of all 18 tables: what it says was decided is what the table says, and its events are in the log. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { explainRow } from '../../cli/explain/explainRow.js'
import { explainedTable, explainedTables, readKey, type ExplainedTable } from '../../cli/explain/tables.js'
import { readConfig } from '../../lib/config.js'
import { referenceFetched } from '../../lib/events/fetched.js'
import { createLogger } from '../../lib/logger.js'
import { openRuntime, type Runtime } from '../../lib/runtime.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { startGroups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()
/** Rows looked at in each table. */
const perTable = 25
let database: TestDatabase
let runtime: Runtime
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  runtime = await openRuntime({
    config: readConfig({ DATABASE_URL: database.url }, '/'),
    databaseUrl: database.url,
    logger: createLogger({ level: 'silent' }),
  })
  const groups = await startGroups(database, '2025-04-02')
  await groups.apply([...generatedEvents({ first: '2025-03-28', last: '2025-03-28' })].flat())
  if (shared !== null) await groups.apply(recordedEvents(shared))
  await groups.stop()
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

async function someKeys(table: ExplainedTable): Promise<string[]> {
  const key = `concat_ws(':', ${table.key.join(', ')})`
  const { rows } = await pool.query<{ key: string }>(
    `SELECT ${key} AS key FROM ${table.table} ORDER BY md5(${key}) LIMIT $1`,
    [perTable],
  )
  return rows.map((row) => row.key)
}

const explain = (name: string, text: string, limit = 20) => {
  const table = explainedTable(name)
  return explainRow(runtime, table, readKey(table, text), text, limit)
}

describe.each(explainedTables.map((table) => [table.table, table] as const))('%s', (name, table) => {
  test('every column is decided as the table says, by events that are in the log', async () => {
    const keys = await someKeys(table)
    expect(keys.length).toBeGreaterThan(0)
    const wrong: string[] = []
    for (const key of keys) {
      const said = await explain(name, key)
      const listed = new Map(said.events.map((event) => [event.event_id, event]))
      for (const column of said.columns) {
        const where = `${name} ${key} ${column.column}`
        if ('expected' in column) wrong.push(`${where}: ${String(column.value)}, not ${String(column.expected)}`)
        if (column.why === 'no event decides it') wrong.push(`${where}: ${column.why}`)
        const isInstant = column.column === 'created_at' || column.column === 'updated_at'
        if (isInstant && table.entity !== null && column.decided_by.length === 0) wrong.push(`${where}: by no event`)
        for (const id of column.decided_by) if (!listed.has(id)) wrong.push(`${where}: decided by ${id}, not listed`)
      }
      for (const event of listed.values())
        if (event.place === null) wrong.push(`${name} ${key}: ${event.event_id} nowhere`)
      for (const fact of said.facts) if (fact.event_id === null) wrong.push(`${name} ${key}: a fact without its event`)
    }
    expect(wrong.slice(0, 20)).toEqual([])
  })
})

test('a cell changed by hand is told, with what the events say', async () => {
  const [key = ''] = await someKeys(explainedTable('ra_runners'))
  await pool.query("UPDATE ra_runners SET horse_name = 'Changed' WHERE runner_id = $1", [key])
  const said = await explain('ra_runners', key)
  const column = said.columns.find((one) => one.column === 'horse_name')
  expect(column).toMatchObject({ value: 'Changed' })
  expect(column?.expected).toEqual(expect.any(String))
  expect(said.columns.filter((one) => 'expected' in one)).toHaveLength(1)
})

test('the newest runs are listed, as many as asked for, and the others are counted', async () => {
  const { rows } = await pool.query<{ jockey_id: string; runs: number }>(
    'SELECT jockey_id, count(*)::int AS runs FROM stats_runs GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1',
  )
  const [{ jockey_id, runs } = { jockey_id: '', runs: 0 }] = rows
  expect(runs).toBeGreaterThan(5)
  const newest = await pool.query<{ race_id: string; horse_id: string }>(
    'SELECT race_id, horse_id FROM stats_runs WHERE jockey_id = $1 ORDER BY off_dt DESC, race_id COLLATE "C" DESC, horse_id',
    [jockey_id],
  )
  for (const limit of [0, 3, runs + 1]) {
    const said = await explain('ra_mst_jockeys', jockey_id, limit)
    expect(said.facts.map(({ race_id, horse_id }) => ({ race_id, horse_id }))).toEqual(newest.rows.slice(0, limit))
    expect(said.more_facts).toBe(Math.max(0, runs - limit))
    expect(said.columns.find((one) => one.column === 'total_rides')).toMatchObject({ facts: runs, value: runs })
  }
})

test('a region is named by its list and by its courses: the first and the last of them', async () => {
  const { rows } = await pool.query<{ at: number }>(
    "SELECT (extract(epoch FROM max(updated_at)) * 1000)::float8 AS at FROM ra_mst_courses WHERE region_code = 'GB'",
  )
  const newest = rows[0]?.at ?? 0
  const listAt = async (fetchedAt: number, region: string) => {
    const list = referenceFetched({ source: 'test/courses/regions', fetchedAt, runId: null }, 'regions', [
      { region, region_code: 'gb' },
    ])
    const groups = await startGroups(database, '2025-04-02')
    await groups.apply([list])
    await groups.stop()
    return { list, said: await explain('ra_mst_regions', 'GB') }
  }
  const { list, said } = await listAt(newest - 1, 'Britain')
  const columns = new Map(said.columns.map((one) => [one.column, one]))
  expect(said.columns.filter((one) => 'expected' in one)).toEqual([])
  expect(columns.get('name')).toMatchObject({ value: 'Britain', decided_by: [list.event_id] })
  // Older courses were named before the list, newer ones after it.
  for (const column of ['created_at', 'updated_at']) {
    expect(columns.get(column)?.decided_by).toHaveLength(1)
    expect(columns.get(column)?.decided_by).not.toEqual([list.event_id])
    expect(columns.get(column)?.why).toContain('names a course of it')
  }
  expect(said.events.map((one) => one.place)).not.toContain(null)
  const later = await listAt(newest + 1, 'Albion')
  expect(later.said.columns.filter((one) => 'expected' in one)).toEqual([])
  for (const column of ['name', 'updated_at'])
    expect(later.said.columns.find((one) => one.column === column)?.decided_by).toEqual([later.list.event_id])
})

test('views of old names lead to their tables', async () => {
  const [key = ''] = await someKeys(explainedTable('ra_mst_horses'))
  expect((await explain('ra_horses', key)).table).toBe('ra_mst_horses')
})

test('unknown tables, keys of another form and rows that are not there say what to write', async () => {
  expect(() => explainedTable('ra_race')).toThrow(
    /no table ra_race to explain, for example ra_runners; there are ra_races,/,
  )
  const runners = explainedTable('ra_runners')
  expect(() => readKey(runners, 'rac_1')).toThrow(/A key of ra_runners is race_id:horse_id, for example rac_.*:hrs_/)
  const combinations = explainedTable('ra_entity_combinations')
  expect(() => readKey(combinations, 'jockey:1:cook:2')).toThrow(/cook is not one of horse, jockey/)
  expect(() => readKey(explainedTable('ra_performance_by_distance'), 'horse:hrs_1:8f')).toThrow(
    /8f is no number of yards/,
  )
  await expect(explain('ra_runners', 'rac_0:hrs_0')).rejects.toThrow(
    /has no row rac_0:hrs_0. Keys there look like rac_\d+:hrs_\d+/,
  )
})
