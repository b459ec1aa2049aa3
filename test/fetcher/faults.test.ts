// Every fault of the simulator at every kind of unit: what can be tried again is, what is refused is told, nothing is lost.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FactEvent, HorseProfileFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import type { FaultRule } from '../../services/simulator/main.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'
import { testClock } from './testClock.js'
import { openWorld, today, type World } from './world.js'

const endpoints = ['regions', 'courses', 'racecards', 'results', 'results-today', 'horse-pro'] as const
const unitOf = { regions: 'regions', courses: 'courses', racecards: 'racecards:', results: 'results:', 'results-today': 'results_today:', 'horse-pro': 'profiles:' } as const // prettier-ignore

let days: SmallDays
let world: World
beforeAll(() => (days = writeSmallDays('2025-10-06', today)))
afterAll(() => days.remove())
beforeEach(async () => {
  world = await openWorld({ simulator: { days: days.folder }, clock: testClock() })
})
afterEach(() => world.close())

/** One unit of each kind. */
function units(): string[] {
  const result = world.simulator.source.results('2025-10-06', new Date(`${today}T12:00:00Z`))[0]?.read() as {
    runners: { horse_id: string }[]
  }
  return ['regions', 'courses', 'racecards:2025-10-06', 'results:2025-10-06', `results_today:${today}`, `profiles:${result.runners[0]?.horse_id ?? ''}`] // prettier-ignore
}

async function contents(): Promise<string[]> {
  const facts: FactEvent[] = []
  for (const topic of [topics.reference, topics.racecards, topics.results, topics.horseProfiles])
    facts.push(...(await world.events<FactEvent>(topic)))
  return facts.map(({ type, content_hash }) => `${type} ${content_hash}`).sort()
}

const passing: readonly FaultRule[] = [
  ...[408, 425, 500, 502, 503, 504].map((kind) => ({ kind })),
  { kind: 503, retryAfter: 3 },
  { kind: 429 },
  { kind: 429, retryAfter: 3 },
  { kind: 'slow', delayMs: 2000 },
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'html' },
]

test('zipped or not, what is fetched is the same', async () => {
  const fetched: string[][] = []
  for (const zipped of [true, false]) {
    await world.pool.query('TRUNCATE fetched_content')
    const fetcher = await world.fetch({ zipped })
    expect((await world.run({ id: `zipped: ${zipped}`, units: units() })).state).toBe('done')
    await fetcher.stop()
    fetched.push((await contents()).slice())
  }
  const [once = [], both = []] = fetched
  expect(once.length).toBeGreaterThan(8)
  expect(both).toEqual([...once, ...once].sort())
})

test('a fault that passes is tried again, at every kind of unit; the events are those of a run without faults', async () => {
  await world.fetch({ timeoutMs: 400 })
  const names = units()
  expect((await world.run({ id: 'clean', units: names })).state).toBe('done')
  const clean = await contents()
  expect(clean.length).toBeGreaterThan(8)
  for (const [nth, fault] of passing.entries()) {
    // What has been seen is forgotten, so that it is appended again.
    await world.pool.query('TRUNCATE fetched_content')
    world.simulator.faults.set(endpoints.map((endpoint) => ({ ...fault, endpoint, times: 1 })))
    world.simulator.clearRequests()
    const run = await world.run({ id: `faulty ${nth}`, units: names })
    expect(run, JSON.stringify(fault)).toEqual({ state: 'done', message: null })
    expect(world.calls(), JSON.stringify(fault)).toHaveLength(2 * names.length)
  }
  const seen = await contents()
  expect(new Set(seen)).toEqual(new Set(clean))
  expect(seen).toHaveLength((passing.length + 1) * clean.length)
})

