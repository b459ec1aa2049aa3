import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator, type RunningSimulator } from '../../services/simulator/main.js'
import { command } from '../support/command.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()
const recorded = join(shared ?? '', 'racing-api-days')
let home: string
let simulator: RunningSimulator

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-cli-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const environment = () => ({
  DARKHORSES_HOME: home,
  RACING_API_USERNAME: 'me',
  RACING_API_PASSWORD: 'secret-of-the-test',
  RACING_API_BASE_URL: `${simulator.url}/v1`,
  RACING_API_RATE: '0',
})

const range = ['--start-date', '2025-03-27', '--end-date', '2025-03-29']

describe.skipIf(shared === null)('start, in a process of its own', () => {
  beforeAll(async () => {
    simulator = await startSimulator({ days: recorded, rate: null, username: 'me', password: 'secret-of-the-test' })
  })
  afterAll(() => simulator.stop())

  test('Ctrl+C in the middle ends with 130 within 5 s; the next start goes on, and one after that calls nobody', async () => {
    const slow = command(['start', '--once', ...range], { ...environment(), RACING_API_RATE: '2' })
    await slow.line(/racecards:2025-03-29: \d+ items/)
    const asked = performance.now()
    slow.child.kill('SIGINT')
    const interrupted = await slow.ended
    expect(interrupted.code).toBe(130)
    expect(performance.now() - asked).toBeLessThan(5000)
    const before = simulator.requests().length
    expect(before).toBeGreaterThan(0)

    const second = await command(['start', '--once', ...range], environment()).ended
    expect(second.stderr).toBe('')
    expect(second.code).toBe(0)
    expect(second.stdout).toMatch(/Settled after .* races/)
    const paths = simulator.requests().map((request) => request.path)
    expect(new Set(paths).size).toBe(paths.length)

    const third = await command(['start', '--once', ...range], environment()).ended
    expect(third.code).toBe(0)
    expect(simulator.requests().length).toBe(paths.length)
    expect(third.stdout + third.stderr).not.toContain('secret-of-the-test')
  })

  test('while it runs, status, wait and psql answer; afterwards they say that nothing runs', async () => {
    const running = command(['start', ...range], environment())
    await running.line(/^Following/)
    const wait = await command(['wait', '--timeout', '20'], environment()).ended
    expect(wait).toMatchObject({ code: 0, stderr: '' })
    const count = await command(
      ['psql', '--json', '-c', 'SELECT count(*)::int AS races FROM ra_races WHERE has_result'],
      environment(),
    ).ended
    expect(JSON.parse(count.stdout)).toEqual([{ races: 16 }])
    const status = await command(['status', '--json'], environment()).ended
    expect(JSON.parse(status.stdout)).toMatchObject({
      stats: { total_chunks: 1, start_date: '2025-03-27', end_date: '2025-03-29' },
      last_completed_chunk: 1,
    })
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    const late = await command(['status'], environment()).ended
    expect(late.code).toBe(1)
    expect(late.stderr).toMatch(/^error: No database answers at .*npm start/)
  })

  test('wrong credentials: one sentence with the three reasons, exit 1', async () => {
    const refused = await command(['start', '--once', '--start-date', '2025-03-26', '--end-date', '2025-03-26'], {
      ...environment(),
      RACING_API_PASSWORD: 'wrong-password',
    }).ended
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(
      /^error: The Racing API refused .*credentials are wrong.*account is inactive.*not in its plan\.\n$/,
    )
  })
})

describe('wrong usage and surroundings', () => {
  test.each([
    [['start', '--start-date', '2025-13-01'], 2, /no day 2025-13-01.*for example --start-date/],
    [['start', '--start-date', '2025-03-02', '--end-date', '2025-03-01'], 2, /after the end.*for example/],
    [['start', '--start-date', '1987-12-31'], 2, /before 1988-01-01/],
    [['start', '--days', '/no/such/folder'], 2, /no folder \/no\/such\/folder/],
    [['nonsense'], 2, /unknown command 'nonsense'/],
    [['start', '--detach', '--start-date', '2025-13-01'], 2, /no day 2025-13-01/],
  ])('%j', async (args, code, message) => {
    const ended = await command(args, { DARKHORSES_HOME: home }).ended
    expect(ended.code).toBe(code)
    expect(ended.stderr).toMatch(message)
  })

  test('a data folder that is a file, and an environment full of mistakes, told together', async () => {
    const file = join(home, 'a-file')
    await writeFile(file, '')
    const folder = await command(['start', '--once'], { DARKHORSES_HOME: file }).ended
    expect(folder).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/data folder .* cannot be used.*DARKHORSES_HOME/) as string,
    })
    const mistakes = await command(['start'], {
      DARKHORSES_HOME: home,
      RACING_API_RATE: 'fast',
      DATABASE_URL: 'mysql://x',
      SUPABASE_URL: 'y',
    }).ended
    expect(mistakes.code).toBe(1)
    expect(mistakes.stderr).toMatch(/2 problems[^]*RACING_API_RATE[^]*DATABASE_URL/)
  })
})
