/** A start in the background, its process file, and psql. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../support/command.js'

let home: string
let file: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-background-'))
  file = join(home, 'logs', 'darkhorses.pid')
  await mkdir(dirname(file))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const run = (args: readonly string[], environment: Record<string, string> = {}) =>
  command(args, { DARKHORSES_HOME: home, RACING_API_RATE: '0', ...environment }).ended

test('nothing there, a file left behind, nonsense in it, somebody else’s process: nothing is stopped but one’s own', async () => {
  expect(await run(['stop'])).toMatchObject({ code: 0, stdout: `Nothing runs in the background of ${home}.\n` })
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  let ended = false
  other.once('exit', () => (ended = true))
  try {
    for (const pid of [String(other.pid), '4194303', '0', '-1', '1', 'nonsense', '']) {
      await writeFile(file, pid)
      const stopped = await run(['stop'])
      expect(stopped, pid).toMatchObject({ code: 0, stderr: '' })
      expect(stopped.stdout).toMatch(/^Nothing runs in the background of .*was left behind/)
      expect(existsSync(file)).toBe(false)
    }
    expect(ended).toBe(false)
  } finally {
    other.kill('SIGKILL')
  }
})

test('start --detach returns when it works; a second one is refused; stop ends it, and its database', async () => {
  // A day without racing.
  const range = ['--start-date', '2024-12-25', '--end-date', '2024-12-25']
  const started = await run(['start', '--detach', ...range])
  expect(started).toMatchObject({ code: 0, stderr: '' })
  const pid = Number(/as process (\d+):/.exec(started.stdout)?.[1])
  expect(readFileSync(file, 'utf8')).toBe(`${pid}\n`)
  const second = await run(['start', '--detach', ...range])
  expect(second).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      `^error: Process ${pid} \\(darkhorses start .*\\) runs in the background of .* already`,
    ) as string,
  })
  expect((await run(['wait', '--timeout', '60'])).code).toBe(0)

  const piped = command(['psql'], { DARKHORSES_HOME: home, PATH: '' }).ended
  expect(await piped).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: psql is not on the PATH: install it .* -c, for example/) as string,
  })

  expect(await run(['stop'])).toMatchObject({ code: 0, stdout: `Stopped process ${pid}.\n`, stderr: '' })
  expect(existsSync(file)).toBe(false)
  expect((await run(['status'])).stderr).toMatch(/^error: No database answers/)
})

const pidOf = (said: { stdout: string }) => Number(/as process (\d+):/.exec(said.stdout)?.[1])
const files = async () => (await readdir(dirname(file))).filter((name) => name.endsWith('.pid')).sort()
const until = (what: () => Promise<unknown>, value: unknown) => expect.poll(what, { interval: 200 }).toEqual(value)

test('runs and a start beside each other in the background: none takes the others with it, the last one stops the database', async () => {
  const backfill = (from: string, to: string) =>
    run(['backfill', 'events', '--start-date', from, '--end-date', to, '--detach'], { RACING_API_RATE: '2' })
  const [long, short] = [
    pidOf(await backfill('2020-06-01', '2020-08-31')),
    pidOf(await backfill('2020-12-24', '2020-12-26')),
  ]
  expect(await files()).toEqual([`darkhorses-${long}.pid`, `darkhorses-${short}.pid`].sort())
  // The first is interrupted: its run is paused, and the other goes on without it, on the database that was the first's.
  process.kill(long, 'SIGTERM')
  await until(files, [])
  const said = (await readdir(dirname(file))).filter((name) => name.startsWith('detached_')).sort()
  const [first = '', second = ''] = await Promise.all(said.map((name) => readFile(join(dirname(file), name), 'utf8')))
  expect(first).toMatch(/is paused: go on with/)
  expect(second).toMatch(
    /A fetcher is active.*[^]*The fetcher that was active has gone: going on here\.[^]*total 3  done 3/,
  )
  expect((await run(['status'])).stderr).toMatch(/^error: No database answers/)

  // A start comes beside a run; what is asked for then is the start's to fetch, and `stop` ends both.
  const again = pidOf(await run(['backfill', 'events', '--resume', '--detach'], { RACING_API_RATE: '2' }))
  const start = pidOf(await run(['start', '--detach', '--start-date', '2024-12-25', '--end-date', '2024-12-25']))
  expect(await files()).toEqual([`darkhorses-${again}.pid`, 'darkhorses.pid'])
  expect(await run(['stop'])).toMatchObject({
    code: 0,
    stdout: `Stopped process ${again}.\nStopped process ${start}.\n`,
    stderr: '',
  })
  expect(await files()).toEqual([])
  expect((await run(['status'])).stderr).toMatch(/^error: No database answers/)
})

test('a start that cannot work says why, here and not only in its log', async () => {
  const refused = await run(['start', '--detach'], { DATABASE_URL: 'postgresql://me:hidden-word@127.0.0.1:9/none' })
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^error: It did not start \(see .*start\.log\): ./)
  expect(refused.stderr).not.toContain('hidden-word')
  expect(existsSync(file)).toBe(false)
})
