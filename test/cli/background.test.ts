/** A start in the background, its process file, and psql. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
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
    stderr: expect.stringMatching(`^error: Process ${pid} runs in the background of .* already`) as string,
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

test('a start that cannot work says why, here and not only in its log', async () => {
  const refused = await run(['start', '--detach'], { DATABASE_URL: 'postgresql://me:hidden-word@127.0.0.1:9/none' })
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^error: It did not start \(see .*start\.log\): ./)
  expect(refused.stderr).not.toContain('hidden-word')
  expect(existsSync(file)).toBe(false)
})
