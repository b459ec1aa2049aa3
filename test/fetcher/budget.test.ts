// The one budget, seen from the API's side: the simulator's own clock of arrivals.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock, type Clock } from '../../lib/clock.js'
import { createBudget } from '../../services/fetcher/budget.js'
import { NotActive } from '../../services/fetcher/errors.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'
import { mostInASecond } from '../support/arrivals.js'
import { openWorld, today, type World } from './world.js'
import { eventually } from '../support/eventually.js'

let days: SmallDays
let world: World
beforeAll(() => (days = writeSmallDays('2025-10-01', today, 1)))
afterAll(() => days.remove())
afterEach(() => world.close())

const rate = 10
const backfill = { kinds: ['results'], start_date: '2025-01-01', end_date: '2025-09-30' }

test('a live run waits for one call at most, even while every backfill call is between two tries', async () => {
  // Slow enough for a plan to be made between two calls on any machine.
  world = await openWorld({ simulator: { days: days.folder, faults: 'results:503@0.2~start_date=2025-0' }, rate: 1.5 })
  await world.fetch()
  await world.ask({ id: 'old', command: 'start_run', ...backfill })
  const isLive = (path: string) => path.includes('racecards') || path.includes('2025-10-')
  const waited: number[] = []
  for (let round = 0; round < 3; round += 1) {
    await eventually('the backfill is under way', () => world.calls().length > 3 * (round + 1))
    const id = `live ${round}`
    await world.ask({ id, command: 'start_run', units: [`racecards:2025-10-0${round + 1}`], priority: 'live' })
    await eventually('the message is obeyed', async () => {
      const { rowCount } = await world.pool.query('SELECT FROM runs WHERE id = $1', [id])
      return rowCount === 1
    })
    const before = world.calls().length
    expect((await world.ended(id)).state).toBe('done')
    const after = world.calls().slice(before)
    waited.push(after.findIndex(isLive))
  }
  // The call whose turn had come, and one more where planning took longer than the two thirds of a second between two calls.
  expect(Math.max(...waited)).toBeLessThanOrEqual(2)
  expect(Math.min(...waited)).toBeLessThanOrEqual(1)
})

test('no sliding second sees more calls than permitted, over stops and starts', async () => {
  world = await openWorld({ simulator: { days: days.folder }, rate })
  await world.ask({ id: 'old', command: 'start_run', ...backfill })
  for (let round = 1; round <= 3; round += 1) {
    const fetcher = await world.fetch()
    await eventually('it works', () => world.calls().length >= 15 * round)
    await fetcher.stop()
  }
  expect(mostInASecond(world.simulator.requests())).toBeLessThanOrEqual(rate)
  const calls = world.calls()
  expect(new Set(calls).size).toBe(calls.length)
})

test('whoever begins to call, or begins again, lets the second of the last reservation pass', async () => {
  world = await openWorld()
  await world.pool.query("UPDATE fetcher_lease SET owner = 'one'")
  let isHeld = true
  const lease = { owner: 'one', held: () => isHeld }
  const starts: number[] = []
  const make = () => Promise.resolve(starts.push(performance.now()))
  const budget = () => createBudget({ pool: world.pool, clock: systemClock, rate, concurrency: 4, lease })
  const [first, second] = [budget(), budget()]
  for (let i = 0; i < 3; i += 1) await first.call('backfill', make)
  await second.call('backfill', make)
  await second.call('backfill', make)
  isHeld = false
  await expect(second.call('backfill', make)).rejects.toThrow(NotActive)
  isHeld = true
  await second.call('backfill', make)
  const after = (nth: number) => (starts[nth] ?? 0) - (starts[nth - 1] ?? 0)
  expect(starts).toHaveLength(6)
  expect(Math.min(after(3), after(5))).toBeGreaterThanOrEqual(1000)
})

test('a call that could not be made in its turn takes another one, so that nobody begins within its second', async () => {
  world = await openWorld()
  const starts: number[] = []
  const make = () => Promise.resolve(starts.push(performance.now()))
  const budget = (clock: Clock) => createBudget({ pool: world.pool, clock, rate, concurrency: 4 })
  // The machine stands still for so long while a call waits for its turn.
  let standsStill = 0
  const slow: Clock = {
    ...systemClock,
    sleep: async (ms, signal) => {
      await systemClock.sleep(ms + standsStill, signal)
      standsStill = 0
    },
  }
  const first = budget(slow)
  for (const stop of [0, 300, 450, 700]) {
    for (let i = 0; i < rate; i += 1) await first.call('backfill', make)
    standsStill = stop
    await first.call('backfill', make)
    await budget(systemClock).call('backfill', make)
    const [last = 0, next = 0] = starts.slice(-2)
    expect(next - last, `after ${stop} ms`).toBeGreaterThanOrEqual(1000)
  }
  expect(mostInASecond(starts.map((at) => ({ at })))).toBeLessThanOrEqual(rate)
})

test('429 pauses everybody for as long as the API says, and the call is made again', async () => {
  world = await openWorld({ simulator: { days: days.folder, faults: '429=2@#5' }, rate: 0, concurrency: 8 })
  await world.fetch()
  expect(
    (await world.run({ id: 'limited', kinds: ['results'], start_date: '2025-09-01', end_date: '2025-09-30' })).state,
  ).toBe('done')
  const requests = world.simulator.requests()
  const refused = requests.find(({ status }) => status === 429)
  const later = requests.filter(({ at }) => at > (refused?.at ?? 0) + 100)
  expect(later.length).toBeGreaterThan(5)
  expect(Math.min(...later.map(({ at }) => at)) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1990)
  expect(requests.filter(({ path }) => path === refused?.path)).toHaveLength(2)
})
