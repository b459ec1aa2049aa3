/** The commands of fetching, each in a process of its own, against a simulator with recorded days. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator, type RunningSimulator } from '../../services/simulator/main.js'
import { command } from '../support/command.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()
let home: string
let simulator: RunningSimulator

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-fetching-'))
  simulator = await startSimulator({
    days: join(shared ?? '', 'racing-api-days'),
    rate: null,
    username: 'me',
    password: 'secret-of-the-test',
  })
})
afterAll(async () => {
  await simulator.stop()
  await rm(home, { recursive: true, force: true })
})

const environment = (more: Record<string, string> = {}) => ({
  DARKHORSES_HOME: home,
  RACING_API_USERNAME: 'me',
  RACING_API_PASSWORD: 'secret-of-the-test',
  RACING_API_BASE_URL: `${simulator.url}/v1`,
  RACING_API_RATE: '0',
  TZ: 'Pacific/Auckland',
  ...more,
})
const start = (args: readonly string[], more: Record<string, string> = {}) => command(args, environment(more))
const run = (args: readonly string[], more: Record<string, string> = {}) => start(args, more).ended

/** Two months with racing, and a range without any record: each day of it is an empty one. */
const march = ['--start-date', '2025-03-29', '--end-date', '2025-04-01']
const winter = ['--start-date', '2024-02-22', '--end-date', '2024-03-06']

const may = ['--start-date', '2024-05-01', '--end-date', '2024-05-06']

interface Dry {
  readonly units: number
  readonly calls: number
  readonly covered: number
  readonly minutes: number | null
  readonly impossible: readonly { units: number; why: string }[]
  readonly unfinished_runs: readonly { id: string; state: string }[]
  readonly failed_units: number
}
const dry = async (args: readonly string[], more: Record<string, string> = {}) =>
  JSON.parse((await run([...args, '--dry-run', '--json'], more)).stdout) as Dry

