// Question: does every command that lists something answer within 400 ms (p95), its process's start included, on a history of
// ten years? Beside it the start of an empty Node process in the same run, so that a slow or busy machine shows. Checked against
// the log's own counts. Run: npm run bench cli -- --years 10
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { commands } from '../cli/commands.js'
import { startOfNode } from './support/commands.js'
import { startServer, type BenchServer } from './support/database.js'
import { nextDay, type History } from './support/history.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, percentile, tell } from './support/measures.js'
import { projectedOf } from './support/projected.js'

const executable = fileURLToPath(new URL('../../bin/darkhorses.mjs', import.meta.url))
const times = 20

/** Commands that list; those that compute (audit, validate, report, stats check, rebuild, gaps --fill) have no such goal. */
const listing: readonly (readonly string[])[] = [
  ['--help'],
  ['status', '--help'],
  ['status'],
  ['status', '--json'],
  ['watch', '--count', '1'],
  ['runs'],
  ['errors'],
  ['errors', '--by', 'type'],
  ['dead-letters', 'list'],
  ['schedule', 'list'],
  ['topics'],
  ['tail', 'results', '-n', '5'],
  ['wait', '--timeout', '0'],
  ['check', '--offline'],
  ['psql', '-c', 'SELECT count(*) FROM racing.ra_mst_courses'],
  ['psql', '--url'],
  ['completion', 'bash'],
]

interface Ran {
  readonly ms: number
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command and waits for its end, whatever that is. */
function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> {
  const began = performance.now()
  const child = spawn(process.execPath, [executable, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ ms: performance.now() - began, code, stdout, stderr })),
  )
}

/** What the fetcher would have noted of such a history: a unit for every day and profile, one failure in a hundred, a run. */
const notes = (history: History) => `
  INSERT INTO fetching.fetch_units (unit, kind, date, outcome, calls, attempts, message, run_id, fetched_at, succeeded_at, items)
  SELECT k.kind || ':' || d.date, k.kind, d.date, CASE WHEN mod(d.n, 100) = 0 THEN 'failed' ELSE 'ok' END, 1, 1, CASE WHEN mod(d.n, 100) = 0 THEN 'HTTP 503' END,
    'all', timestamptz '${nextDay}' - interval '1 day' + d.n * interval '1 second', timestamptz '${nextDay}', 40
  FROM (SELECT date, row_number() OVER (ORDER BY date) AS n FROM (SELECT DISTINCT date FROM racing.ra_races) r) d CROSS JOIN (VALUES ('results'), ('racecards')) k(kind);
  INSERT INTO fetching.fetch_units (unit, kind, horse_id, outcome, calls, attempts, run_id, fetched_at, succeeded_at, items)
  SELECT 'profiles:' || horse_id, 'profiles', horse_id, 'ok', 1, 1, 'all', '${nextDay}', '${nextDay}', 1 FROM racing.ra_mst_horses ORDER BY 1 LIMIT ${history.profiles};
  INSERT INTO fetching.runs (id, kinds, start_date, end_date, regions, priority, state, requested_at, finished_at)
  SELECT 'all', '{racecards,results,profiles}', min(date), max(date), '{gb,ire}', 'backfill', 'failed', timestamptz '${nextDay}' - interval '2 days', '${nextDay}' FROM racing.ra_races;
  ANALYZE`

async function checkAnswers(server: BenchServer, database: string, history: History, status: string): Promise<void> {
  const { stats, counts } = JSON.parse(status) as {
    stats: Record<string, number>
    counts: Record<string, number>
  }
  mustBe('races in status', stats['total_races'], history.races)
  mustBe('results in status', counts['results'], history.runners)
  const [row] = await server.sql<{ runners: number }>(database, 'SELECT count(*)::int AS runners FROM ra_runners')
  mustBe('runners in status', stats['total_runners'], row?.runners)
}

async function benchCli({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  const database = 'bench_cli'
  try {
    const { template, history } = await projectedOf(server, years)
    await server.create(database, template)
    await server.sql(database, notes(history))
    await server.sql(database, 'VACUUM ANALYZE')
    const environment = { DATABASE_URL: server.urlOf(database), DARKHORSES_HOME: '/tmp', AS_OF: nextDay }

    const empty: number[] = []
    const figures: Record<string, number> = {}
    const p95s: number[] = []
    const known = new Set(commands.map((one) => one.name))
    for (const args of listing.filter(([first = '']) => known.has(first) || first.startsWith('-'))) {
      const name = args.join(' ')
      const took: number[] = []
      for (let time = 0; time < times; time += 1) {
        empty.push(await startOfNode())
        const { ms, code, stdout, stderr } = await run(args, environment)
        // `wait` and `check` may find something: their answer is 1, and not a failure of the bench.
        if (code !== 0 && !(code === 1 && ['wait', 'check'].includes(args[0] ?? '')))
          throw new Error(`darkhorses ${name} ended with ${code}: ${stderr}`)
        if (name === 'status --json' && time === 0) await checkAnswers(server, database, history, stdout)
        took.push(ms)
      }
      const p95 = percentile(took, 0.95)
      p95s.push(p95)
      figures[name] = digits(p95)
      tell(`${name}: median ${Math.round(percentile(took, 0.5))} ms, p95 ${Math.round(p95)} ms`)
    }
    const node = percentile(empty, 0.5)
    tell(`an empty Node: median ${Math.round(node)} ms, p95 ${Math.round(percentile(empty, 0.95))} ms`)
    const slowest = Math.max(...p95s)
    return {
      years,
      races: history.races,
      emptyNodeMs: digits(node),
      emptyNodeP95Ms: digits(percentile(empty, 0.95)),
      slowestP95Ms: digits(slowest),
      slowestOverNode: digits(slowest / node),
      ...figures,
    }
  } finally {
    await server.drop(database)
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchCli)
