/** The whole command table where output is hard to put: another time zone, a reader that has gone away, a full disk. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '../../cli/commands.js'
import { systemClock } from '../../lib/clock.js'
import { createCodec } from '../../lib/events/codec.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { topics } from '../../lib/events/topics.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { startGroups } from '../support/groups.js'
import { bookFailedRun } from '../support/failedRun.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { generatedEvents } from '../support/generatedEvents.js'

const executable = fileURLToPath(new URL('../../bin/darkhorses.mjs', import.meta.url))
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await bookFailedRun(database.pool('fetching'), 'the API answered 503')
  const events = [...generatedEvents({ first: '2025-05-02', last: '2025-05-02' })].flat()
  const groups = await startGroups(database, '2025-06-10')
  await groups.apply(events.slice(0, 40))
  await groups.stop()
  const log = createEmbeddedLog({ pool: database.pool('log'), clock: systemClock })
  const codec = createCodec({ registry: createTableRegistry({ pool: database.pool('log') }) })
  await log.createTopics(Object.values(topics).map((topic) => ({ topic, partitions: 1 })))
  await log.append(await codec.encodeMany(events))
  await log.close()
})
afterAll(() => database.drop())

/** Every command that only reads, as people call it; more than 8 KB is written by the last ones, which a pipe must take in parts. */
const lines: readonly string[] = [
  'status',
  'runs',
  'runs may',
  'errors',
  'errors --by type',
  'dead-letters list',
  'schedule list',
  'topics',
  'report may',
  'gaps',
  'check --offline',
  'watch --count 1',
  'psql --url',
  'psql -c SELECT(race_date)FROM(racing.ra_race_results)ORDER(BY)1',
  'stats check',
  'rebuild status',
  'features --date 2025-05-02',
  'explain ra_mst_regions GB',
  'wait --timeout 0',
  'completion bash',
  'audit',
  'validate',
  'status --json',
  'tail results -n 20',
]

/** Those that write to the database, serve, or follow for ever have tests of their own. */
const others = [
  'start stop backfill sync pause resume cancel priority retry migrate log replay simulator',
  'fetcher projector entities console leak-audit',
].flatMap((names) => names.split(' '))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(line: string, output: 'read' | 'closed' | 'full', extra: Record<string, string> = {}): Promise<Ended> {
  const full = output === 'full' ? openSync('/dev/full', 'w') : null
  const child = spawn(process.execPath, [executable, ...line.split(' ').map((word) => word.replaceAll(/[()]/g, ' '))], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: database.url,
      DARKHORSES_HOME: '/',
      AS_OF: '2025-06-10',
      ...extra,
    },
    stdio: ['ignore', full ?? 'pipe', 'pipe'],
  })
  if (full !== null) closeSync(full)
  let [stdout, stderr] = ['', '']
  if (output === 'closed') child.stdout?.destroy()
  else child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
}

/** Runs a check for every line, three at a time. */
async function everyLine(check: (line: string) => Promise<void>): Promise<void> {
  const left = lines.values()
  const some = async () => {
    for (const line of left) await check(line)
  }
  await Promise.all([some(), some(), some()])
}

/** Output without the instant it was made at, and without ages. */
const steady = (text: string) =>
  text
    .replaceAll(/"(timestamp|as_of)": "2\d{3}-[^"]*"/g, '')
    .replaceAll(/"(lag_seconds|seconds_behind)": [\d.]+/g, '')
    .replaceAll(/^(\w+ +stopped +\d+ +)[\d.]+ */gm, '$1')
    .replaceAll(/\(\d+ s\)/g, '')
    .replaceAll(/^(ok|warning) +(clock|disk) .*$/gm, '')
    .replaceAll(/^2\d{3}-\S+(?=  total)/gm, '')

test('the table is whole', () => {
  const named = new Set([...lines.map((line) => line.split(' ')[0]), ...others])
  expect(commands.map((one) => one.name).filter((name) => !named.has(name))).toEqual([])
})

test('runs of the schedule that ended well are listed where they are asked for', async () => {
  await database.pool('fetching')
    .query(`INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at)
    SELECT 'sync-2025-06-0' || n || 'T06:00Z', '{results}', '2025-06-01', '2025-06-01', '{gb,ire}', 'live', state, '2025-06-01T06:00:00Z'
    FROM unnest(ARRAY['done', 'failed']) WITH ORDINALITY AS s(state, n)`)
  const [few, all] = await Promise.all([run('runs', 'read'), run('runs --all', 'read')])
  expect(few.stdout).toMatch(/sync-2025-06-02T06:00Z[\s\S]*may/)
  expect(few.stdout).not.toContain('sync-2025-06-01')
  expect(all.stdout).toContain('sync-2025-06-01T06:00Z')
})

test('in Auckland, without colours, each says the same as in UTC', () =>
  everyLine(async (line) => {
    const [here, there] = await Promise.all([
      run(line, 'read', { TZ: 'UTC' }),
      run(line, 'read', { TZ: 'Pacific/Auckland', NO_COLOR: '1' }),
    ])
    expect(there.code, `${line}: ${there.stderr}`).toBe(here.code)
    expect(steady(there.stdout), line).toBe(steady(here.stdout))
    expect(here.code, `${line}: ${here.stderr}`).toBeLessThan(2)
    // `wait` is for scripts: it has nothing to say when all is applied.
    if (!line.startsWith('wait')) expect(here.stdout.length + here.stderr.length, line).toBeGreaterThan(10)
    expect(there.stdout + there.stderr, line).not.toContain('\u001B')
  }))

test('a reader that has gone away ends each quietly', () =>
  everyLine(async (line) => {
    const { code, stderr } = await run(line, 'closed')
    expect(code, line).toBeLessThan(2)
    expect(stderr, line).not.toMatch(/EPIPE|node:|\.js:\d/)
  }))

test.skipIf(!existsSync('/dev/full'))('a full disk is told by each, with exit 1', () =>
  everyLine(async (line) => {
    const { code, stderr } = await run(line, 'full')
    // These have nothing to list, and say so on stderr.
    if (line.startsWith('wait') || /^(There was no rebuild|.* every row is what its facts say)/.test(stderr)) return
    expect({ line, code, stderr }).toEqual({
      line,
      code: 1,
      stderr: expect.stringMatching(/error: the output cannot be written: .*ENOSPC/) as string,
    })
  }),
)
