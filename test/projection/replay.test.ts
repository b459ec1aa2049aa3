/** Events applied once more to live tables, with the command: what a hand broke is mended, what is right stays as it is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactEvent } from '../../lib/events/events.js'
import { DataError } from '../../lib/projection/dataError.js'
import type { Projection } from '../../lib/projection/projection.js'
import { replayEvents } from '../../lib/projection/replayEvents.js'
import type { Runtime } from '../../lib/runtime.js'
import { findDrift } from '../../services/stats/check.js'
import { command } from '../support/command.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { startGroups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const [day, after] = ['2025-05-03', '2025-05-04']
let database: TestDatabase
let runtime: Runtime
let events: FactEvent[]

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = await testRuntime(database)
  events = [...generatedEvents({ first: day, last: after })].flat()
  const groups = await startGroups(database, '2025-05-10')
  await groups.apply(events)
  await groups.stop()
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

const run = (args: readonly string[]) =>
  command(['replay', ...args], { DATABASE_URL: database.url, DARKHORSES_HOME: '/', AS_OF: '2025-05-10' }).ended

const counts = async (args: readonly string[]) => {
  const ended = await run([...args, '--json'])
  // How far it is, where the machine takes its time.
  expect(ended.stderr).toMatch(/^(\w+: \d+ events applied again\n)*$/)
  return JSON.parse(ended.stdout) as { group: string; applied: number; ahead: number; failed: number }[]
}

const tables = [
  'ra_races',
  'ra_runners',
  'ra_race_results',
  'ra_mst_horses',
  'ra_mst_jockeys',
  'ra_performance_by_venue',
  'outbox',
  'projection_positions',
]
async function contents(): Promise<Record<string, string>> {
  const all: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await runtime
      .pool('racing')
      .query<{ rows: string }>(
        `SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS rows FROM ${table} t`,
      )
    all[table] = rows[0]?.rows ?? ''
  }
  return all
}

const ofDay = (date: string) =>
  events.filter((one) => (one.type === 'RacecardFetched' || one.type === 'ResultFetched') && one.race.date === date)

test('a race, a day, a horse, a topic, an offset, an instant: counts; nothing changes where all is right', async () => {
  const before = await contents()
  const [first] = ofDay(day)
  const race = first?.type === 'RacecardFetched' ? first.race_id : ''
  const events_of = events.filter((one) => 'race_id' in one && one.race_id === race).length
  const each = (applied: number) =>
    ['projector', 'entities', 'stats'].map((group) => ({ group, applied, ahead: 0, failed: 0 }))
  expect(await counts(['--race', race])).toEqual(each(events_of))
  expect(await counts(['--day', day])).toEqual(each(ofDay(day).length))
  const results = events.filter((one) => one.type === 'ResultFetched')
  expect(await counts(['--topic', 'results'])).toEqual(each(results.length))
  expect(await counts(['--from', 'results/0/3', '--group', 'stats'])).toEqual([
    { group: 'stats', applied: results.length - 3, ahead: 0, failed: 0 },
  ])
  expect((await counts(['--since', '2020-01-01', '--group', 'entities']))[0]?.applied).toBe(events.length)
  const horse = (first?.type === 'RacecardFetched' ? first.race.runners : [])?.[0]?.horse_id ?? ''
  expect((await counts(['--horse', horse, '--group', 'projector']))[0]?.applied).toBeGreaterThanOrEqual(2)
  expect(await contents()).toEqual(before)
  expect(await findDrift(runtime.pool('racing'))).toEqual([])
})

test('what a hand changed or removed is made again, and nothing else is touched', async () => {
  const pool = runtime.pool('racing')
  const before = await contents()
  const { rows } = await pool.query<{ race_id: string }>(
    'SELECT min(race_id) AS race_id FROM ra_races WHERE date = $1',
    [day],
  )
  const race = rows[0]?.race_id ?? ''
  await pool.query('UPDATE ra_runners SET draw = 99, odds = NULL WHERE race_id = $1', [race])
  await pool.query('DELETE FROM ra_race_results WHERE race_id = $1', [race])
  expect(await contents()).not.toEqual(before)
  await counts(['--day', after])
  expect(await contents()).not.toEqual(before)
  await counts(['--race', race])
  expect(await contents()).toEqual(before)
  expect(await findDrift(pool)).toEqual([])
})

test('a conflict with the live group passes, and each event is counted once', async () => {
  const { log, codec } = runtime
  const stored = await log.read({ topic: 'results', partition: 0, from: 0n, limit: 20 })
  const bad = stored[3]?.offset
  let deadlocks = 0
  const projection: Projection = {
    group: 'stats',
    topics: ['results'],
    apply: (batch) => {
      if (batch.some((one) => one.stored.offset === bad)) throw new DataError('it is the bad one')
      // In the second half, when the first is applied and the bad event found.
      const isSecondHalf = batch[0]?.stored.offset === stored[stored.length / 2]?.offset
      if (isSecondHalf && deadlocks < 2) {
        deadlocks += 1
        throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
      }
      return Promise.resolve()
    },
  }
  const counts = await replayEvents({ projection, codec, pool: runtime.pool('racing'), events: stored })
  expect(deadlocks).toBe(2)
  expect({ ...counts, failed: counts.failed.map((one) => one.stored.offset) }).toEqual({
    applied: stored.length - 1,
    ahead: 0,
    failed: [bad],
  })
})

test('events not applied yet are left to their group; a bad one is named, the others are applied', async () => {
  const { log, codec } = runtime
  const end = (await log.ends(['results']))[0]?.offset ?? 0n
  const [bad, good] = [{ topic: 'results', key: 'rac_1', value: Buffer.from('no event') }, ofDay(day)[0] as FactEvent]
  await log.append([bad, await codec.encode({ ...good, event_id: 'late' })])
  expect(await counts(['--from', `results/0/${end}`, '--group', 'projector'])).toEqual([
    { group: 'projector', applied: 0, ahead: 1, failed: 0 },
  ])
  await runtime
    .pool('racing')
    .query("UPDATE projection_positions SET next_offset = $1 WHERE topic = 'results'", [end + 1n])
  const ended = await run(['--from', `results/0/${end - 2n}`, '--group', 'projector'])
  expect(ended.code).toBe(1)
  expect(ended.stderr).toMatch(new RegExp(`^error: projector results/0/${end}: .*first byte`, 'm'))
  expect(ended.stdout).toMatch(/projector +2 +0 +1/)
})

test('wrong usage is exit 2 with an example, and what is not there is a sentence', async () => {
  for (const args of [
    [],
    ['--race', 'a', '--day', day],
    ['--topic', 'paper'],
    ['--from', 'results'],
    ['--since', 'soon'],
    ['--day', '2025-02-30'],
    ['--day', day, '--group', 'x'],
  ]) {
    const ended = await run(args)
    expect([args, ended.code]).toEqual([args, 2])
    expect(ended.stderr).toMatch(/for example/)
  }
  const ended = await run(['--race', 'rac_0'])
  expect(ended).toMatchObject({ code: 1, stdout: '' })
  expect(ended.stderr).toContain('error: The log holds no event of that')
})
