import type { Command } from 'commander'
import { readConfig } from '../../lib/config.js'
import type { Runtime } from '../../lib/runtime.js'
import { findGaps } from '../../services/fetcher/gaps.js'
import { dateRange, type DateOptions } from '../dates.js'
import { printJson, printRows } from '../output.js'
import { leaveToService } from '../run/detached.js'
import { prepareNamed } from '../run/namedUnits.js'
import { performRun, type NothingToDo, type PreparedRun } from '../run/performRun.js'
import { withReading } from '../run/reading.js'
import { UsageError } from '../usage.js'

interface Options extends DateOptions {
  readonly fill?: true
  readonly detach?: true
  readonly json?: true
  readonly days?: string
  readonly seed?: string
}

type Range = ReturnType<typeof dateRange>

const noGaps = 'No gaps: everything that was asked for and can be fetched is there.'

const gapsOf = (runtime: Runtime, range: Range) =>
  findGaps({ racing: runtime.pool('racing'), fetching: runtime.pool('fetching') }, range, runtime.now())

async function list(range: Range, options: Options): Promise<void> {
  await withReading(async (runtime) => {
    const gaps = await gapsOf(runtime, range)
    if (options.json === true) printJson(gaps)
    else if (gaps.length === 0) process.stdout.write(`${noGaps}\n`)
    else {
      printRows(
        gaps.map((gap) => ({ ...gap })),
        ['unit', 'races', 'why'],
        options,
      )
      console.error('`darkhorses gaps --fill` fetches them.')
    }
  })
}

async function prepare(runtime: Runtime, range: Range): Promise<PreparedRun | NothingToDo> {
  const gaps = await gapsOf(runtime, range)
  if (gaps.length === 0) return { nothing: noGaps }
  return prepareNamed(
    runtime,
    'gaps',
    gaps.map((gap) => gap.unit),
    { command: 'start_run', kinds: [], regions: [...runtime.config.regions] },
  )
}

/** What is missing and why; and fetching it. */
export function define(command: Command): Command {
  return command
    .option('--start-date <date>', 'first race date; days from it on count as asked for')
    .option('--end-date <date>', 'last race date')
    .option('--fill', 'fetch them')
    .option('--detach', 'with --fill: leave it to the service, or go on in the background where none runs')
    .option('--days <folder>', 'without credentials: the simulator serves these recorded days')
    .option('--seed <n>', 'without credentials: which history the simulator generates')
    .option('--json', 'the gaps, or the outcome, as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses gaps\n  darkhorses gaps --fill --start-date 2025-03-01 --end-date 2025-03-31',
    )
    .action(async (options: Options) => {
      const range = dateRange(options)
      if (options.fill !== true && options.detach === true)
        throw new UsageError('--detach is for fetching: for example darkhorses gaps --fill --detach.')
      if (options.fill !== true) await list(range, options)
      else if (options.detach === true) await leaveToService(readConfig(), (runtime) => prepare(runtime, range))
      else
        process.exitCode = await performRun({
          config: readConfig(),
          system: options,
          again: 'darkhorses gaps --fill',
          json: options.json === true,
          prepare: (runtime) => prepare(runtime, range),
        })
    })
}
