// What people and programs put on the control topic: obeyed once, answered where it cannot be.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { controlMessage } from '../../lib/events/controlMessage.js'
import { topics } from '../../lib/events/topics.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'
import { openWorld, type World } from './world.js'
import { eventually } from '../support/eventually.js'

let days: SmallDays
let world: World
beforeAll(() => (days = writeSmallDays('2025-09-01', '2025-09-20', 1)))
afterAll(() => days.remove())
beforeEach(async () => {
  world = await openWorld({ simulator: { days: days.folder } })
})
afterEach(() => world.close())

const week = { start_date: '2025-09-01', end_date: '2025-09-07' }
const put = (value: Buffer | string, key: string | null = null) =>
  world.runtime.log.append([{ topic: topics.control, key, value: Buffer.from(value) }])
const rejected = async () => {
  const { rows } = await world.pool.query<{ id: string; reason: string }>('SELECT id, reason FROM rejected_messages')
  return new Map(rows.map(({ id, reason }) => [id, reason]))
}
const runs = async () =>
  (await world.pool.query<{ id: string; state: string }>('SELECT id, state FROM runs ORDER BY id')).rows

test('plain JSON of any producer is obeyed; what cannot be is answered with its reason, and the next message is', async () => {
  await world.fetch()
  const wrong: [string, object, RegExp][] = [
    ['kinds', { kinds: ['odds'] }, /no kind odds.*racecards/],
    ['no kinds', { kinds: [] }, /No kind is named/],
    ['long kinds', { kinds: Array.from({ length: 5000 }, (_, i) => `kind${i}`) }, /no kind kind0.*and 4995 more/],
    ['regions', { ...week, regions: ['gb; DROP TABLE runs'] }, /no region gb; DROP TABLE runs/],
    ['backwards', { start_date: '2025-09-02', end_date: '2025-09-01' }, /after the end.*can be fetched, for example/s],
    ['too early', { start_date: '1066-10-14' }, /before 1988-01-01/],
    ['too late', { start_date: '2025-09-01', end_date: '9999-12-31' }, /more than 7 days ahead/],
    ['no day', { start_date: '2025-02-30' }, /no day 2025-02-30/],
    ['no start', { kinds: ['results'] }, /start_date is missing/],
    ['priority', { ...week, priority: 'urgent' }, /no priority urgent: live, backfill, profiles/],
    ['unit', { units: ['results:2025-09-01', 'https://example.org/'] }, /no unit https:/],
    ['old card', { units: ['racecards:2020-01-01'] }, /No racecards exist before/],
    ['command', { command: 'drop_tables' }, /no command drop_tables/],
    ['pause', { command: 'pause_run', run_id: 'nobody' }, /no run nobody/],
    ['retry', { command: 'retry_units' }, /No unit is named/],
    ['shape', { kinds: 'results' }, /cannot be read.*kinds/],
    ['type', { start_date: 20250901 }, /cannot be read.*start_date/],
  ]
  for (const [id, message] of wrong) await put(JSON.stringify({ id, command: 'start_run', ...message }))
  const junk = ['', '{', '[]', 'null', '{"id":1}', '\u0000\u0000', 'start_run', '{"id":"x"}', '\ufeff{}']
  for (const text of junk) await put(text)
  await put(Buffer.from([0, 0, 0, 0, 1, 255, 255, 255, 255, 255, 255]))
  await put(Buffer.from([0, 0, 0, 255, 255, 1, 2]))
  await world.runtime.log.append([{ topic: topics.control, key: 'tombstone', value: null }])
  await put(JSON.stringify({ id: 'good', command: 'start_run', kinds: ['results'], ...week, more: 'ignored' }))
  expect(await world.ended('good')).toEqual({ state: 'done', message: null })
  expect((await runs()).map(({ id }) => id)).toEqual(['good'])
  const reasons = await rejected()
  for (const [id, , words] of wrong) expect(reasons.get(id), id).toMatch(words)
  expect(reasons.size).toBe(wrong.length + junk.length + 3)
  const answers = async () => (await world.fetchLog()).filter((entry) => entry.outcome === 'rejected')
  await eventually('the answers are in the fetch log', async () => (await answers()).length >= reasons.size)
  const told = new Map((await answers()).map(({ unit, message }) => [unit, message]))
  expect(told.get('start_run:too early')).toContain('before 1988-01-01')
  const dead = await world.pool.query('SELECT FROM dead_letters')
  expect(dead.rowCount).toBe(0)
})

