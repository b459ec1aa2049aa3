// A database that goes away: the service waits for it, a command gives up, and nothing that was fetched is lost.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ResultFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import type { RunningService } from '../../lib/service.js'
import { startFetcher, type FetcherOptions } from '../../services/fetcher/main.js'
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'
import { openWorld, type World } from './world.js'
import { eventually } from '../support/eventually.js'

let days: SmallDays
let world: World
let proxy: TcpProxy
let port: number
let fetcher: RunningService
beforeEach(async () => {
  days = writeSmallDays('2025-09-01', '2025-09-30', 1)
  world = await openWorld({ simulator: { days: days.folder }, rate: 20 })
  port = Number(new URL(world.database.url).port)
  proxy = await startTcpProxy(port)
})
afterEach(async () => {
  await fetcher.stop()
  await world.close()
  await proxy.close()
  days.remove()
})

/** Starts a fetcher that reaches the database through the proxy, and asks for September. */
async function start(options: FetcherOptions = {}): Promise<void> {
  const url = new URL(world.database.url)
  url.port = String(proxy.port)
  fetcher = await startFetcher(await world.another({ DATABASE_URL: url.toString() }), options)
  await world.ask({
    id: 'r',
    command: 'start_run',
    kinds: ['results'],
    start_date: '2025-09-01',
    end_date: '2025-09-30',
  })
  await eventually('it works', () => world.calls().length > 4)
}

/** Every race once, and every day called for once but those that were in flight. */
async function expectAllOnce(most: number): Promise<void> {
  expect(await world.ended('r')).toEqual({ state: 'done', message: null })
  const races = (await world.events<ResultFetched>(topics.results)).map((event) => event.race_id)
  expect(new Set(races).size).toBe(30)
  expect(races).toHaveLength(30)
  const calls = world.calls()
  expect(new Set(calls).size).toBe(30)
  expect(calls.length).toBeLessThanOrEqual(30 + most)
}

test('the service waits while the database is away, calls nobody meanwhile, and goes on', async () => {
  await start()
  proxy.target(1)
  proxy.cut()
  await world.runtime.clock.sleep(1000)
  const calls = world.calls().length
  await world.runtime.clock.sleep(1500)
  expect(world.calls().length).toBeLessThanOrEqual(calls + 1)
  proxy.target(port)
  await expectAllOnce(0)
})

test('an append whose answer is lost is not done twice', async () => {
  await start()
  for (let round = 0; round < 3; round += 1) {
    await proxy.loseAnswer((sent) => sent.includes('log-append'))
    await eventually('it goes on', () => world.calls().length > 5 * (round + 2))
  }
  await expectAllOnce(0)
})
