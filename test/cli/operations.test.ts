/** The commands of operation on a database with racing in it. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resultFetched } from '../../lib/events/fetched.js'
import type { Runtime } from '../../lib/runtime.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startStats } from '../../services/stats/main.js'
import { resultRace } from '../racing/builders.js'
import { command } from '../support/command.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { startGroups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const day = '2025-05-03'
let database: TestDatabase
let runtime: Runtime

const run = (args: readonly string[], environment: Record<string, string> = {}) =>
  command(args, { DATABASE_URL: database.url, DARKHORSES_HOME: '/', ...environment }).ended

beforeAll(async () => {
  database = await createTestDatabase()
  const groups = await startGroups(database, '2025-05-10')
  await groups.apply([...generatedEvents({ first: day, last: day })].flat())
  await groups.stop()
  runtime = await testRuntime(database)
  await runtime.pool('fetching')
    .query(`INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at, finished_at)
    VALUES ('may', '{racecards,results}', '${day}', '${day}', '{gb,ire}', 'backfill', 'done', '2025-05-03T05:00:00Z', '2025-05-06T00:00:00Z')`)
  await runtime.pool('fetching')
    .query(`INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, run_id, fetched_at, succeeded_at, items)
    SELECT k || ':${day}', k, '${day}', 'ok', 1, 1, 'may', '2025-05-06', '2025-05-06T00:00:00Z', 40 FROM unnest(ARRAY['racecards', 'results']) k`)
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

describe('audit', () => {
  const asOf = { AS_OF: '2025-05-10' }
  test('all is there: the sentence, exit 0; provisional days are shown', async () => {
    const ended = await run(['audit'], asOf)
    expect(ended.stderr).toBe('All data gaps filled - 100% coverage\n')
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/horses with birth date +100\.00 % of [\d,]+ +≥ 95 % +yes/)
    expect(ended.stdout).toMatch(/drift of statistics +0 rows +0 rows +yes/)
  })

  test('holes: the list, what helps, exit 1', async () => {
    const [racing, fetching] = [runtime.pool('racing'), runtime.pool('fetching')]
    const { rows } = await racing.query<{ race_id: string }>('SELECT min(race_id) AS race_id FROM ra_races')
    const id = rows[0]?.race_id ?? ''
    await racing.query('UPDATE ra_races SET field_size = 99 WHERE race_id = $1', [id])
    await fetching.query(`DELETE FROM fetch_units WHERE unit = 'racecards:${day}'`)
    const ended = await run(['audit', '--no-drift'], asOf)
    expect(ended.code).toBe(1)
    expect(ended.stdout).toContain(`day not covered  racecards:${day}`)
    expect(ended.stdout).toMatch(new RegExp(`field size +${id} .*field size 99, but \\d+ runs`))
    expect(ended.stderr).toMatch(
      /^error: 2 holes; not met: days not covered, races with holes\. What helps: darkhorses gaps --fill;/,
    )
    const meetings = await run(['audit', '--by-day', '--json'], asOf)
    const found = JSON.parse(meetings.stdout) as { races: number; holes: number }[]
    expect(found.reduce((sum, one) => sum + one.holes, 0)).toBe(1)
    const elsewhere = await run(
      ['audit', '--no-drift', '--json', '--start-date', '2025-06-01', '--end-date', '2025-06-02'],
      {
        AS_OF: '2025-06-10',
      },
    )
    expect((JSON.parse(elsewhere.stdout) as { findings: { key: string }[] }).findings.map((one) => one.key)).toEqual([
      'racecards:2025-06-01',
      'results:2025-06-01',
      'racecards:2025-06-02',
      'results:2025-06-02',
    ])
    await racing.query(
      'UPDATE ra_races SET field_size = (SELECT count(*) FROM ra_race_results s WHERE s.race_id = $1) WHERE race_id = $1',
      [id],
    )
    await fetching.query(`INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, run_id, fetched_at, succeeded_at, items)
      VALUES ('racecards:${day}', 'racecards', '${day}', 'ok', 1, 1, 'may', '2025-05-06', '2025-05-06', 40)`)
  })
})

test('validate: the 18 tables without a null that should not be there; one is found', async () => {
  const ended = await run(['validate', '--json'])
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  const tables = JSON.parse(ended.stdout) as { table: string; rows: number; unexpected_nulls: object }[]
  expect(tables).toHaveLength(18)
  expect(tables.filter((one) => one.rows === 0).map((one) => one.table)).toEqual([])
  await runtime
    .pool('racing')
    .query('UPDATE ra_mst_jockeys SET name = NULL WHERE jockey_id = (SELECT min(jockey_id) FROM ra_mst_jockeys)')
  const wrong = await run(['validate', '--table', 'ra_mst_jockeys'])
  expect(wrong.code).toBe(1)
  expect(wrong.stdout).toMatch(/ra_mst_jockeys .*name in 1 rows/)
  expect(wrong.stderr).toMatch(/^error: nulls .* in ra_mst_jockeys/)
})

test('status --json has the names of the old checkpoint files', async () => {
  const status = JSON.parse((await run(['status', '--json'])).stdout) as Record<string, unknown>
  expect(status).toMatchObject({
    stats: {
      total_chunks: 1,
      chunks_processed: 1,
      start_date: day,
      end_date: day,
      chunks: [{ chunk_number: 1, start_date: day, end_date: day, racecards: 1, results: 1 }],
    },
    last_completed_chunk: 1,
    last_chunk_end_date: day,
  })
  const { total_races, total_runners } = status['stats'] as Record<string, number>
  expect(total_races).toBeGreaterThan(10)
  expect(total_runners).toBeGreaterThan(100)
  expect(Date.parse(status['timestamp'] as string)).not.toBeNaN()
})

test('report: the headings of the old reports, and figures that add up', async () => {
  const { stdout, code } = await run(['report', 'may'])
  expect(code).toBe(0)
  expect([...stdout.matchAll(/^##? (.+)$/gm)].map((one) => one[1])).toEqual([
    'Run may',
    'Pre-execution state',
    'Start, end, duration',
    'Rate',
    'Processed',
    'Errors',
    'Rows added',
    'Data quality',
  ])
  const races = (await runtime.pool('racing').query<{ n: number }>('SELECT count(*)::int AS n FROM ra_races')).rows[0]
    ?.n
  expect(stdout).toContain(`| ra_races | ${races} |`)
  const unknown = await run(['report', 'june'])
  expect(unknown).toMatchObject({ code: 1, stderr: 'error: There is no run june; the newest are may.\n' })
})

test('watch: plain lines where there is no terminal, no colours, no escapes', async () => {
  const ended = await run(['watch', '--interval', '0.2', '--count', '2'], { TZ: 'Pacific/Auckland' })
  expect(ended.code).toBe(0)
  const lines = ended.stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}total \d+ .*lag 0/)
  expect(ended.stdout).not.toContain('\u001B')
})

describe('dead letters', () => {
  test('listed by cause, shown with the event, applied again when the fault is gone', async () => {
    const racing = runtime.pool('racing')
    const services = [startProjector(runtime), startEntities(runtime), startStats(runtime)]
    await racing.query("ALTER TABLE ra_races ADD CONSTRAINT fault CHECK (race_id NOT LIKE 'rac_bad%')")
    const events = ['rac_bad1', 'rac_bad2'].map((id) =>
      resultFetched(
        { source: 'test', fetchedAt: 1, runId: null },
        'results',
        id,
        resultRace(['1', '2'], { race_id: id }),
      ),
    )
    await runtime.log.append(await Promise.all(events.map((event) => runtime.codec.encode(event))))
    await expect.poll(async () => (await racing.query('SELECT FROM dead_letters')).rowCount).toBe(2)
    await Promise.all(services.map((service) => service.stop()))

    const list = JSON.parse((await run(['dead-letters', 'list', '--json'])).stdout) as Record<string, unknown>[]
    expect(list).toMatchObject([{ group: 'projector', events: 2 }])
    const [{ example, cause }] = list as [{ example: string; cause: string }]
    const shown = await run(['dead-letters', 'show', example])
    expect(JSON.parse(shown.stdout)).toMatchObject({ group: 'projector', event: { type: 'ResultFetched' } })

    const still = await run(['dead-letters', 'retry', '--cause', cause])
    expect(still.code).toBe(1)
    expect(still.stderr).toMatch(/error: 2 events still cannot be applied/)
    await racing.query('ALTER TABLE ra_races DROP CONSTRAINT fault')
    const one = await run(['dead-letters', 'retry', example, '--json'])
    expect(JSON.parse(one.stdout)).toEqual([{ group: 'projector', applied: 1, failed: 0 }])
    expect(await run(['dead-letters', 'retry', '--all', '--json'])).toMatchObject({ code: 0, stderr: '' })
    expect((await racing.query("SELECT FROM ra_races WHERE race_id LIKE 'rac_bad%'")).rowCount).toBe(2)
    expect(await run(['dead-letters', 'retry', '--all'])).toMatchObject({ code: 0, stderr: 'No dead letter waits.\n' })
    expect(await run(['dead-letters', 'show', example])).toMatchObject({ code: 1 })
  })
})

test('a reader that goes away ends the command without a word', async () => {
  const executable = fileURLToPath(new URL('../../bin/darkhorses.mjs', import.meta.url))
  const child = spawn(process.execPath, [executable, 'tail', 'results', '-n', '1000'], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, DARKHORSES_HOME: '/' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('check on a running system: everything looked at, nothing wrong', async () => {
  const ended = await run(['check', '--json'])
  const found = JSON.parse(ended.stdout) as { check: string; state: string; found: string }[]
  expect(found.filter((one) => one.check !== 'disk' && one.state !== 'right').map((one) => one.check)).toEqual([
    'credentials',
  ])
  expect(found.find((one) => one.check === 'clock')?.found).toBe('within a minute of the database')
})