describe.skipIf(shared === null)('nobody runs: the command brings up what it needs', () => {
  test('nothing to resume where nothing ever was: that sentence, exit 0, and no database made for it', async () => {
    const ended = await run(['backfill', 'all', '--resume'])
    expect(ended).toMatchObject({
      code: 0,
      stdout: 'Nothing to resume: no run of `backfill all` is unfinished.\n',
      stderr: '',
    })
    const ranged = await run(['backfill', 'all', '--resume', '--start-date', '2024-02-01', '--end-date', '2024-02-29'])
    expect(ranged.stdout).toContain('`backfill all` from 2024-02-01 to 2024-02-29 is unfinished. `darkhorses runs`')
    expect(await readdir(home)).toEqual([])
  })

  test('a dry run calls nobody, and is what the run then does; rows are in the tables at the end', async () => {
    const estimate = await dry(['backfill', 'events', ...march], { RACING_API_RATE: '2' })
    expect(simulator.requests()).toHaveLength(0)
    expect(estimate).toMatchObject({ units: 8, calls: 8, covered: 0, minutes: 0.067 })

    const ended = await run(['backfill', 'events', ...march])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(simulator.requests()).toHaveLength(estimate.calls)
    const lines = ended.stdout.split('\n').filter((line) => /^(Chunk|Updated|total|Settled)/.test(line))
    expect(lines.join('\n')).toMatch(
      new RegExp(
        [
          '^Chunk 2/2: 2025-04-01 to 2025-04-01',
          'Updated 282 runners with results',
          'Chunk 2 completed successfully',
          'Chunk 1/2: 2025-03-29 to 2025-03-31',
          'Updated \\d+ runners with results',
          'Chunk 1 completed successfully',
          'total 8  done 8  failed 0  rate [\\d.]+/s  remaining 0  nothing remains  100 %',
          'Settled after [\\d.]+ s: 3 days, \\d+ races, [\\d,]+ runners, \\d+ results, [\\d,]+ horses\\.$',
        ].join('\\n(?:total .*\\n)*'),
      ),
    )
    const [log = ''] = (await readdir(join(home, 'logs')))
      .filter((file) => /^RUN_\d{8}_\d{6}\.log$/.test(file))
      .slice(-1)
    const text = await readFile(join(home, 'logs', log), 'utf8')
    expect(text).toContain('Chunk 1 completed successfully')
    expect(text + ended.stdout).not.toContain('secret-of-the-test')
  })

  test('the same again fetches nothing, and says so', async () => {
    const before = simulator.requests().length
    expect(await dry(['backfill', 'events', ...march])).toMatchObject({ units: 0, calls: 0, covered: 8 })
    const ended = await run(['backfill', 'events', ...march, '--json'])
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({ run: null, state: 'done' })
    expect(ended.stderr).toContain('Nothing to fetch: 8 units are covered, 0 are not possible.')
    expect(simulator.requests()).toHaveLength(before)
  })

  test('Ctrl+C records the calls in flight, pauses the run, 130; what is left is known, and --resume fetches just that', async () => {
    simulator.clearRequests()
    const slow = start(['backfill', 'events', ...winter, '--oldest-first'], { RACING_API_RATE: '4' })
    await slow.line(/^Chunk 1\/2: 2024-02-22 to 2024-02-29/)
    while (simulator.requests().length < 5) await new Promise((resolve) => setTimeout(resolve, 20))
    slow.child.kill('SIGINT')
    const interrupted = await slow.ended
    expect(interrupted.code).toBe(130)
    expect(interrupted.stdout).toMatch(/is paused: go on with `darkhorses backfill events --resume`\.\n$/)
    const called = simulator.requests().length
    expect(simulator.requests()[0]?.path).toContain('2024-02-22')

    const status = await run(['backfill', 'events', '--check-status', '--json'])
    const state = JSON.parse(status.stdout) as Dry
    expect(state.unfinished_runs).toMatchObject([{ state: 'paused' }])
    const left = await dry(['backfill', 'events', ...winter])
    expect(left.units).toBe(28 - called)

    const resumed = await run(['backfill', 'events', '--resume'])
    expect(resumed).toMatchObject({ code: 0, stderr: '' })
    const paths = simulator.requests().map((request) => request.path)
    expect(paths).toHaveLength(28)
    expect(new Set(paths).size).toBe(28)
    expect((await run(['backfill', 'events', '--resume'])).stdout).toMatch(/^Nothing to resume/)
  })

  test('--test takes the first ten units of the plan', async () => {
    simulator.clearRequests()
    const range = ['--start-date', '2024-06-01', '--end-date', '2024-06-30']
    expect(await dry(['backfill', 'events', ...range, '--test'])).toMatchObject({ units: 10, calls: 10 })
    const ended = await run(['backfill', 'events', ...range, '--test', '--json'])
    expect(JSON.parse(ended.stdout)).toMatchObject({ state: 'done', total: 10, done: 10 })
    const days = simulator.requests().map((request) => /\d{4}-\d\d-\d\d/.exec(request.path)?.[0])
    expect([...new Set(days)].sort()).toEqual(['2024-06-26', '2024-06-27', '2024-06-28', '2024-06-29', '2024-06-30'])
  })
})

