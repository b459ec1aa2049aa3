// What is asked for and what is not: settled days, old days, profiles.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { HorseProfileFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import type { RunningService } from '../../lib/service.js'
import { activeRuns, pendingUnits } from '../../services/fetcher/plan.js'
import { unitName } from '../../services/fetcher/unit.js'
import { startEntities } from '../../services/projector/main.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'
import { testClock } from './testClock.js'
import { openWorld, type World } from './world.js'

const hour = 3600_000
let days: SmallDays
let world: World
let entities: RunningService | undefined
beforeAll(() => (days = writeSmallDays('2025-09-20', '2025-10-10', 1)))
afterAll(() => days.remove())
afterEach(async () => {
  await entities?.stop()
  entities = undefined
  await world.close()
})

/** Takes the birth date and a parent out of a day's cards. */
function leaveOut(date: string): void {
  const file = join(days.folder, `racecards_pro_${date}.json`)
  const cards = JSON.parse(readFileSync(file, 'utf8')) as { racecards: { runners: Record<string, unknown>[] }[] }
  for (const runner of cards.racecards.flatMap(({ runners }) => runners))
    Object.assign(runner, { dob: '', damsire: '', damsire_id: '' })
  writeFileSync(file, JSON.stringify(cards))
}

/** What a run of some kinds and days would fetch now. */
async function pending(kinds: string[], start_date: string, end_date: string): Promise<string[]> {
  const { runtime, pool } = world
  const run = { id: 'asked', kinds, start_date, end_date, regions: ['gb', 'ire'], requested_at: runtime.clock.now() }
  return (await pendingUnits(pool, run, runtime.today(), null)).map(({ unit }) => unitName(unit))
}

test('results are read again at +1, +3 and +7 days until they stand still; cards until race day', async () => {
  const clock = testClock(new Date('2025-10-01T20:00:00Z'))
  world = await openWorld({ simulator: { days: days.folder }, clock, environment: { AS_OF: '' } })
  await world.fetch()
  let runs = 0
  // The simulator shows the time of the fetcher.
  const moveTo = (at: string) => {
    clock.advance(Date.parse(at) - clock.now().getTime())
    world.simulator.time.set({ now: clock.now() })
  }
  const of = (kind: string) => pending([kind], '2025-10-01', '2025-10-01')
  const fetchAll = async () => {
    runs += 1
    await world.run({
      id: `run ${runs}`,
      kinds: ['racecards', 'results'],
      start_date: '2025-10-01',
      end_date: '2025-10-01',
    })
  }
  moveTo('2025-09-30T12:00:00Z')
  await fetchAll()
  moveTo('2025-09-30T18:00:00Z')
  expect(await of('racecards')).toEqual(['racecards:2025-10-01'])
  moveTo('2025-10-01T20:00:00Z')
  await fetchAll()
  clock.advance(hour)
  // On its day a card is read for the last time; results are still coming in.
  expect(await of('racecards')).toEqual([])
  expect(await of('results')).toEqual(['results:2025-10-01'])
  // Midnight in London is 23:00 UTC in summer.
  for (const [due, again] of [
    ['2025-10-01T23:10:00Z', true],
    ['2025-10-03T22:50:00Z', false],
    ['2025-10-03T23:10:00Z', true],
    ['2025-10-07T22:50:00Z', false],
  ] as const) {
    moveTo(due)
    const asked = await of('results')
    if (due > '2025-10-02T23') expect(asked, due).toEqual(again ? ['results:2025-10-01'] : [])
    if (again) await fetchAll()
  }
  // Nothing new since two days after it: it is settled without the last reading.
  moveTo('2025-10-08T23:10:00Z')
  expect(await of('results')).toEqual([])
})

test('no racecards before 2023-01-23, no results before 1988 or of tomorrow; another region is asked for along', async () => {
  world = await openWorld({ simulator: { days: days.folder } })
  expect(await pending(['racecards'], '2023-01-21', '2023-01-24')).toEqual([
    'racecards:2023-01-24',
    'racecards:2023-01-23',
  ])
  expect(await pending(['results'], '2025-10-07', '2025-10-15')).toEqual(['results:2025-10-08', 'results:2025-10-07'])
  expect(await pending(['racecards'], '2025-10-14', '2025-10-15')).toEqual([
    'racecards:2025-10-15',
    'racecards:2025-10-14',
  ])
  await world.fetch()
  const day = { kinds: ['results'], start_date: '2025-09-20', end_date: '2025-09-20' }
  await world.run({ id: 'gb', ...day, regions: ['gb'] })
  await world.run({ id: 'more', ...day, regions: ['ire'] })
  await world.run({ id: 'both', ...day, regions: ['gb', 'ire'] })
  const asked = world.calls().map((path) => [...path.matchAll(/region=(\w+)/g)].map(([, region]) => region))
  expect(asked).toEqual([['gb'], ['ire', 'gb']])
})

