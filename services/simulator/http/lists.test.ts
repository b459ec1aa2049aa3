import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { getFrom, listed, startStandingStill } from '../../../test/simulator/standingStill.js'
import type { RunningSimulator, SimulatorOptions } from '../main.js'

let simulator: RunningSimulator
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startStandingStill(options)
  return simulator
}
const get = (path: string, headers?: Record<string, string>) => getFrom(simulator, path, headers)

afterEach(() => simulator.stop())

describe('lists', () => {
  beforeEach(() => start())

  test('the query is echoed as sent; pages join to the whole; the default limit is 50', async () => {
    const query = 'limit=20&skip=0&start_date=2025-10-04&end_date=2025-10-04&region=gb&region=ire'
    const first = await get(`/v1/results?${query}`)
    expect(first.body['query']).toEqual([...new URLSearchParams(query)])
    const total = Number(first.body['total'])
    const pages = [...listed(first.body, 'results')]
    for (let skip = 20; skip < total; skip += 20)
      pages.push(...listed((await get(`/v1/results?${query.replace('skip=0', `skip=${skip}`)}`)).body, 'results'))
    expect(pages).toHaveLength(total)
    expect(new Set(pages.map((race) => race.race_id)).size).toBe(total)
    const whole = await get('/v1/results?start_date=2025-10-04&end_date=2025-10-04')
    expect(whole.body).toMatchObject({ limit: 50, skip: 0, total })
    expect((await get('/v1/racecards/pro?date=2025-10-04')).body).toMatchObject({ limit: 500, skip: 0 })
  })

  test('a range is listed newest first', async () => {
    const { body } = await get('/v1/results?start_date=2025-10-05&end_date=2025-10-06&limit=100')
    const dates = listed(body, 'results').map((race) => race.date)
    expect(dates).toEqual([...dates].sort().reverse())
    expect(new Set(dates)).toEqual(new Set(['2025-10-06', '2025-10-05']))
  })

  test('filters', async () => {
    const { body } = await get('/v1/results?start_date=2025-09-01&end_date=2025-10-05&type=chase&region=ire&limit=100')
    const races = body['results'] as { type: string; region: string }[]
    expect(races.length).toBeGreaterThan(0)
    expect(new Set(races.map((race) => `${race.type} ${race.region}`))).toEqual(new Set(['Chase IRE']))
  })

  test('a listed race is the race by its id, and its card is about the same horses', async () => {
    const list = await get('/v1/results?start_date=2025-09-20&end_date=2025-09-20&limit=3')
    for (const race of listed(list.body, 'results')) {
      expect((await get(`/v1/results/${race.race_id}`)).body).toEqual(race)
      const card = (await get(`/v1/racecards/${race.race_id}/pro`)).body as unknown as {
        runners: { horse_id: string; number: string }[]
      }
      const ran = (race as unknown as { runners: { horse_id: string }[] }).runners.map((runner) => runner.horse_id)
      const declared = card.runners.filter((runner) => runner.number !== 'NR').map((runner) => runner.horse_id)
      expect(new Set(ran)).toEqual(new Set(declared))
    }
  })

  test('courses and regions', async () => {
    const courses = (await get('/v1/courses')).body as unknown as {
      courses: { id: string; course: string }[]
      total: number
    }
    expect(courses.total).toBe(courses.courses.length)
    expect(courses.courses.filter((course) => !course.course.includes('(AW)'))).toHaveLength(61)
    expect((await get('/v1/courses/regions')).body).toContainEqual({ region: 'Great Britain', region_code: 'gb' })
  })
})

test('history beyond 365 days needs the add-on, where it is not given', async () => {
  await start({ historyAddOn: false })
  expect((await get('/v1/results?start_date=2024-10-08&end_date=2024-10-08')).status).toBe(200)
  const refused = await get('/v1/results?start_date=2024-10-07&end_date=2024-10-07')
  expect(refused).toMatchObject({ status: 401, body: { detail: expect.stringContaining('add-on') as string } })
  expect((await get('/v1/courses')).status).toBe(200)
})

test("today's results come without bsp", async () => {
  await start({ now: '2025-10-07T23:00:00+01:00' })
  const [today, whole] = [
    await get('/v1/results/today'),
    await get('/v1/results?start_date=2025-10-07&end_date=2025-10-07'),
  ]
  const runner = (body: Record<string, unknown>) => (body['results'] as { runners: object[] }[])[0]?.runners[0] ?? {}
  expect(Object.keys(runner(whole.body)).filter((key) => !(key in runner(today.body)))).toEqual(['bsp'])
  expect(today.body['total']).toBe(whole.body['total'])
})
