import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../support/command.js'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-gone-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const range = ['--start-date', '2024-06-03', '--end-date', '2024-06-06']
const environment = (rate: string) => ({ DARKHORSES_HOME: home, RACING_API_RATE: rate })

test('the database is killed under a start: one sentence with the remedy, exit 1, and the next start goes on', async () => {
  const running = command(['start', '--once', ...range], environment('4'))
  await running.line(/results:2024-06-05/)
  process.kill(Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  const ended = await running.ended
  expect(ended.code).toBe(1)
  expect(ended.stderr).toMatch(
    /^error: The embedded Postgres ended \(see .*postgres\.log\)\. Nothing is lost: start again to go on\.\n$/,
  )
  const again = await command(['start', '--once', ...range], environment('0')).ended
  expect(again).toMatchObject({ code: 0, stderr: '' })
  expect(again.stdout).toMatch(/Settled after .* 4 days/)
})
