/** The schedule on a clock that is moved by hand. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../lib/clock.js'
import type { ControlMessage } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import type { Runtime } from '../../lib/runtime.js'
import { doDueJobs, runSchedule, type JobWork } from '../../lib/schedule/runSchedule.js'
import { scheduledJobs } from '../../lib/schedule/scheduledJobs.js'
import { pendingUnits } from '../../services/fetcher/plan.js'
import { fetcherJobs } from '../../services/fetcher/schedule/fetcherJobs.js'
import { statsJobs } from '../../services/stats/scheduledWork.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let runtime: Runtime
let now = new Date('2026-10-24T20:00:00Z')
const clock: Clock = {
  now: () => now,
  sleep: (ms) => {
    now = new Date(now.getTime() + ms)
    return new Promise((resolve) => setImmediate(resolve))
  },
}

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = await testRuntime(database, {}, clock)
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

const options = (work: Readonly<Record<string, JobWork>>) => ({
  jobs: scheduledJobs.filter((job) => job.name in work),
  work,
  pool: runtime.pool('fetching'),
  clock,
  logger: runtime.logger,
})

async function asked() {
  const stored = await runtime.log.read({ topic: topics.control, partition: 0, from: 0n })
  await runtime.codec.prepare(stored)
  return stored.map((one) => runtime.codec.decode(one))
}

test('a weekend over the change of the clocks: each due time once, by one of two schedulers, and none for what lay before', async () => {
  const done: string[] = []
  const note = (name: string) => () => {
    done.push(`${name} ${now.toISOString().slice(5, 16)}`)
    return Promise.resolve('ok')
  }
  const work = Object.fromEntries(['sync', 'windows', 'gaps', 'reconcile'].map((name) => [name, note(name)]))
  const stopping = new AbortController()
  // Time goes on when both sleep, to the moment at which the first of them wakes.
  const sleepers: { readonly wakes: number; readonly wake: () => void }[] = []
  const shared: Clock = {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ wakes: now.getTime() + ms, wake })
        if (now >= new Date('2026-10-26T00:10:00Z')) stopping.abort()
        if (stopping.signal.aborted) for (const one of sleepers) one.wake()
        else if (sleepers.length === 2) {
          const [first] = sleepers.sort((x, y) => x.wakes - y.wakes).splice(0, 1)
          now = new Date(first?.wakes ?? 0)
          first?.wake()
        }
      }),
  }
  const one = { ...options(work), clock: shared, lookEveryMs: 3600_000 }
  await Promise.all([runSchedule(one, stopping.signal), runSchedule(one, stopping.signal)])
  expect(done).toEqual([
    'sync 10-24T21:00',
    'windows 10-24T23:05',
    'gaps 10-25T03:30',
    'sync 10-25T06:00',
    'sync 10-25T10:00',
    'sync 10-25T14:00',
    'sync 10-25T18:00',
    'sync 10-25T22:00',
    'reconcile 10-25T23:00',
    'windows 10-26T00:05',
  ])
})

test('down over night: what is made up for is done once, what comes again soon is left', async () => {
  const done: string[] = []
  const note = (name: string) => () => Promise.resolve(String(done.push(name)))
  const work = Object.fromEntries(['sync', 'results-today', 'windows', 'drift'].map((name) => [name, note(name)]))
  now = new Date('2026-11-03T08:00:00Z')
  await doDueJobs(options(work))
  done.length = 0
  now = new Date('2026-11-05T12:57:00Z')
  await doDueJobs(options(work))
  expect(done.sort()).toEqual(['sync', 'windows'])
  await doDueJobs(options(work))
  expect(done).toHaveLength(2)
})

test('a job that fails is noted with its reason, and the next ones go on', async () => {
  now = new Date('2026-11-06T06:00:01Z')
  const work = { sync: () => Promise.reject(new Error('no such luck')) }
  await doDueJobs(options(work))
  const { rows } = await runtime
    .pool('fetching')
    .query<{ outcome: string; message: string }>("SELECT outcome, message FROM schedule_jobs WHERE job = 'sync'")
  expect(rows).toEqual([{ outcome: 'failed', message: 'no such luck' }])
  now = new Date('2026-11-06T10:00:00Z')
  expect(await doDueJobs(options({ sync: () => Promise.resolve('ok') }))).toEqual(['sync'])
})

test('a scheduler killed in the middle of a job: another one does it after two hours', async () => {
  now = new Date('2026-11-06T14:00:00Z')
  const fetching = runtime.pool('fetching')
  await fetching.query(
    "UPDATE schedule_jobs SET due_at = $1, started_at = $1, outcome = 'running' WHERE job = 'sync'",
    [now],
  )
  const work = options({ sync: () => Promise.resolve('ok') })
  now = new Date('2026-11-06T15:59:00Z')
  expect(await doDueJobs(work)).toEqual([])
  now = new Date('2026-11-06T16:01:00Z')
  expect(await doDueJobs(work)).toEqual(['sync'])
})

test('what the jobs ask for: runs of their ranges and priorities, once for each due time', async () => {
  now = new Date('2026-11-08T23:00:00Z')
  const work = fetcherJobs(runtime)
  for (const name of Object.keys(work) as (keyof typeof work)[]) {
    await work[name](now)
  }
  const messages = await asked()
  const days = { start_date: '2026-11-08', end_date: '2026-11-08' }
  expect(messages).toMatchObject([
    {
      id: 'sync-2026-11-08T23:00Z',
      command: 'start_run',
      kinds: ['racecards', 'results'],
      start_date: '2026-11-07',
      end_date: '2026-11-15',
      priority: 'live',
    },
    { kinds: ['results_today'], ...days, priority: 'live' },
    { kinds: ['courses', 'regions', 'bookmakers'], priority: 'backfill' },
    { kinds: ['racecards', 'results'], start_date: '2026-11-01', end_date: '2026-11-08', priority: 'live' },
    { kinds: ['courses', 'regions', 'bookmakers'], priority: 'backfill' },
    { kinds: ['profiles'], ...days, priority: 'profiles' },
  ])
})

test('two weeks of syncs read the results of every weekday at +1, +3 and +7 days, and cover all of them', async () => {
  const fetching = runtime.pool('fetching')
  const work = fetcherJobs(runtime)
  const readings = new Map<string, string[]>()
  const first = Date.parse('2026-11-09T00:00:00Z')
  const sixTimes = [6, 10, 14, 18, 22, 23]
  for (let day = 0; day < 21; day += 1) {
    for (const hour of sixTimes) {
      now = new Date(first + (day * 24 + hour) * 3600_000)
      if (hour < 23) await work.sync(now)
      else if (now.getUTCDay() === 0) await work.reconcile(now)
      else continue
      const message = (await asked()).at(-1) as ControlMessage
      const run = {
        ...message,
        kinds: ['results'],
        start_date: message.start_date ?? '',
        end_date: message.end_date ?? '',
        regions: ['gb', 'ire'],
        requested_at: now,
      }
      for (const { unit } of await pendingUnits(fetching, run, runtime.today(), null)) {
        const date = 'date' in unit ? unit.date : ''
        readings.set(date, [...(readings.get(date) ?? []), now.toISOString().slice(0, 13)])
        // Each reading brings something new.
        await fetching.query(
          `INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, fetched_at, succeeded_at, changed_at, items, regions)
           VALUES ('results:' || $1, 'results', $1::date, 'ok', 1, 1, $2, $2, $2, 1, '{gb,ire}')
           ON CONFLICT (unit) DO UPDATE SET fetched_at = $2, succeeded_at = $2, changed_at = $2`,
          [date, now],
        )
      }
    }
  }
  for (let day = 0; day < 7; day += 1) {
    const at = (after: number, hour = '06') =>
      `${new Date(first + (day + after) * 86_400_000).toISOString().slice(0, 10)}T${hour}`
    const date = at(0).slice(0, 10)
    // On its day and until the day after is over with every sync; then once when each reading is due.
    expect(
      readings.get(date)?.filter((reading) => reading >= at(2, '00')),
      date,
    ).toEqual([at(3), at(7)])
    expect(readings.get(date)).toContain(at(1))
  }
  const { rows } = await fetching.query(
    "SELECT date FROM fetched_days WHERE kind = 'results' AND date BETWEEN '2026-11-09' AND '2026-11-22' AND NOT settled",
  )
  expect(rows).toEqual([])
})

test('errors older than a month are archived, younger ones are not', async () => {
  const fetching = runtime.pool('fetching')
  await fetching.query(`INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, fetched_at, items)
    VALUES ('results:2026-09-01', 'results', '2026-09-01', 'failed', 5, 5, '2026-09-02', 0), ('results:2026-11-01', 'results', '2026-11-01', 'failed', 5, 5, '2026-11-02', 0)`)
  expect(await fetcherJobs(runtime)['archive-errors'](now)).toBe('1 errors archived')
  expect(await fetcherJobs(runtime)['archive-errors'](now)).toBe('0 errors archived')
})

test('jobs of statistics on an empty database: nothing to do, and they say so', async () => {
  const work = statsJobs(runtime)
  expect(await work.windows(now)).toMatch(/already$/)
  expect(await work.drift(now)).toBe('no drift')
  expect(await work.recompute(now)).toBe('no drift')
  expect(await fetcherJobs(runtime).gaps(now)).toMatch(/^\d+ holes, the first unit failed|^2 holes|coverage/)
})
