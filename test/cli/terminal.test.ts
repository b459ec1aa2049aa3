/** Output on a narrow terminal that is resized, without colours; times of London in another time zone. */
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command } from '../support/command.js'
import { bookFailedRun } from '../support/failedRun.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const executable = fileURLToPath(new URL('../../bin/darkhorses.mjs', import.meta.url))
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await bookFailedRun(
    database.pool('fetching'),
    'GET /v1/results?start_date=2025-05-01&end_date=2025-05-01 failed: the API answered 503',
  )
})
afterAll(() => database.drop())

const environment = () => ({ DATABASE_URL: database.url, DARKHORSES_HOME: '/', AS_OF: '2025-06-10' })

test('a report has times of London, wherever it is written', async () => {
  const there = await command(['report', 'may'], { ...environment(), TZ: 'Pacific/Auckland' }).ended
  expect(there.stdout).toContain('start: 31 May 2025, 23:30:00 (London)')
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
    await expect.poll(() => screens(text()).some((one) => one.includes('\u001B[J'))).toBe(true)
    next()
    await expect.poll(() => screens(text()).length).toBeGreaterThan(1)
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
