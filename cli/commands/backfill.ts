import type { Command } from 'commander'
import { readConfig, type Config } from '../../lib/config.js'
import { londonDate, systemClock } from '../../lib/clock.js'
import { storedUrl } from '../../lib/postgres/embeddedPostgres.js'
import type { Runtime } from '../../lib/runtime.js'
import { failedUnits } from '../../services/console/fetchState.js'
import { openRunsNamed } from '../../services/fetcher/openRuns.js'
import { dateRange } from '../dates.js'
import { printJson } from '../output.js'
import { leaveToService } from '../run/detached.js'
import { estimateText } from '../run/estimateText.js'
import {
  kindsOfSubject,
  limitOf,
  rangeOfDays,
  regionsOf,
  subjectOf,
  type FetchOptions,
  type Subject,
} from '../run/fetchArguments.js'
import { performRun } from '../run/performRun.js'
import { planRequest, prepareRequest, prepareResume, runToResume, type RunRequest } from '../run/planRun.js'
import { withReading } from '../run/reading.js'
import { UsageError } from '../usage.js'

interface Options extends FetchOptions {
  readonly oldestFirst?: true
  readonly resume?: true
  readonly checkStatus?: true
  readonly dryRun?: true
  readonly detach?: true
  readonly json?: true
  readonly days?: string
  readonly seed?: string
}

/** @throws UsageError */
function requestOf(subject: Subject, options: FetchOptions & Pick<Options, 'oldestFirst'>, config: Config): RunRequest {
  const kinds = kindsOfSubject(subject, options)
  const today = config.asOf ?? londonDate(systemClock.now())
  const { start, end } = rangeOfDays(options, kinds, today, `backfill ${subject}`)
  return {
    name: `backfill-${subject}`,
    kinds,
    start,
    end,
    regions: regionsOf(options.regionCodes, config.regions),
    priority: subject === 'horses' ? 'profiles' : 'backfill',
    limit: limitOf(options),
    oldestFirst: options.oldestFirst === true,
    ...(subject === 'all' && { freshLists: true }),
  }
}

function refuseContradictions(options: Options): void {
  const example = 'for example darkhorses backfill events --start-date 2025-03-01 --dry-run'
  const looks = options.dryRun === true || options.checkStatus === true
  if (looks && options.detach === true)
    throw new UsageError(`--dry-run and --check-status fetch nothing, so there is nothing to detach: ${example}.`)
  if (options.resume === true && (options.limit !== undefined || options.test === true))
    throw new UsageError(
      `--resume goes on with a run as it was asked for; --limit and --test are for a new one: for example darkhorses backfill events --resume.`,
    )
  if (options.resume === true && options.oldestFirst === true)
    throw new UsageError(
      '--resume goes on with a run in its own order; --oldest-first is for a new one: for example darkhorses backfill events --resume.',
    )
}

/** What the state of a range is, beside what it would cost. */
async function stateOf(runtime: Runtime, request: RunRequest) {
  const pool = runtime.pool('fetching')
  const open = await openRunsNamed(pool, `${request.name}-`)
  const failed = (await failedUnits(pool, 100_000)).filter(
    (unit) =>
      (request.kinds as readonly string[]).includes(unit.kind) &&
      (unit.date === null || (unit.date >= request.start && unit.date <= request.end)),
  )
  return {
    unfinished_runs: open.map(({ id, state, start_date, end_date }) => ({ id, state, start_date, end_date })),
    failed_units: failed.length,
  }
}

/** The range that backfills of a subject have asked for so far: of the one to resume, or of all; null before the first. */
async function rangeAskedFor(runtime: Runtime, subject: Subject, options: Options) {
  const { rows } = await runtime.pool('fetching').query<{ start: string | null; end: string | null }>(
    `SELECT min(start_date) AS start, max(end_date) AS end FROM runs
     WHERE starts_with(id, $1) AND state <> 'cancelled' AND (NOT $2 OR state IN ('requested', 'running', 'paused'))`,
    [`backfill-${subject}-`, options.resume === true],
  )
  const { start = null, end = null } = rows[0] ?? {}
  return start === null || end === null ? null : { startDate: start, endDate: end }
}

async function look(subject: Subject, options: Options, config: Config): Promise<void> {
  // Wrong usage is told before a database is looked for.
  const asked = options.startDate === undefined && (options.checkStatus === true || options.resume === true)
  if (!asked) requestOf(subject, options, config)
  await withReading(async (runtime) => {
    const range = asked ? await rangeAskedFor(runtime, subject, options) : {}
    if (range === null) {
      const sentence =
        options.resume === true
          ? nothingToResume(subject, options)
          : `No backfill of ${subject} has been asked for yet.`
      if (options.json === true) printJson({ run: null, message: sentence })
      else process.stdout.write(`${sentence}\n`)
      return
    }
    const request = requestOf(subject, { ...options, ...range }, config)
    const { estimate } = await planRequest(runtime, request)
    const state = options.checkStatus === true ? await stateOf(runtime, request) : null
    if (options.json === true) {
      printJson({ ...estimate, ...state })
      return
    }
    process.stdout.write(`${estimateText(estimate)}\n`)
    if (state === null) return
    process.stdout.write(`${state.failed_units} failed units in this range.\n`)
    for (const run of state.unfinished_runs)
      process.stdout.write(`Run ${run.id} is ${run.state}: ${run.start_date} to ${run.end_date}.\n`)
    if (state.unfinished_runs.length === 0) process.stdout.write('No unfinished run.\n')
  })
}

