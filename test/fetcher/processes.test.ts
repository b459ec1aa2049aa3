// Fetchers as real processes, killed and stopped: nothing is lost, nothing is fetched twice but what was in flight.
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { ResultFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { ensureBuilt } from '../../scripts/ensureBuilt.mjs'
import { startFetcherChild, type FetcherChild } from '../support/fetcherChild.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'
import { mostInASecond } from '../support/arrivals.js'
import { openWorld, type World } from './world.js'
import { eventually } from '../support/eventually.js'

let world: World
let days: SmallDays
let children: FetcherChild[] = []
beforeAll(() => ensureBuilt())
afterEach(async () => {
  for (const child of children) {
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await child.ended
  }
  children = []
  await world.close()
  days.remove()
})

function start(leaseMs: number): FetcherChild {
  const child = startFetcherChild(world.environment, leaseMs)
  children.push(child)
  return child
}

/** Waits until the API is called again, and for how long. */
async function nextCall(): Promise<number> {
  const began = performance.now()
  const before = world.calls().length
  await eventually('a call', () => world.calls().length > before)
  return performance.now() - began
}

test('kill -9 at any moment: each kill costs the calls in flight, and every race is there once', async () => {
  days = writeSmallDays('2025-08-01', '2025-09-30', 1)
  const concurrency = 1
  world = await openWorld({ simulator: { days: days.folder }, rate: 25, concurrency })
  await world.ask({
    id: 'all',
    command: 'start_run',
    kinds: ['results'],
    start_date: '2025-08-01',
    end_date: '2025-09-30',
  })
  let kills = 0
  for (; kills < 5; kills += 1) {
    const child = start(1000)
    await nextCall()
    await world.runtime.clock.sleep(Math.random() * 300)
    child.kill('SIGKILL')
    await child.ended
  }
  start(1000)
  expect(await world.ended('all')).toEqual({ state: 'done', message: null })
  const calls = world.calls()
  expect(new Set(calls).size).toBe(61)
  expect(calls.length - 61).toBeLessThanOrEqual(kills * concurrency)
  const races = (await world.events<ResultFetched>(topics.results)).map((event) => event.race_id)
  expect([...races].sort()).toEqual([...new Set(races)].sort())
  expect(races).toHaveLength(61)
  expect(mostInASecond(world.simulator.requests())).toBeLessThanOrEqual(25)
})

test('of two fetchers one is active; the other takes over within 15 s of kill -9 or SIGSTOP, and a woken one calls nobody', async () => {
  days = writeSmallDays('2025-09-30', '2025-09-30', 1)
  world = await openWorld({ simulator: { days: days.folder }, rate: 5 })
  await world.ask({
    id: 'long',
    command: 'start_run',
    kinds: ['results'],
    start_date: '2023-01-01',
    end_date: '2025-09-30',
  })
  // Leases as the service has them.
  const [first, second] = [start(8000), start(8000)]
  await Promise.all([first.ready, second.ready])
  await nextCall()
  const owner = async () => {
    const { rows } = await world.pool.query<{ generation: bigint }>('SELECT generation FROM fetcher_lease')
    return rows[0]?.generation ?? 0n
  }
  const taken = await owner()
  const duplicates = () => world.calls().length - new Set(world.calls()).size
  // Whichever is active: the one that, stopped, makes the calls stop.
  const stopActive = async (): Promise<FetcherChild> => {
    for (const child of [first, second]) {
      child.kill('SIGSTOP')
      const before = world.calls().length
      await world.runtime.clock.sleep(1200)
      if (world.calls().length <= before + 1) return child
      child.kill('SIGCONT')
    }
    throw new Error('neither is active')
  }
  const stopped = await stopActive()
  expect(await nextCall()).toBeLessThan(15_000)
  expect(await owner()).toBe(taken + 1n)
  // It wakes while another one is active: what was in its hands is recorded or not, but it calls nobody.
  stopped.kill('SIGCONT')
  await eventually('calls go on', async () => {
    const before = world.calls().length
    await world.runtime.clock.sleep(1000)
    return world.calls().length > before
  })
  expect(await owner()).toBe(taken + 1n)
  const active = stopped === first ? second : first
  active.kill('SIGKILL')
  await active.ended
  expect(await nextCall()).toBeLessThan(15_000)
  expect(await owner()).toBe(taken + 2n)
  expect(duplicates()).toBeLessThanOrEqual(2 * 4)
  expect(mostInASecond(world.simulator.requests())).toBeLessThanOrEqual(5)
})
