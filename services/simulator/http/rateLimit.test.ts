import { afterEach, describe, expect, test } from 'vitest'
import { getFrom, handClock, startStandingStill } from '../../../test/simulator/standingStill.js'
import type { RunningSimulator, SimulatorOptions } from '../main.js'

let simulator: RunningSimulator
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startStandingStill(options)
  return simulator
}
const get = (path: string, headers?: Record<string, string>) => getFrom(simulator, path, headers)

afterEach(() => simulator.stop())

describe('the rate limit', () => {
  test('two in a second pass, the third is refused; it passes a second later', async () => {
    const clock = handClock()
    await start({ rate: 2, clock })
    const statuses = []
    for (const pause of [0, 10, 10, 930, 60]) {
      clock.move(pause)
      statuses.push((await get('/v1/courses')).status)
    }
    expect(statuses).toEqual([200, 200, 429, 200, 200])
    expect(simulator.requests().map((request) => request.status)).toEqual(statuses)
  })

  test('a client that keeps exactly to its rate is never refused', async () => {
    const clock = handClock()
    await start({ rate: 2, clock })
    for (let i = 0; i < 20; i++) {
      clock.move(i % 2 === 0 ? 480 : 520)
      expect((await get('/v1/courses/regions')).status).toBe(200)
    }
  })

  test("more than 100 in 10 s cost five minutes, with the vendor's own limits", async () => {
    const clock = handClock()
    await start({ rate: 'vendor', clock })
    for (let i = 0; i < 100; i++) {
      clock.move(20)
      await get('/v1/courses/regions')
    }
    const blocked = await get('/v1/courses/regions')
    expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([429, '300'])
    clock.move(299_000)
    expect((await get('/v1/courses/regions')).status).toBe(429)
    clock.move(1_001)
    expect((await get('/v1/courses/regions')).status).toBe(200)
  })
})

test('every arrival is recorded, bounded, and can be read over HTTP', async () => {
  const clock = handClock()
  await start({ clock, requestsKept: 3 })
  for (const path of ['/v1/courses', '/v1/nothing', '/v1/results?limit=0', '/v1/courses/regions']) {
    clock.move(1000)
    await get(path)
  }
  const recorded = await (await fetch(`${simulator.url}/_simulator/requests`)).json()
  const at = clock.now().getTime()
  expect(recorded).toEqual([
    { at: at - 2000, method: 'GET', path: '/v1/nothing', status: 404 },
    { at: at - 1000, method: 'GET', path: '/v1/results?limit=0', status: 422 },
    { at, method: 'GET', path: '/v1/courses/regions', status: 200 },
  ])
})

test('the simulated clock runs at its speed and can be set over HTTP', async () => {
  const clock = handClock()
  await start({ clock, now: '2025-03-01T00:00:00Z', speed: 60 })
  clock.move(60_000)
  expect(simulator.time.now().toISOString()).toBe('2025-03-01T01:00:00.000Z')
  const response = await fetch(`${simulator.url}/_simulator/clock`, {
    method: 'POST',
    body: JSON.stringify({ now: '2025-05-01', speed: 0 }),
  })
  expect(await response.json()).toEqual({ now: '2025-05-01T12:00:00.000Z', speed: 0 })
  expect((await fetch(`${simulator.url}/_simulator/clock`, { method: 'POST', body: '{"now":"soon"}' })).status).toBe(
    422,
  )
})