describe.skipIf(shared === null)('a service runs: the command is a client of it', () => {
  test('followed, steered, failed, retried by name and by run; gaps found and filled', async () => {
    simulator.clearRequests()
    const service = start(['start', '--start-date', '2025-03-27', '--end-date', '2025-03-27'])
    await service.line(/^Following/)

    // What the API will never take fails at once; two of it, and a list.
    simulator.faults.set([
      { kind: 422, endpoint: 'results', where: '2024-05-03' },
      { kind: 422, endpoint: 'racecards', where: '2024-05-05' },
    ])
    const failing = await run([
      'backfill',
      'events',
      '--start-date',
      '2024-05-01',
      '--end-date',
      '2024-05-06',
      '--json',
    ])
    expect(failing.code).toBe(1)
    expect(failing.stderr).toContain('A fetcher is active')
    expect(failing.stderr).toMatch(/^error: results:2024-05-03 failed: .*422/m)
    expect(failing.stderr).toMatch(/^Chunk 1 completed with 2 failed units$/m)
    expect(failing.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^error: the run backfill-events-\S+ ended with 2 units failed; see .*darkhorses retry/,
    )
    const outcome = JSON.parse(failing.stdout) as { run: string; done: number; failed: number }
    expect(outcome).toMatchObject({ state: 'failed', total: 12, done: 10, failed: 2 })

    const errors = JSON.parse((await run(['errors', '--json'])).stdout) as Record<string, unknown>[]
    expect(errors.map((one) => one['unit']).sort()).toEqual(['racecards:2024-05-05', 'results:2024-05-03'])
    expect(Object.keys(errors[0] ?? {})).toEqual(['timestamp', 'unit', 'chunk', 'horse_id', 'error', 'attempts'])
    expect((await run(['errors', '--by', 'type'])).stdout).toMatch(/^HTTP 422 +2 /m)
    expect((await run(['errors', '--ids'])).stdout.trim().split('\n')).toHaveLength(2)
    const gaps = JSON.parse((await run(['gaps', ...may, '--json'])).stdout) as { unit: string }[]
    expect(gaps.map((gap) => gap.unit)).toEqual(['racecards:2024-05-05', 'results:2024-05-03'])
    expect((await run(['runs', outcome.run])).stderr).toMatch(/^error: 2 failed units; retry/)

    simulator.faults.set([{ kind: 422, endpoint: 'racecards', where: '2024-05-05' }])
    const half = await run(['retry', outcome.run, '--json'])
    expect(half.code).toBe(1)
    expect(JSON.parse(half.stdout)).toMatchObject({ state: 'failed', total: 2, done: 1, failed: 1 })
    simulator.faults.set([])
    expect((await run(['gaps', ...may, '--fill'])).code).toBe(0)
    expect((await run(['gaps', ...may])).stdout).toBe(
      'No gaps: everything that was asked for and can be fetched is there.\n',
    )
    expect((await run(['retry', '--all'])).stdout).toContain('Nothing to retry: no unit has failed.')
    expect((await run(['errors', '--json'])).stdout).toBe('[]\n')

    // Left to the service, and steered from outside.
    const detached = await run([
      'backfill',
      'events',
      '--start-date',
      '2023-01-01',
      '--end-date',
      '2023-12-31',
      '--detach',
    ])
    expect(detached.code).toBe(0)
    const id = /Run (\S+): left to the service/.exec(detached.stdout)?.[1] ?? ''
    expect(await run(['pause', id])).toMatchObject({ code: 0, stdout: `Run ${id} is paused, priority backfill.\n` })
    expect((await run(['priority', id, 'live'])).stdout).toBe(`Run ${id} is paused, priority live.\n`)
    expect((await run(['resume', id])).stdout).toMatch(/is (requested|running), priority live/)
    expect((await run(['cancel', id, '--json'])).code).toBe(0)
    const refused = await run(['resume', id])
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: resume run: Run .* is cancelled and cannot be resumed\./) as string,
    })
    expect(await run(['pause', 'nobody'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no run nobody\./) as string,
    })
    const listed = JSON.parse((await run(['runs', '--json'])).stdout) as { id: string; state: string }[]
    expect(listed.find((one) => one.id === id)?.state).toBe('cancelled')

    expect((await run(['sync', '--today', '--json'])).code).toBe(0)
    const schedule = JSON.parse((await run(['schedule', 'list', '--json'])).stdout) as { job: string; next: string }[]
    expect(schedule).toHaveLength(11)
    expect((await run(['schedule', 'run', 'reference'])).stdout).toMatch(/^reference: run reference-\S+ asked for\n$/)
    expect((await run(['wait', '--timeout', '60'])).code).toBe(0)
    service.child.kill('SIGINT')
    expect((await service.ended).code).toBe(130)
  })
})