test('ten thousand messages in a burst, each fifty times over: obeyed once each, and the API is hardly asked', async () => {
  const { log, codec } = world.runtime
  const messages = Array.from(
    { length: 10_000 },
    (_, i) =>
    controlMessage({ id: `burst ${i % 200}`, command: 'start_run', kinds: ['results'], start_date: '2025-09-01', end_date: '2025-09-02' }), // prettier-ignore
  )
  const encoded = await codec.encodeMany(messages)
  for (let at = 0; at < encoded.length; at += 500) await log.append(encoded.slice(at, at + 500))
  await world.fetch()
  await eventually('all runs are done', async () => {
    const found = await runs()
    return found.length === 200 && found.every(({ state }) => state === 'done')
  })
  // Whatever was asked for two hundred times was fetched once, or twice where a run came after the fetch.
  expect(world.calls().length).toBeLessThanOrEqual(6)
  const { rows } = await world.pool.query<{ obeyed: number }>('SELECT count(*)::int AS obeyed FROM control_messages')
  expect(rows[0]?.obeyed).toBe((await runs()).length)
})

test('ten thousand runs of all years in a burst: as many as may wait are accepted, the others are told, and a live unit is fetched', async () => {
  const { log, codec } = world.runtime
  const messages = Array.from(
    { length: 10_000 },
    (_, i) =>
    controlMessage({ id: `burst ${i}`, command: 'start_run', kinds: ['results'], start_date: '1988-01-01', end_date: '2025-10-08' }), // prettier-ignore
  )
  const encoded = await codec.encodeMany(messages)
  for (let at = 0; at < encoded.length; at += 500) await log.append(encoded.slice(at, at + 500))
  await world.fetch()
  const answers = async () => (await world.fetchLog()).filter(({ outcome }) => outcome === 'rejected')
  await eventually('the others are told', async () => (await answers()).length === 9000)
  expect((await answers())[0]?.message).toMatch(/^1000 runs are not finished; cancel some/)
  expect(await runs()).toHaveLength(1000)
  await world.ask({ id: 'room', command: 'cancel_run', run_id: 'burst 999' })
  await world.ask({ id: 'now', command: 'start_run', units: ['racecards:2025-09-03'], priority: 'live' })
  expect(await world.ended('now')).toEqual({ state: 'done', message: null })
  const calls = world.calls()
  expect(new Set(calls).size).toBe(calls.length)
})

test('a message is obeyed once per id, whoever repeats it, and a run is steered while it runs', async () => {
  const start = { id: 'steered', kinds: ['results'], ...week }
  await world.ask({ command: 'start_run', ...start })
  await world.ask({ command: 'pause_run', id: 'p', run_id: 'steered' })
  await world.ask({ command: 'start_run', ...start })
  await world.ask({ command: 'start_run', ...start, end_date: '2025-09-20' })
  await world.fetch()
  await eventually('another range under the id is refused', async () =>
    /run steered is of 2025-09-01 to 2025-09-07/.test((await rejected()).get('steered') ?? ''),
  )
  await eventually('the repetition is answered with its run', async () =>
    (await world.fetchLog()).some(
      ({ unit, run_id, outcome, message }) =>
        unit === 'start_run:steered' &&
        run_id === 'steered' &&
        outcome === 'ok' &&
        /obeyed already/.test(message ?? ''),
    ),
  )
  expect(await runs()).toEqual([{ id: 'steered', state: 'paused' }])
  expect(world.calls()).toEqual([])
  await world.ask({ command: 'prioritise_run', id: 'first!', run_id: 'steered', priority: 'live' })
  await world.ask({ command: 'resume_run', id: 'r', run_id: 'steered' })
  expect((await world.ended('steered')).state).toBe('done')
  expect(world.calls()).toHaveLength(7)
  await world.ask({ command: 'resume_run', id: 'too late', run_id: 'steered' })
  await eventually('a finished run is not resumed', async () =>
    /is done and cannot be resumed/.test((await rejected()).get('too late') ?? ''),
  )
  await world.ask({ command: 'cancel_run', id: 'p', run_id: 'steered' })
  await eventually('an id is used once', async () => /was obeyed already/.test((await rejected()).get('p') ?? ''))
})

test('pausing and cancelling hold in the middle of a run, and cancelled is for ever', async () => {
  await world.close()
  world = await openWorld({ simulator: { days: days.folder }, rate: 20, concurrency: 1 })
  await world.fetch()
  await world.ask({
    id: 'long',
    command: 'start_run',
    kinds: ['results'],
    start_date: '2025-01-01',
    end_date: '2025-09-20',
  })
  await eventually('it runs', () => world.calls().length > 3)
  await world.ask({ id: 'stop', command: 'pause_run', run_id: 'long' })
  await eventually('it is paused', async () => (await runs())[0]?.state === 'paused')
  await eventually('calls in hand are recorded, and no more are made', async () => {
    const { rows } = await world.pool.query('SELECT FROM fetch_units')
    const calls = world.calls().length
    await world.runtime.clock.sleep(400)
    return calls === world.calls().length && rows.length === calls
  })
  const paused = world.calls().length
  await world.ask({ id: 'on', command: 'resume_run', run_id: 'long' })
  await eventually('it goes on', () => world.calls().length > paused + 2)
  await world.ask({ id: 'no', command: 'cancel_run', run_id: 'long' })
  expect((await world.ended('long')).state).toBe('cancelled')
  const calls = world.calls()
  expect(new Set(calls).size).toBe(calls.length)
})
