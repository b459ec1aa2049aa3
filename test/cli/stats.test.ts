import { afterAll, beforeAll, expect, test } from 'vitest'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { command } from '../support/command.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { cardRace, resultRace } from '../racing/builders.js'
import { startGroups } from '../support/groups.js'
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

test('check, reset, recalculate: exit codes and rows', async () => {
  expect(await stats('check')).toEqual({
    code: 0,
    stdout: '',
    stderr: expect.stringMatching(/every row is what its facts say/) as string,
  })
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

test('recalculate sets what a hand did to masters too: a location, a name, a row', async () => {
  const other = await createTestDatabase()
  const groups = await startGroups(other, '2025-04-02')
  const fetch = { source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }
  await groups.apply([racecardFetched(fetch, 'rac_1', cardRace(['1', '2']))])
  await groups.stop()
  const pool = other.pool('racing')
  const masters = async () =>
    (
      await pool.query(`SELECT (SELECT jsonb_agg(t ORDER BY trainer_id) FROM ra_mst_trainers t) AS trainers,
        (SELECT jsonb_agg(t ORDER BY sire_id) FROM ra_mst_sires t) AS sires, (SELECT jsonb_agg(t) FROM ra_mst_courses t) AS courses`)
    ).rows[0] as Record<string, unknown>
  const before = await masters()
  expect(before).toMatchObject({ trainers: [{ location: 'Card Town' }], courses: [{ region: 'Great Britain' }] })
  await pool.query('UPDATE ra_mst_trainers SET location = NULL')
  await pool.query('UPDATE ra_mst_sires SET total_runners = 9, name = NULL, analysis_last_updated = NULL')
  await pool.query('UPDATE ra_mst_courses SET region = NULL, latitude = 0')
  const set = await command(['stats', 'recalculate'], { DATABASE_URL: other.url }).ended
  expect(set).toMatchObject({ code: 0 })
  expect(await masters()).toEqual(before)
  await other.drop()
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

test('features of a race as known at an instant; the audit of leaks', async () => {
  const run = (...args: string[]) => command(args, { DATABASE_URL: database.url }).ended
  const features = await run('features', '--race', 'rac_1', '--json')
  expect(features.code).toBe(0)
  expect(JSON.parse(features.stdout)).toMatchObject([
    { race_id: 'rac_1', horse_id: 'hrs_1', last_10_runs: 0 },
    { race_id: 'rac_1', horse_id: 'hrs_2', last_10_runs: 0 },
  ])
  for (const wrong of [
    ['--race', 'rac_77'],
    ['--date', '2025-02-30'],
    ['--race', 'rac_1', '--as-known-at', 'noon'],
    ['--race', 'rac_1', '--date', '2025-04-01'],
    [],
  ])
    expect((await run('features', ...wrong)).code, wrong.join(' ')).toBe(2)
  const audit = await run('leak-audit', '--races', '5')
  expect(audit).toMatchObject({ code: 0 })
  expect(audit.stdout).toMatch(/^1 races with another outcome \(seed 1\): 0 features .* moved, 0 of \d+ of earlier/)
  expect(audit.stderr).toMatch(/^No feature of a later race moved/)
})
