import type { Command } from 'commander'
import { londonDate, systemClock } from '../../lib/clock.js'
import { readConfig, type Config } from '../../lib/config.js'
import { addDays } from '../../services/fetcher/calendar.js'
import { daysAhead } from '../../services/fetcher/range.js'
import type { Kind } from '../../services/fetcher/unit.js'
import { numberOption } from '../numbers.js'
import { printJson } from '../output.js'
import { leaveToService } from '../run/detached.js'
import { estimateText } from '../run/estimateText.js'
import { regionsOf } from '../run/fetchArguments.js'
import { performRun } from '../run/performRun.js'
import { planRequest, prepareRequest, type RunRequest } from '../run/planRun.js'
import { withReading } from '../run/reading.js'
import { UsageError } from '../usage.js'

interface Options {
  readonly daysBack?: string
  readonly daysAhead: string
  readonly today?: true
  readonly regionCodes?: readonly string[]
  readonly racecards: boolean
  readonly results: boolean
  readonly dryRun?: true
  readonly detach?: true
  readonly json?: true
  readonly days?: string
  readonly seed?: string
}

function kindsOf(options: Options): Kind[] {
  if (options.today === true) return ['results_today']
  if (!options.racecards && !options.results)
    throw new UsageError(
      '--no-racecards and --no-results together leave nothing to fetch: give one of them, for example darkhorses sync --no-results.',
    )
  return [...(options.racecards ? (['racecards'] as const) : []), ...(options.results ? (['results'] as const) : [])]
}

/** @throws UsageError */
function requestOf(options: Options, config: Config): RunRequest {
  const back = numberOption('--days-back', options.daysBack ?? '1', { least: 0, most: 365, example: 1, whole: true })
  const ahead = numberOption('--days-ahead', options.daysAhead, { least: 0, most: daysAhead, example: 7, whole: true })
  const today = config.asOf ?? londonDate(systemClock.now())
  return {
    name: 'sync',
    kinds: kindsOf(options),
    start: options.today === true ? today : addDays(today, -back),
    end: options.today === true ? today : addDays(today, ahead),
    regions: regionsOf(options.regionCodes, config.regions),
    priority: 'live',
    limit: null,
    oldestFirst: false,
    ...(options.daysBack === undefined && options.results && options.today !== true && { dueReadings: true }),
  }
}

/** One scheduled sync by hand. */
export function define(command: Command): Command {
  return command
    .option(
      '--days-back <n>',
      'days before today (default: 1, and back to the first whose results are due to be read again)',
    )
    .option('--days-ahead <n>', `days after today, at most ${daysAhead}`, String(daysAhead))
    .option('--today', "only today's results, as every 15 minutes")
    .option('--region-codes <code...>', 'regions, such as gb ire (default: REGION_CODES)')
    .option('--no-racecards', 'leave racecards out')
    .option('--no-results', 'leave results out')
    .option('--dry-run', 'units, calls and minutes; fetches nothing')
    .option('--detach', 'leave it to the service, or go on in the background where none runs')
    .option('--days <folder>', 'without credentials: the simulator serves these recorded days')
    .option('--seed <n>', 'without credentials: which history the simulator generates')
    .option('--json', 'the estimate or the outcome as JSON; progress goes to stderr')
    .option('--non-interactive', 'accepted, means nothing')
    .addHelpText('after', '\nExamples:\n  darkhorses sync\n  darkhorses sync --days-back 7 --days-ahead 0')
    .action(async (options: Options) => {
      const config = readConfig()
      const request = requestOf(options, config)
      if (options.dryRun === true)
        await withReading(async (runtime) => {
          const { estimate } = await planRequest(runtime, request)
          if (options.json === true) printJson(estimate)
          else process.stdout.write(`${estimateText(estimate)}\n`)
        })
      else if (options.detach === true) await leaveToService(config, (runtime) => prepareRequest(runtime, request))
      else
        process.exitCode = await performRun({
          config,
          system: options,
          again: 'darkhorses sync',
          json: options.json === true,
          prepare: (runtime) => prepareRequest(runtime, request),
        })
    })
}
