/**
 * `darkhorses start`: database, log, API or simulator, and all services in one process, until everything that was asked for
 * is fetched and applied; then it goes on following, or ends with `--once`.
 */
import { spawn } from 'node:child_process'
import { existsSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { destination } from 'pino'
import { systemClock } from '../../lib/clock.js'
import { readConfig, type Config } from '../../lib/config.js'
import { createPool } from '../../lib/db/pool.js'
import { migrateAll } from '../../lib/db/migrate.js'
import { RacingError } from '../../lib/errors.js'
import { createLogger } from '../../lib/logger.js'
import { makeFolder } from '../../lib/makeFolder.js'
import { failureKind } from '../../lib/projection/failure.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../lib/postgres/embeddedPostgres.js'
import { createTopics, openRuntime, type Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { startConsole } from '../../services/console/main.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { addDays, rangeProblem } from '../../services/fetcher/range.js'
import { sendControl } from '../../services/fetcher/requestRun.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startSimulator } from '../../services/simulator/main.js'
import { startStats } from '../../services/stats/main.js'
import { counts, groups, runProgress, unapplied } from '../progress.js'
import { masked } from '../session.js'
import { UsageError } from '../usage.js'

interface StartOptions {
  readonly startDate?: string
  readonly endDate?: string
  readonly days?: string
  readonly once?: true
  readonly detach?: true
  readonly racecards: boolean
  readonly results: boolean
  readonly skipMasters?: true
  readonly seed?: string
}

/** The embedded database ended although nobody stopped it. */
class DatabaseEnded extends RacingError {
  readonly code = 'DATABASE_ENDED'
  readonly retriable = true
  constructor(home: string) {
    super(`The embedded Postgres ended (see ${join(home, 'postgres.log')}). Nothing is lost: start again to go on.`, {
      home,
    })
  }
}

/** First and last day of a folder of recorded days. */
function recordedRange(folder: string): { start: string; end: string } {
  const path = resolve(folder)
  if (!existsSync(path))
    throw new UsageError(
      `There is no folder ${path}: --days names one that holds racecards_pro_DATE.json and results_DATE.json.`,
    )
  const days = readdirSync(path)
    .map((file) => /^(?:racecards_pro|results)_(\d{4}-\d{2}-\d{2})\.json$/.exec(file)?.[1])
    .filter((day) => day !== undefined)
    .sort()
  const [start] = days
  const end = days.at(-1)
  if (start === undefined || end === undefined)
    throw new UsageError(`The folder ${path} holds no racecards_pro_DATE.json and no results_DATE.json.`)
  return { start, end }
}

/** The range asked for: the flags, else the recorded days, else the last week with tomorrow. */
function rangeOf(options: StartOptions, today: string): { start: string; end: string } {
  const usual =
    options.days === undefined ? { start: addDays(today, -5), end: addDays(today, 1) } : recordedRange(options.days)
  const start =
    options.startDate ??
    (options.endDate === undefined || options.endDate >= usual.start ? usual.start : options.endDate)
  const end =
    options.endDate ??
    (options.startDate === undefined || usual.end >= start
      ? options.startDate === undefined
        ? usual.end
        : options.days === undefined
          ? today
          : usual.end
      : today)
  const problem = rangeProblem(start, end, today)
  if (problem !== null) throw new UsageError(problem)
  return { start, end }
}

const say = (line: string) => process.stdout.write(`${line}\n`)

function kindsOf(options: StartOptions): string[] {
  return [
    ...(options.skipMasters === true ? [] : ['regions', 'courses', 'bookmakers']),
    ...(options.racecards ? ['racecards'] : []),
    ...(options.results ? ['results'] : []),
    'profiles',
  ]
}

/** Leaves a copy of this command running in the background and returns. */
function detach(config: Config): void {
  const logs = join(config.home, 'logs')
  makeFolder(logs)
  const log = openSync(join(logs, 'start.log'), 'a')
  const child = spawn(
    process.execPath,
    process.argv.slice(1).filter((word) => word !== '--detach'),
    { detached: true, stdio: ['ignore', log, log] },
  )
  writeFileSync(join(logs, 'darkhorses.pid'), `${child.pid}\n`)
  child.unref()
  say(`Started in the background as process ${child.pid}: \`darkhorses status\` shows it, \`darkhorses stop\` ends it.`)
}

function logFile(config: Config): string {
  const folder = join(config.home, 'logs')
  makeFolder(folder)
  const stamp = systemClock.now().toISOString().replaceAll(/[-:]/g, '').replace('T', '_').slice(0, 15)
  return join(folder, `RUN_${stamp}.log`)
}

/** Parts that run, stopped in the opposite order. */
interface Parts {
  readonly services: RunningService[]
  runtime?: Runtime
  postgres?: EmbeddedPostgres
}

async function stopAll(parts: Parts): Promise<void> {
  for (const service of parts.services.reverse()) await service.stop()
  await parts.runtime?.close()
  await parts.postgres?.stop()
}

async function settled(runtime: Runtime, runId: string): Promise<boolean> {
  const progress = await runProgress(runtime.pool('fetching'), runId)
  if (progress === null || progress.state === 'requested' || progress.state === 'running') return false
  return (await unapplied(runtime)).length === 0
}

async function summary(runtime: Runtime, seconds: number): Promise<void> {
  const total = await counts(runtime.pool('racing'))
  const n = (value: number) => value.toLocaleString('en-GB')
  say('')
  say(
    `Settled after ${seconds.toFixed(1)} s: ${n(total.days)} days, ${n(total.races)} races, ${n(total.runners)} runners, ${n(total.results)} results, ${n(total.horses)} horses.`,
  )
  say(`Groups ${groups.map((one) => one.group).join(', ')}: lag 0. Dead letters: ${n(total.dead_letters)}.`)
  say(
    "Look: darkhorses status, darkhorses psql -c 'SELECT name, total_rides, total_wins, win_rate FROM ra_mst_jockeys ORDER BY total_wins DESC LIMIT 5'",
  )
}

async function open(parts: Parts, config: Config): Promise<Runtime> {
  let databaseUrl = config.databaseUrl
  if (databaseUrl === null) {
    parts.postgres = await startEmbeddedPostgres({ home: config.home })
    databaseUrl = parts.postgres.url
  }
  say(`postgres ${masked(databaseUrl)}`)
  const file = logFile(config)
  const logger = createLogger({
    level: config.logLevel,
    secrets: [...config.secrets, databaseUrl],
    destination: destination({ dest: file, sync: false }),
  })
  const admin = createPool({ url: databaseUrl, searchPath: ['public'], applicationName: 'darkhorses migrate' })
  await migrateAll(admin).finally(() => admin.end())
  const runtime = openRuntime({ config, databaseUrl, logger })
  parts.runtime = runtime
  await createTopics(runtime.log)
  say(`log ${runtime.log.kind}`)
  say(`logs ${file}`)
  return runtime
}

async function serve(options: StartOptions, stopping: AbortSignal): Promise<number> {
  const started = performance.now()
  const base = readConfig()
  const today = base.asOf ?? new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(systemClock.now())
  const { start, end } = rangeOf(options, today)
  const parts: Parts = { services: [] }
  try {
    let config = base
    if (!base.hasCredentials) {
      const simulator = await startSimulator({
        days: options.days ?? null,
        rate: base.api.rate === 0 ? null : base.api.rate,
        ...(options.seed === undefined ? {} : { seed: Number(options.seed) }),
        ...(base.asOf === null ? {} : { now: `${base.asOf}T22:30:00Z` }),
      })
      parts.services.push(simulator)
      say(`simulator ${simulator.url}`)
      config = {
        ...base,
        api: {
          ...base.api,
          baseUrl: `${simulator.url}/v1`,
          username: simulator.username,
          password: simulator.password,
        },
      }
    } else say(`api ${base.api.baseUrl}`)
    const runtime = await open(parts, config)
    const web = await startConsole(runtime)
    parts.services.push(web)
    say(`console ${web.url}`)
    const kinds = kindsOf(options)
    const runId = `start:${start}:${end}:${kinds.join('+')}`
    await sendControl(runtime, {
      id: runId,
      command: 'start_run',
      kinds,
      start_date: start,
      end_date: end,
      requested_at: runtime.clock.now().getTime(),
    })
    say(`fetching ${start} to ${end}: ${kinds.join(', ')}`)
    const fetcher = await startFetcher(runtime, {
      onUnit: (unit) => {
        const count = unit.outcome === 'ok' ? `${unit.items} items` : unit.outcome
        say(`  ${unit.unit}: ${count}`)
      },
    })
    parts.services.push(startStats(runtime), startEntities(runtime), startProjector(runtime), fetcher)
    const failures = parts.services.map((service) => service.done.then(() => new Promise<never>(() => undefined)))
    const database = parts.postgres?.exited.then(() => {
      if (stopping.aborted) return new Promise<never>(() => undefined)
      throw new DatabaseEnded(config.home)
    })
    const watch = async (): Promise<void> => {
      while (!stopping.aborted && !(await settled(runtime, runId))) await runtime.clock.sleep(200, stopping)
      if (stopping.aborted) return
      await summary(runtime, (performance.now() - started) / 1000)
      if (options.once === true) return
      say('Following; Ctrl+C ends it.')
      await new Promise<void>((done) => stopping.addEventListener('abort', () => done(), { once: true }))
    }
    await Promise.race([watch(), ...failures, ...(database === undefined ? [] : [database])]).catch(
      async (error: unknown) => {
        // Whoever asks a database that has ended may notice first; the end itself is what to tell.
        if (database !== undefined && failureKind(error) === 'outage')
          await Promise.race([database, runtime.clock.sleep(2000)])
        throw error
      },
    )
    if (stopping.aborted) return 130
    const progress = await runProgress(runtime.pool('fetching'), runId)
    if (progress?.state !== 'failed') return 0
    console.error(
      `error: the run ended with ${progress.message ?? 'failed units'}; retry them with \`darkhorses retry ${runId}\`.`,
    )
    return 1
  } finally {
    await stopAll(parts)
  }
}

/** Ctrl+C and SIGTERM end the unit and batch in hand; a second one ends at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    process.stderr.write('Stopping after the unit and batch in hand …\n')
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return stopping.signal
}

/** The command's flags and action. */
export function define(command: Command): Command {
  return command
    .option('--start-date <date>', 'first day, YYYY-MM-DD')
    .option('--end-date <date>', 'last day (default: today in London)')
    .option('--days <folder>', 'serve recorded days instead of generated ones')
    .option('--once', 'exit when everything is settled')
    .option('--detach', 'go on in the background')
    .option('--no-racecards', 'leave racecards out')
    .option('--no-results', 'leave results out')
    .option('--skip-masters', 'leave courses, regions and bookmakers out')
    .option('--seed <n>', 'which history is generated')
    .option('--non-interactive', 'accepted, means nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  npm start\n  npm start -- --once --start-date 2025-10-01 --end-date 2025-10-07\n  npm start -- --days ../recorded --once',
    )
    .action(async (options: StartOptions) => {
      if (options.detach === true) {
        detach(readConfig())
        return
      }
      process.exitCode = await serve(options, stopSignal())
    })
}