test('a fault that stays ends units as failed after their tries, the run goes on, and they are retried by name', async () => {
  await world.fetch()
  const names = units()
  const lasting: [FaultRule, number, number][] = [
    [{ kind: 503 }, 5, 3],
    [{ kind: 'html' }, 5, 3],
    [{ kind: 400 }, 1, 1],
    [{ kind: 403 }, 1, 1],
    [{ kind: 409 }, 1, 1],
    [{ kind: 422 }, 1, 1],
  ]
  for (const [fault, ofDays, ofProfiles] of lasting) {
    world.simulator.faults.set(endpoints.map((endpoint) => ({ ...fault, endpoint })))
    world.simulator.clearRequests()
    const id = `lasting ${fault.kind}`
    expect(await world.run({ id, units: [...names, 'bookmakers'] })).toEqual({
      state: 'failed',
      message: '6 units failed',
    })
    expect(world.calls()).toHaveLength(5 * ofDays + ofProfiles)
    const { rows } = await world.pool.query<{ unit: string; attempts: number; calls: number; message: string }>(
      "SELECT unit, attempts, calls, message FROM fetch_units WHERE outcome = 'failed'",
    )
    expect(rows.map(({ unit }) => unit).sort()).toEqual([...names].sort())
    for (const { unit, attempts, calls, message } of rows) {
      expect([attempts, calls]).toEqual(unit.startsWith('profiles') ? [ofProfiles, ofProfiles] : [ofDays, ofDays])
      expect(message).toContain('GET /v1/')
    }
    world.simulator.faults.set([])
    await world.ask({ id: `${id}, retried`, command: 'retry_units', run_id: id })
    expect(await world.ended(`${id}, retried`)).toEqual({ state: 'done', message: null })
  }
})

test('404 is an answer: remembered, no failure; a profile is asked for once more as /standard', async () => {
  await world.fetch()
  const names = units()
  world.simulator.faults.set(endpoints.map((endpoint) => ({ kind: 404, endpoint })))
  expect(await world.run({ id: 'missing', units: names })).toEqual({ state: 'done', message: null })
  const outcomes = await world.pool.query<{ unit: string; outcome: string; calls: number }>(
    'SELECT unit, outcome, calls FROM fetch_units ORDER BY unit',
  )
  expect(outcomes.rows.map(({ unit, outcome, calls }) => [unit, outcome, calls])).toEqual(
    [...names].sort().map((unit) => (unit.startsWith('profiles') ? [unit, 'ok', 2] : [unit, 'not_found', 1])),
  )
  const profiles = await world.events<HorseProfileFetched>(topics.horseProfiles)
  expect(profiles.map((event) => event.endpoint)).toEqual(['standard'])
})

test('a list that grows while it is read is read once more, and united', async () => {
  await world.fetch()
  for (const [endpoint, unit, topic] of [
    ['racecards', 'racecards:2025-10-06', topics.racecards],
    ['results', 'results:2025-10-06', topics.results],
    ['results-today', `results_today:${today}`, topics.results],
  ] as const) {
    // The page of this reading is short by a race that the total does not tell of: nothing to see, nothing read twice.
    world.simulator.faults.set([{ kind: 'growing', endpoint, races: 1, times: 1 }])
    const before = (await world.events(topic)).length
    expect((await world.run({ id: `${unit} growing`, units: [unit] })).state).toBe('done')
    expect((await world.events(topic)).length).toBe(before + 1)
    expect((await world.run({ id: `${unit} grown`, units: [unit] })).state).toBe('done')
    expect((await world.events(topic)).length).toBe(before + 2)
  }
})

test('401 stops everything at once with the call and the three reasons; nothing is recorded, and a new start goes on', async () => {
  for (const endpoint of endpoints) {
    world.simulator.faults.set([{ kind: 'not-in-plan', endpoint }])
    const fetcher = await world.fetch()
    const [name = ''] = units().filter((unit) => unit.startsWith(unitOf[endpoint]))
    await world.ask({ id: `refused ${endpoint}`, command: 'start_run', units: [name] })
    await expect(fetcher.done).rejects.toMatchObject({
      code: 'API_CREDENTIALS_REFUSED',
      message: expect.stringMatching(
        /GET \/v1\/.* \(401\).*credentials are wrong.*inactive.*not in its plan/s,
      ) as string,
    })
    expect(await world.fetchLog()).toEqual([])
    await world.ask({ id: `cancel ${endpoint}`, command: 'cancel_run', run_id: `refused ${endpoint}` })
  }
  world.simulator.faults.set([])
  await world.fetch()
  expect((await world.run({ id: 'again', units: units() })).state).toBe('done')
})