test('days older than 365 days without the add-on: asked for once per run and kind, and the run ends with that sentence', async () => {
  world = await openWorld({ simulator: { days: days.folder, historyAddOn: false } })
  await world.fetch()
  const range = { start_date: '2024-09-20', end_date: '2024-10-15' }
  const ended = await world.run({ id: 'old', kinds: ['racecards', 'results'], ...range })
  expect(ended.state).toBe('failed')
  expect(ended.message).toBe(
    "18 units not in the plan. Days older than 365 days need the vendor's historical add-on, which this account does not have.",
  )
  const results = world.calls().filter((path) => path.startsWith('/results'))
  expect(results).toHaveLength(26 - 18 + 1)
  expect(world.calls().filter((path) => path === '/courses/regions')).toHaveLength(1)
  // The cards are not refused here, and are all there.
  expect(world.calls().filter((path) => path.startsWith('/racecards'))).toHaveLength(26)
  const fetched = (await world.fetchLog()).filter(({ outcome }) => outcome === 'not_in_plan')
  expect(fetched.map(({ calls }) => calls).reduce((sum, calls) => sum + calls)).toBe(2)
  // A run that is under way after a restart knows what it was told.
  await world.ask({ id: 'next', command: 'start_run', kinds: ['results'], ...range })
  await world.ended('next')
  await world.pool.query("UPDATE runs SET state = 'running' WHERE id = 'next'")
  expect((await activeRuns(world.pool))[0]?.refused_kinds).toEqual(['results'])
})

test('profiles: only horses that no card has described, after the days; 404 is remembered, half a year later they are asked again', async () => {
  const clock = testClock(new Date('2025-10-08T20:00:00Z'))
  leaveOut('2025-10-02')
  world = await openWorld({ simulator: { days: days.folder }, clock, environment: { AS_OF: '' } })
  await world.fetch()
  const range = { start_date: '2025-10-01', end_date: '2025-10-01' }
  await world.ask({ id: 'results', command: 'start_run', kinds: ['results', 'profiles'], ...range })
  const result = world.simulator.source.results('2025-10-01', clock.now())[0]?.read() as {
    runners: { horse_id: string }[]
  }
  const horses = result.runners.map(({ horse_id }) => horse_id).sort()
  const [missing = '', broken = ''] = horses
  world.simulator.faults.set([
    { kind: 404, where: missing },
    { kind: 500, where: broken },
  ])
  entities = startEntities(world.runtime)
  expect(await world.ended('results')).toEqual({ state: 'failed', message: '1 unit failed' })
  const calls = world.calls()
  expect(calls[0]).toContain('/results')
  const asked = (horse: string) => world.calls().filter((path) => path.startsWith(`/horses/${horse}/`)).length
  expect(asked(missing)).toBe(2)
  expect(asked(broken)).toBe(3)
  expect(calls).toHaveLength(1 + (horses.length - 2) + 2 + 3)
  const outcomes = new Map((await world.fetchLog()).map(({ unit, outcome }) => [unit, outcome]))
  expect([outcomes.get(`profiles:${missing}`), outcomes.get(`profiles:${broken}`)]).toEqual(['not_found', 'failed'])

  // What failed is asked for again, what does not exist is not; a horse on a card needs no profile, though
  // the card may leave something out.
  world.simulator.faults.set([])
  world.simulator.clearRequests()
  const cards = { kinds: ['racecards', 'profiles'], start_date: '2025-10-02', end_date: '2025-10-02' }
  expect((await world.run({ id: 'cards', ...cards })).state).toBe('done')
  expect(world.calls().filter((path) => path.startsWith('/horses'))).toEqual([])
  const undated = 'SELECT count(*)::int AS horses FROM ra_mst_horses WHERE dob IS NULL AND colour IS NOT NULL'
  const { rows } = await world.runtime.pool('racing').query<{ horses: number }>(undated)
  expect(rows[0]?.horses).toBeGreaterThan(0)

  world.simulator.clearRequests()
  clock.advance(190 * 24 * hour)
  world.simulator.time.set({ now: clock.now() })
  expect((await world.run({ id: 'later', kinds: ['profiles'] })).state).toBe('done')
  expect(
    world
      .calls()
      .map((path) => path.split('/')[2])
      .sort(),
  ).toEqual(horses.filter((horse) => horse !== missing && horse !== broken))
  const profiles = await world.events<HorseProfileFetched>(topics.horseProfiles)
  // The same content half a year later is no new event.
  expect(profiles).toHaveLength(horses.length - 2)
})