/** Another range may well be unfinished. */
function nothingToResume(subject: Subject, options: Options): string {
  const { start, end } = dateRange(options)
  const none = (of: string) => `Nothing to resume: no run of \`backfill ${subject}\`${of} is unfinished.`
  if (start === null && end === null) return none('')
  const range = [start === null ? '' : ` from ${start}`, end === null ? '' : ` to ${end}`].join('')
  return `${none(range)} \`darkhorses runs\` lists all.`
}

async function resume(subject: Subject, options: Options, config: Config): Promise<number> {
  const range = dateRange(options)
  const sentence = nothingToResume(subject, options)
  // A database that was never made holds no run.
  if (config.databaseUrl === null && (await storedUrl(config.home)) === null) {
    if (options.json === true) printJson({ run: null, state: 'done', message: sentence })
    else process.stdout.write(`${sentence}\n`)
    return 0
  }
  const name = `backfill-${subject}`
  const found = await withReading((runtime) => runToResume(runtime, name, range))
  if (found === null) {
    if (options.json === true) printJson({ run: null, state: 'done', message: sentence })
    else process.stdout.write(`${sentence}\n`)
    return 0
  }
  return performRun({
    config,
    system: options,
    again: `darkhorses backfill ${subject} --resume`,
    json: options.json === true,
    prepare: async (runtime) => {
      const run = await runToResume(runtime, name, range)
      return run === null ? { nothing: sentence } : prepareResume(runtime, run)
    },
  })
}

async function backfill(text: string, options: Options): Promise<void> {
  const subject = subjectOf(text)
  refuseContradictions(options)
  const config = readConfig()
  if (options.dryRun === true || options.checkStatus === true) {
    await look(subject, options, config)
    return
  }
  if (options.resume === true) {
    if (options.detach === true) await leaveToService(config, (runtime) => resumeDetached(runtime, subject, options))
    else process.exitCode = await resume(subject, options, config)
    return
  }
  const request = requestOf(subject, options, config)
  if (options.detach === true) await leaveToService(config, (runtime) => prepareRequest(runtime, request))
  else
    process.exitCode = await performRun({
      config,
      system: options,
      again: `darkhorses backfill ${subject} --resume`,
      json: options.json === true,
      prepare: (runtime) => prepareRequest(runtime, request),
    })
}

async function resumeDetached(runtime: Runtime, subject: Subject, options: Options) {
  const run = await runToResume(runtime, `backfill-${subject}`, dateRange(options))
  return run === null ? { nothing: nothingToResume(subject, options) } : prepareResume(runtime, run)
}

/** Masters, then days by calendar month, then profiles. */
export function define(command: Command): Command {
  return command
    .argument(
      '<what>',
      'all, events (racecards and results), masters (courses, regions, bookmakers) or horses (profiles)',
    )
    .option('--start-date <date>', 'first day, YYYY-MM-DD; from 1988-01-01, racecards exist from 2023-01-23')
    .option('--end-date <date>', 'last day (default: today in London)')
    .option('--region-codes <code...>', 'regions, such as gb ire (default: REGION_CODES)')
    .option('--no-racecards', 'leave racecards out')
    .option('--no-results', 'leave results out')
    .option('--skip-masters', 'leave courses, regions and bookmakers out')
    .option('--oldest-first', 'the oldest days first instead of the newest')
    .option('--resume', 'go on with the newest unfinished run of this kind')
    .option('--check-status', 'what is covered and what is left, unfinished runs and failures; fetches nothing')
    .option('--dry-run', 'units, calls and minutes; fetches nothing')
    .option('--limit <n>', 'at most so many units')
    .option('--test', 'the same as --limit 10')
    .option('--detach', 'leave it to the service, or go on in the background where none runs')
    .option('--days <folder>', 'without credentials: the simulator serves these recorded days')
    .option('--seed <n>', 'without credentials: which history the simulator generates')
    .option('--json', 'the estimate or the outcome as JSON; progress goes to stderr')
    .option('--non-interactive', 'accepted, means nothing')
    .addHelpText(
      'after',
      `
Examples:
  darkhorses backfill all --start-date 2015-01-01 --end-date 2025-10-23 --dry-run
  darkhorses backfill events --start-date 2025-03-01 --region-codes gb ire
  darkhorses backfill all --resume
  darkhorses backfill horses --limit 100`,
    )
    .action(backfill)
}
