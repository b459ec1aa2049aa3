import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorization, getFrom, startStandingStill } from '../../../test/simulator/standingStill.js'
import type { RunningSimulator, SimulatorOptions } from '../main.js'

let simulator: RunningSimulator
const start = async (options: SimulatorOptions = {}) => {
  simulator = await startStandingStill(options)
  return simulator
}
const get = (path: string, headers?: Record<string, string>) => getFrom(simulator, path, headers)

afterEach(() => simulator.stop())

test('a simulator is up in less than 100 ms', async () => {
  // The quickest: a busy machine may be late now and then.
  const took: number[] = []
  for (let nth = 0; nth < 5; nth += 1) {
    const began = performance.now()
    await start()
    took.push(performance.now() - began)
    await simulator.stop()
  }
  expect(Math.min(...took)).toBeLessThan(100)
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
