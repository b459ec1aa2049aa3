import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../../lib/clock.js'
import { type RunningSimulator, startSimulator, type SimulatorOptions } from '../main.js'

const authorization = `Basic ${btoa('simulator:simulator')}`

let simulator: RunningSimulator
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startSimulator({ now: '2025-10-08T12:00:00Z', speed: 0, rate: null, ...options })
  return simulator
}
const get = async (path: string, headers: Record<string, string> = { authorization }) => {
  const response = await fetch(simulator.url + path, { headers })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text) as Record<string, unknown> & { detail: unknown },
  }
}
const listed = (body: Record<string, unknown>, list: string) => body[list] as { race_id: string; date: string }[]
/** A clock that stands until it is moved; sleeping moves it. */
const handClock = (): Clock & { move(ms: number): void } => {
  let at = Date.parse('2026-11-01T12:00:00Z')
  return {
    now: () => new Date(at),
    sleep: (ms) => {
      at += ms
      return Promise.resolve()
    },
    move: (ms) => {
      at += ms
    },
  }
}

afterEach(() => simulator.stop())

test('a simulator is up in less than 100 ms', async () => {
  await start()
  await simulator.stop()
  const began = performance.now()
  await start()
  expect(performance.now() - began).toBeLessThan(100)
})

describe('admission', () => {
  beforeEach(() => start())

  test.each([
    ['no credentials', {}, 'Not authenticated'],
    ['wrong ones', { authorization: `Basic ${btoa('simulator:wrong')}` }, 'Incorrect username or password'],
    ['another scheme', { authorization: 'Bearer simulator' }, 'Not authenticated'],
  ])('%s: 401', async (_, headers, detail) => {
    const answer = await get('/v1/courses', headers)
    expect(answer).toMatchObject({ status: 401, body: { detail } })
    expect(answer.headers.get('www-authenticate')).toBe('Basic')
  })

  test('answers are compressed for those who take it', async () => {
    const plain = await get('/v1/courses', { authorization, 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    const raw = await rawGet('/v1/courses', 'gzip')
    expect(raw.head).toMatch(/content-encoding: gzip/i)
    expect(JSON.parse(gunzipSync(raw.body).toString())).toEqual(plain.body)
  })

  test('unknown paths and methods', async () => {
    expect(await get('/v1/bookmakers')).toMatchObject({ status: 404, body: { detail: 'Not Found' } })
    expect(await get('/v1/trainers/trn_1')).toMatchObject({ status: 404 })
    const posted = await fetch(`${simulator.url}/v1/courses`, { method: 'POST', headers: { authorization } })
    expect([posted.status, await posted.json()]).toEqual([405, { detail: 'Method Not Allowed' }])
  })
})

describe('bad parameters are answered with 422, never a stack trace', () => {
  beforeEach(() => start())

  test.each([
    ['/v1/racecards/pro?date=2025-02-30', 'date'],
    ['/v1/racecards/pro?date=tomorrow', 'date'],
    ['/v1/racecards/pro?date=2023-01-22', 'date'],
    ['/v1/racecards/pro?date=2025-10-16', 'date'],
    ['/v1/racecards/pro?limit=501', 'limit'],
    ['/v1/racecards/pro?skip=501', 'skip'],
    ['/v1/racecards/pro?region_codes=gb%2Bire', 'region_codes'],
    ['/v1/racecards/pro?start_date=2025-10-08', 'start_date'],
    ['/v1/results?limit=101', 'limit'],
    ['/v1/results?limit=0', 'limit'],
    ['/v1/results?limit=ten', 'limit'],
    ['/v1/results?skip=20001', 'skip'],
    ['/v1/results?skip=-1', 'skip'],
    ['/v1/results?date=2025-10-07', 'date'],
    ['/v1/results?start_date=1987-12-31&end_date=1988-01-02', 'start_date'],
    ['/v1/results?start_date=2025-10-02&end_date=2025-10-01', 'start_date'],
    ['/v1/results?start_date=2024-10-01&end_date=2025-10-02', 'end_date'],
    ['/v1/results?start_date=%00', 'start_date'],
    ['/v1/results/today?limit=101', 'limit'],
    ['/v1/courses?region_codes=xx', 'region_codes'],
    ['/v1/courses?__proto__=1', '__proto__'],
  ])('%s', async (path, parameter) => {
    const { status, body } = await get(path)
    expect(status).toBe(422)
    expect(body.detail).toEqual([
      { loc: ['query', parameter], msg: expect.any(String) as string, type: expect.any(String) as string },
    ])
  })

  test.each([
    '/v1/results/rac_%',
    '/v1/results/nonsense',
    '/v1/results/rac_99999999',
    '/v1/horses/hrs_%F0/pro',
    '/v1/racecards/x/pro',
  ])('%s is nobody: 404', async (path) => {
    expect((await get(path)).status).toBe(404)
  })
})

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

/** A response as it is on the wire. */
function rawGet(path: string, encoding: string): Promise<{ head: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const socket = connect(simulator.port, '127.0.0.1', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nAccept-Encoding: ${encoding}\r\nConnection: close\r\n\r\n`,
      ),
    )
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => {
      const all = Buffer.concat(chunks)
      const cut = all.indexOf('\r\n\r\n')
      resolve({ head: all.subarray(0, cut).toString(), body: all.subarray(cut + 4) })
    })
  })
}
