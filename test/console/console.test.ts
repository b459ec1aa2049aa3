import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resultFetched } from '../../lib/events/fetched.js'
import type { Runtime } from '../../lib/runtime.js'
import { startConsole, startMetrics, type RunningConsole } from '../../services/console/main.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startStats } from '../../services/stats/main.js'
import { resultRace } from '../racing/builders.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let runtime: Runtime
let console_: RunningConsole

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = await testRuntime(database)
  console_ = await startConsole(runtime)
})
afterAll(async () => {
  await console_.stop()
  await runtime.close()
  await database.drop()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${console_.url}${path}`, { headers })
const json = async (path: string) => (await get(path)).json()

/** Names of the metrics of a text, with its types. */
const metricNames = (text: string) => [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map((one) => `${one[1]} ${one[2]}`)

test('healthy and ready, the page with a policy that its own script and style pass', async () => {
  expect(await json('/healthz')).toEqual({ healthy: true })
  const ready = await get('/readyz')
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }])
  const page = await get('/')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[\w+/=]{44}'/)
  const html = await page.text()
  expect(html).toContain('<h1>darkhorses</h1>')
  expect(html).not.toMatch(/(?:src|href)="https?:/)
})

test('metrics follow what is appended and applied: lag first, none when the groups have run', async () => {
  const event = resultFetched({ source: 'test', fetchedAt: 1, runId: null }, 'results', 'rac_1', resultRace(['1', '2']))
  const services = [startProjector(runtime), startEntities(runtime), startStats(runtime)]
  await expect.poll(async () => ((await json('/api/groups')) as unknown[]).length).toBe(4)
  await Promise.all(services.map((service) => service.stop()))
  await runtime.log.append([await runtime.codec.encode(event)])
  const before = await (await get('/metrics')).text()
  expect(before).toMatch(/^darkhorses_consumer_lag_events\{group="projector",topic="results"\} 1$/m)
  expect(before).toMatch(/^darkhorses_build_info\{version="\d+\.\d+\.\d+",node="v\d+\.\d+\.\d+"\} 1$/m)
  // Counters of a group are there before anything has happened: Prometheus sees their first increase.
  expect(before).toMatch(/^darkhorses_consumers_recycled_total\{group="projector"\} 0$/m)
  expect(before).toMatch(/^darkhorses_dead_letters_total\{group="stats"\} 0$/m)
  for (const expected of [
    'darkhorses_consumer_lag_seconds gauge',
    'darkhorses_events_applied_total counter',
    'darkhorses_dead_letters gauge',
    'darkhorses_api_requests_total counter',
    'darkhorses_api_budget_used_ratio gauge',
    'darkhorses_units gauge',
    'darkhorses_drift_rows_total counter',
    'darkhorses_group_stall_seconds gauge',
    'darkhorses_build_info gauge',
  ])
    expect(metricNames(before)).toContain(expected)
  expect(new Set(metricNames(before)).size).toBe(metricNames(before).length)

  const late = await get('/api/wait?group=projector&timeout=0')
  expect(late.status).toBe(504)
  expect(await late.json()).toEqual({ applied: false, missing: ['projector results/0 at 0 of 1'] })
  const running = [startProjector(runtime), startEntities(runtime)]
  expect(await json('/api/wait?group=projector&group=entities&timeout=20')).toEqual({ applied: true, missing: [] })
  await Promise.all(running.map((service) => service.stop()))
  expect(await (await get('/metrics')).text()).toMatch(
    /^darkhorses_consumer_lag_events\{group="projector",topic="results"\} 0$/m,
  )
  expect(await json('/api/status')).toMatchObject({ counts: { races: 1, runners: 2 }, log: 'embedded' })
  expect(await json('/api/work')).toMatchObject({ remaining: 0, eta_seconds: 0 })
})

test('readiness tells why not', async () => {
  await runtime
    .pool('racing')
    .query(
      "UPDATE projection_groups SET state = 'stalled', last_error = 'the broker is silent' WHERE group_name = 'projector'",
    )
  const ready = await get('/readyz')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({ ready: false, reasons: ['group projector is stalled: the broker is silent'] })
  await runtime.pool('racing').query("UPDATE projection_groups SET state = 'running' WHERE group_name = 'projector'")
})

test('lists: runs, errors and dead letters; wrong parameters are told', async () => {
  await runtime.pool('fetching')
    .query(`INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, message, run_id, fetched_at, items)
    VALUES ('results:2025-03-01', 'results', '2025-03-01', 'failed', 5, 5, 'HTTP 503', 'r1', '2025-03-02T10:00:00Z', 0)`)
  expect(await json('/api/errors')).toEqual([
    {
      timestamp: '2025-03-02T10:00:00.000Z',
      unit: 'results:2025-03-01',
      kind: 'results',
      date: '2025-03-01',
      chunk: '2025-03',
      horse_id: null,
      error: 'HTTP 503',
      attempts: 5,
      status: null,
      run_id: 'r1',
    },
  ])
  await runtime.pool('racing')
    .query(`INSERT INTO dead_letters (group_name, topic, partition, "offset", headers, error_code, error_message, cause, failed_at)
    SELECT 'projector', 'results', 0, n, '{}', 'DATA', 'race ' || n, 'DATA: race #', '2025-03-02T10:00:00Z' FROM generate_series(100, 102) n`)
  expect(await json('/api/dead-letters')).toMatchObject([{ group: 'projector', cause: 'DATA: race #', events: 3 }])
  for (const wrong of ['/api/errors?limit=0', '/api/runs?limit=x', '/api/wait?group=nobody', '/api/wait?timeout=-1'])
    expect((await get(wrong)).status, wrong).toBe(400)
  expect((await get('/nothing')).status).toBe(404)
})

test('a page elsewhere whose name leads here is refused', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const url = new URL(console_.url)
    const asked = request({
      host: url.hostname,
      port: url.port,
      path: '/api/status',
      headers: { host: 'evil.example' },
    })
    asked
      .on('response', (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(403)
})

describe('with a token', () => {
  const token = '0123456789abcdef0123'
  test('health alone is open; bearer and basic are let in, anything else is not', async () => {
    const guarded = await testRuntime(database, { CONSOLE_HOST: '0.0.0.0', CONSOLE_TOKEN: token })
    const server = await startConsole(guarded)
    const url = server.url.replace('0.0.0.0', '127.0.0.1')
    const ask = async (path: string, authorization?: string) =>
      (await fetch(`${url}${path}`, authorization === undefined ? {} : { headers: { authorization } })).status
    expect(await ask('/healthz')).toBe(200)
    expect(await ask('/metrics')).toBe(401)
    expect(await ask('/api/status', `Bearer ${token}x`)).toBe(401)
    expect(await ask('/api/status', `Basic ${Buffer.from('me:wrong').toString('base64')}`)).toBe(401)
    expect(await ask('/api/status', `Bearer ${token}`)).toBe(200)
    expect(await ask('/', `Basic ${Buffer.from(`me:${token}`).toString('base64')}`)).toBe(200)
    await server.stop()
    await guarded.close()
  })

  test('another host without one is refused by the configuration', async () => {
    await expect(testRuntime(database, { CONSOLE_HOST: '0.0.0.0' })).rejects.toThrow(/set CONSOLE_TOKEN as well/)
  })
})

test('a service alone serves health, readiness and metrics, and nothing else', async () => {
  const alone = await testRuntime(database, { METRICS_PORT: '0' })
  const server = await startMetrics(alone, ['projector'])
  expect(server).not.toBeNull()
  const ask = async (path: string) => (await fetch(`${server?.url}${path}`)).status
  expect([await ask('/healthz'), await ask('/readyz'), await ask('/metrics'), await ask('/api/status')]).toEqual([
    200, 200, 200, 404,
  ])
  await server?.stop()
  await alone.close()
})

test('a port in use is told with what to do; the usual one gives way to a free one', async () => {
  const { port } = new URL(console_.url)
  const second = await testRuntime(database, { CONSOLE_PORT: port })
  await expect(startConsole(second)).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`)
  await second.close()
  const anywhere = await Promise.all([1, 2].map(() => testRuntime(database, { CONSOLE_PORT: '' })))
  const servers = await Promise.all(anywhere.map((one) => startConsole(one)))
  expect(new Set(servers.map((server) => server.url)).size).toBe(2)
  await Promise.all(servers.map((server) => server.stop()))
  await Promise.all(anywhere.map((one) => one.close()))
})
