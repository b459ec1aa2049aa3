/** Following a run, in this process: a database that goes and comes, refusals, and what others fetch. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { followFetchLog } from '../../cli/run/fetchLog.js'
import { followRun, type FollowOptions } from '../../cli/run/followRun.js'
import type { Screen } from '../../cli/run/screen.js'
import type { UnitFetched } from '../../lib/events/events.js'
import { unitFetched } from '../../lib/events/unitFetched.js'
import type { Runtime } from '../../lib/runtime.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { eventually } from '../support/eventually.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.js'

let database: TestDatabase
let direct: Runtime
let runtime: Runtime
let proxy: TcpProxy
const port = () => Number(new URL(database.url).port)

beforeAll(async () => {
  database = await createTestDatabase()
  proxy = await startTcpProxy(port())
  direct = await testRuntime(database)
  const url = new URL(database.url)
  url.port = String(proxy.port)
  runtime = await testRuntime({ ...database, url: url.toString() })
})
afterAll(async () => {
  await runtime.close()
  await direct.close()
  await proxy.close()
  await database.drop()
})

let lines: string[]
beforeEach(async () => {
  lines = []
  await direct.pool('fetching').query('TRUNCATE runs')
  await direct.pool('fetching')
    .query(`INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at)
    VALUES ('r', '{racecards}', '2025-03-01', '2025-03-02', '{gb}', 'backfill', 'running', now())`)
})

const screen: Screen = {
  line: (text) => lines.push(text),
  error: (text) => lines.push(`error: ${text}`),
  bar: () => undefined,
  close: () => undefined,
}

async function options(more: Partial<FollowOptions> = {}): Promise<FollowOptions> {
  return {
    runtime,
    run: {
      id: 'r',
      message: 'm',
      kinds: ['racecards'],
      start: '2025-03-01',
      end: '2025-03-02',
      requestedAt: new Date(),
    },
    plan: ['2025-03-02', '2025-03-01'].map((date) => ({ unit: { kind: 'racecards', date }, regions: ['gb'] })),
    log: await followFetchLog(runtime),
    screen,
    again: 'darkhorses backfill events --resume',
    signal: new AbortController().signal,
    ...more,
  }
}

const append = async (unit: Partial<UnitFetched>) => {
  const event = unitFetched({
    unit: 'racecards:2025-03-02',
    kind: 'racecards',
    run_id: 'r',
    outcome: 'ok',
    fetched_at: Date.now(),
    ...unit,
  })
  await direct.log.append([await direct.codec.encode(event)])
}
const end = (state: string) => direct.pool('fetching').query('UPDATE runs SET state = $1', [state])
/** Resolves when a line was told. */
async function told(pattern: RegExp): Promise<void> {
  while (!lines.some((line) => pattern.test(line))) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('units of the run and planned units that others fetch are counted, once each; those of other runs are not', async () => {
  const following = followRun(await options())
  await append({})
  await append({})
  await append({ unit: 'racecards:2025-03-09', run_id: 'another' })
  await append({ unit: 'racecards:2025-03-01', run_id: 'another' })
  await told(/Chunk 1 completed successfully/)
  await end('done')
  expect(await following).toMatchObject({ state: 'done', totals: { total: 2, done: 2, failed: 0, remaining: 0 } })
  expect(lines[0]).toBe('Chunk 1/1: 2025-03-01 to 2025-03-02')
})

test('connections that break are waited for, visibly, and the run is followed on', async () => {
  const following = followRun(await options({ patienceMs: 60_000 }))
  await append({})
  proxy.target(9)
  proxy.cut()
  await told(/^error: the database does not answer .*waiting for at most 60 s/)
  await append({ unit: 'racecards:2025-03-01', outcome: 'empty' })
  await end('done')
  proxy.target(port())
  expect(await following).toMatchObject({ state: 'done', totals: { done: 2 } })
})

test('a database that is gone for too long ends the command, and it says how to go on', async () => {
  const following = followRun(await options({ patienceMs: 500 }))
  const ended = expect(following).rejects.toMatchObject({
    code: 'DATABASE_LOST',
    message: expect.stringMatching(
      /not answered for 0\.5 s\. Nothing is lost: go on with `darkhorses backfill events --resume`/,
    ) as string,
  })
  proxy.target(9)
  proxy.cut()
  await ended
  proxy.target(port())
})

test('a message that is refused ends it with the reason', async () => {
  const following = followRun(await options())
  const ended = expect(following).rejects.toMatchObject({
    code: 'RUN_REFUSED',
    message: 'Run r was refused: no such luck',
  })
  await append({ unit: 'start_run:other', kind: 'start_run', outcome: 'rejected', message: 'not ours' })
  await append({ unit: 'start_run:m', kind: 'start_run', outcome: 'rejected', message: 'no such luck' })
  await ended
})

test('paused and cancelled by others: told, and the end', async () => {
  let looks = 0
  const following = followRun(await options({ onLook: () => Promise.resolve(void (looks += 1)) }))
  // A run that is paused when it is first looked at has been taken up again, and nothing is told of that.
  await eventually('it was seen running', () => looks > 1)
  await append({})
  await end('paused')
  await told(/^Run r is paused; `darkhorses resume r` lets it go on\.$/)
  await end('cancelled')
  expect((await following).state).toBe('cancelled')
})
