/** Output where it is hard to put: a narrow terminal that is resized, no colours, a full disk, another time zone. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command } from '../support/command.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const executable = fileURLToPath(new URL('../../bin/darkhorses.mjs', import.meta.url))
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const pool = database.pool('fetching')
  await pool.query(`INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at, finished_at)
    VALUES ('may', '{racecards,results}', '2025-05-01', '2025-05-31', '{gb,ire}', 'backfill', 'failed', '2025-05-31T22:30:00Z', '2025-05-31T23:30:00Z')`)
  await pool.query(`INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, message, run_id, fetched_at, items)
    SELECT 'results:' || d::date, 'results', d, 'failed', 5, 5, 'GET /v1/results?start_date=2025-05-01&end_date=2025-05-01 failed: the API answered 503', 'may', '2025-05-31T23:00:00Z', 0
    FROM generate_series(date '2025-05-01', '2025-05-03', '1 day') d`)
})
afterAll(() => database.drop())

const environment = () => ({ DATABASE_URL: database.url, DARKHORSES_HOME: '/', AS_OF: '2025-06-10' })

test.each([['report', 'may'], ['audit', '--json'], ['validate'], ['report', 'may', '--json']])(
  '%s %s says the same in Auckland as in London',
  async (...args) => {
    const [here, there] = await Promise.all(
      ['UTC', 'Pacific/Auckland'].map((TZ) => command(args, { ...environment(), TZ }).ended),
    )
    const steady = (text = '') => text.replaceAll(/"as_of": "[^"]*"/g, '')
    expect(steady(there?.stdout)).toBe(steady(here?.stdout))
    expect(here?.stdout.length).toBeGreaterThan(100)
    if (args.length === 2 && args[0] === 'report')
      expect(here?.stdout).toContain('start: 31 May 2025, 23:30:00 (London)')
  },
)

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test.each([
    'status --json',
    'report may',
    'completion bash',
    'validate',
    'topics',
    'watch --count 1',
    'psql --url',
    'schedule list',
  ])('%s says so and ends with 1', (line) => {
    const { status, stderr } = spawnSync('sh', ['-c', `"$0" "$1" ${line} > /dev/full`, process.execPath, executable], {
      env: { PATH: process.env['PATH'] ?? '', ...environment() },
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/error: the output cannot be written: .*ENOSPC/) as string,
    })
  })
})

const hasScript = spawnSync('script', ['--version']).error === undefined

describe.skipIf(!hasScript)('a terminal', () => {
  /** `watch` in a terminal of 40 columns; gives what it has written when `until` holds, and lets it be resized. */
  function terminal(extra: Record<string, string>) {
    // The shell changes the size, and ends, when a line comes.
    const shell = `stty cols 40 rows 20 -echo; "${process.execPath}" "${executable}" watch --interval 3600 & read x; stty cols 60; read x; kill -TERM $!; wait $!; exit $?`
    const child = spawn('script', ['-qec', shell, '/dev/null'], {
      env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', SHELL: '/bin/sh', ...environment(), ...extra },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let text = ''
    child.stdout.on('data', (data: Buffer) => (text += data.toString()))
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    return { text: () => text, next: () => child.stdin.write('\n'), ended }
  }

  const plain = (text: string) => text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/g, '')
  const screens = (text: string) => text.split('\u001B[H').slice(1)

  test('40 columns, then 60: redrawn, every line cut to the width, errors always there; NO_COLOR has no colours', async () => {
    const { text, next, ended } = terminal({ NO_COLOR: '1' })
    await expect.poll(() => screens(text()).some((one) => one.includes('\u001B[J')), { timeout: 60_000 }).toBe(true)
    next()
    await expect.poll(() => screens(text()).length, { timeout: 60_000 }).toBeGreaterThan(1)
    next()
    expect(await ended).toBe(130)
    const [narrow = '', wide = ''] = [screens(text())[0], screens(text()).at(-1)]
    const widest = (screen: string) =>
      Math.max(
        ...plain(screen)
          .split(/\r?\n/)
          .map((line) => [...line].length),
      )
    expect(widest(narrow)).toBe(40)
    expect(widest(wide)).toBe(60)
    for (const screen of [narrow, wide]) {
      expect(plain(screen).split(/\r?\n/).length).toBeLessThanOrEqual(21)
      expect(plain(screen)).toMatch(/failed units 3/)

      expect(screen).not.toMatch(/\u001B\[[0-9;]*m/)
    }
  })
})
