import { afterEach, describe, expect, test } from 'vitest'
import { authorization, getFrom, handClock, listed, startStandingStill } from '../../../test/simulator/standingStill.js'
import type { RunningSimulator, SimulatorOptions } from '../main.js'

let simulator: RunningSimulator
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startStandingStill(options)
  return simulator
}
const get = (path: string, headers?: Record<string, string>) => getFrom(simulator, path, headers)

afterEach(() => simulator.stop())

describe('faults', () => {
  const day = '/v1/results?start_date=2025-10-04&end_date=2025-10-04&limit=100'

  test.each([401, 404, 408, 422, 500, 502, 503])('status %i on one exact request', async (status) => {
    await start({ faults: `results:${status}@#2` })
    const statuses = [
      (await get(day)).status,
      (await get('/v1/courses')).status,
      (await get(day)).status,
      (await get(day)).status,
    ]
    expect(statuses).toEqual([200, 200, status, 200])
  })

  test('429 with and without Retry-After', async () => {
    await start({ faults: '429=7@#1 429@#2' })
    expect((await get(day)).headers.get('retry-after')).toBe('7')
    const second = await get(day)
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, null])
    expect((await get(day)).status).toBe(200)
  })

  test('HTML with 200, truncated JSON, a connection that dies in the body', async () => {
    await start({ faults: 'html@#1 truncated@#2 reset@#3' })
    const html = await fetch(simulator.url + day, { headers: { authorization } })
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await html.text()).toMatch(/^<!DOCTYPE/)
    const truncated = await fetch(simulator.url + day, { headers: { authorization } })
    expect(truncated.status).toBe(200)
    await expect(truncated.json()).rejects.toThrow(SyntaxError)
    const reset = await fetch(simulator.url + day, { headers: { authorization } })
    expect(reset.status).toBe(200)
    await expect(reset.text()).rejects.toThrow()
    expect((await get(day)).status).toBe(200)
  })

  test('slow answers take their time on the clock given', async () => {
    const clock = handClock()
    await start({ clock, faults: 'slow=5000@#1' })
    const before = clock.now().getTime()
    expect((await get(day)).status).toBe(200)
    expect(clock.now().getTime() - before).toBe(5000)
  })

  test('a list that grows between two reads', async () => {
    await start({ faults: 'results:growing=2@#1' })
    const [before, after] = [await get(day), await get(day)]
    expect(Number(after.body['total']) - Number(before.body['total'])).toBe(2)
    expect(listed(after.body, 'results').slice(2)).toEqual(listed(before.body, 'results'))
  })

  test('an endpoint outside the plan answers as the vendor does', async () => {
    await start({ faults: 'racecards:not-in-plan' })
    expect(await get('/v1/racecards/pro')).toMatchObject({ status: 401, body: { detail: 'Pro Plan required' } })
    expect((await get(day)).status).toBe(200)
  })

  test('by rate: the share of failures is the one asked for, and the same again for the same seed', async () => {
    const failures = async () => {
      await start({ faults: 'regions:503@0.25', seed: 5 })
      const statuses = []
      for (let i = 0; i < 200; i++) statuses.push((await get('/v1/courses/regions')).status)
      return statuses
    }
    const first = await failures()
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(30)
    expect(first.filter((status) => status === 503).length).toBeLessThan(70)
    await simulator.stop()
    expect(await failures()).toEqual(first)
  })

  test('are set and lifted while it runs; nonsense is refused with what would do', async () => {
    await start()
    const post = async (body: unknown) => {
      const response = await fetch(`${simulator.url}/_simulator/faults`, { method: 'POST', body: JSON.stringify(body) })
      return { status: response.status, body: await response.json() }
    }
    expect(await post('results:503x1~2025-10-04')).toEqual({
      status: 200,
      body: [{ kind: 503, endpoint: 'results', where: '2025-10-04', times: 1 }],
    })
    expect((await get('/v1/results?start_date=2025-10-03&end_date=2025-10-03')).status).toBe(200)
    expect((await get(day)).status).toBe(503)
    expect((await get(day)).status).toBe(200)
    expect(await post([{ kind: 'slow', delayMs: 1, endpoint: 'courses' }])).toMatchObject({ status: 200 })
    expect(await post([{ kind: 'explode' }])).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('growing') as string },
    })
    await fetch(`${simulator.url}/_simulator/faults`, { method: 'DELETE' })
    expect(simulator.faults.rules()).toEqual([])
  })
})
