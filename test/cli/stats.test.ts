import { afterAll, beforeAll, expect, test } from 'vitest'
import { resultFetched } from '../../lib/events/fetched.js'
import { command } from '../support/command.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { resultRace } from '../racing/builders.js'
import { createWorld } from '../stats/world.js'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const world = createWorld(database.pool('racing'), '2025-04-02')
  await world.apply([
    resultFetched({ source: 'test', fetchedAt: 1, runId: null }, 'results', 'rac_1', resultRace(['1', '2'])),
  ])
})
afterAll(() => database.drop())

const stats = (...args: string[]) => command(['stats', ...args], { DATABASE_URL: database.url }).ended

test('check, reset, recalculate: exit codes and rows', { timeout: 60_000 }, async () => {
  expect(await stats('check')).toEqual({ code: 0, stdout: '', stderr: '' })
  await database.pool('racing').query("UPDATE ra_mst_jockeys SET total_rides = 77 WHERE jockey_id = 'jky_9'")
  const drift = await stats('check')
  expect(drift.code).toBe(1)
  expect(drift.stdout).toBe('ra_mst_jockeys jky_9: total_rides 77 → 2\n')
  expect(drift.stderr).toMatch(/^error: 1 rows differ from their facts .*darkhorses stats recalculate/)
  expect(JSON.parse((await stats('check', '--json', '--table', 'ra_mst_jockeys')).stdout)).toMatchObject([
    { table: 'ra_mst_jockeys', stored: { total_rides: 77 }, recomputed: { total_rides: 2 } },
  ])
  expect((await stats('check', '--table', 'ra_mst_sires')).code).toBe(0)

  const reset = await stats('reset', '--table', 'ra_mst_jockeys', '--json')
  expect(JSON.parse(reset.stdout)).toEqual([{ table: 'ra_mst_jockeys', changed: 1 }])
  const set = await stats('recalculate')
  expect(set).toMatchObject({ code: 0 })
  expect(set.stdout).toMatch(/ra_mst_jockeys +1\n/)
  expect((await stats('check')).code).toBe(0)
})

test('a table without statistics is wrong usage, with an example; help has one too', async () => {
  const wrong = await stats('recalculate', '--table', 'ra_races')
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toMatch(
    /^error: There are no statistics in ra_races\. For example --table ra_performance_by_distance/,
  )
  const help = await stats('check', '--help')
  expect(help).toMatchObject({ code: 0 })
  expect(help.stdout).toContain('Example: darkhorses stats check')
})
