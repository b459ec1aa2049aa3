import type { Command } from 'commander'
import { londonDate, systemClock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import { RacingError } from '../../lib/errors.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import { failedUnits, runOf } from '../../services/console/fetchState.js'
import { unitsProblem } from '../../services/fetcher/control/startRun.js'
import { isKind } from '../../services/fetcher/unit.js'
import { leaveToService } from '../run/detached.js'
import { prepareNamed } from '../run/namedUnits.js'
import { performRun, type NothingToDo, type PreparedRun } from '../run/performRun.js'
import { UsageError } from '../usage.js'

const failedUnitsOfRun = sqlFile(import.meta.url, '../sql/failedUnitsOfRun.sql')

interface Options {
  readonly all?: true
  readonly detach?: true
  readonly json?: true
  readonly days?: string
  readonly seed?: string
}

class NoSuchRunOrUnit extends RacingError {
  readonly code = 'NO_SUCH_RUN'
  readonly retriable = false
  constructor(name: string) {
    super(
      `There is no run ${name}, and no unit is named so: units are named like results:2025-03-01, profiles:hrs_1 or courses; \`darkhorses errors --ids\` lists those that failed.`,
      { name },
    )
  }
}

interface Wanted {
  readonly units: readonly string[]
  readonly runs: readonly string[]
}

/** What is named: units, and runs. @throws UsageError for units that cannot be fetched */
function wantedOf(names: readonly string[], options: Options, today: string): Wanted {
  if ((names.length === 0) === (options.all !== true))
    throw new UsageError(
      `Say what to retry: runs, units, or --all that failed: for example darkhorses retry results:${today}.`,
    )
  const units = names.filter((name) => isKind(name.split(':')[0] ?? ''))
  const problem = units.length === 0 ? null : unitsProblem(units, today)
  if (problem !== null) throw new UsageError(`${problem} For example darkhorses retry results:${today}.`)
  return { units, runs: names.filter((name) => !units.includes(name)) }
}

async function prepare(runtime: Runtime, wanted: Wanted, options: Options): Promise<PreparedRun | NothingToDo> {
  const pool = runtime.pool('fetching')
  const units = new Set(wanted.units)
  // What can no longer be fetched under its name, such as today's results of yesterday, is left out.
  const isFetchable = ({ unit }: { readonly unit: string }) => unitsProblem([unit], runtime.today()) === null
  for (const id of wanted.runs) {
    if ((await runOf(pool, id)) === null) throw new NoSuchRunOrUnit(id)
    const { rows } = await pool.query<{ unit: string }>(failedUnitsOfRun, [id])
    for (const { unit } of rows.filter(isFetchable)) units.add(unit)
  }
  if (options.all === true)
    for (const { unit } of (await failedUnits(pool, 100_000)).filter(isFetchable)) units.add(unit)
  if (units.size === 0)
    return {
      nothing: `Nothing to retry: ${wanted.runs.length === 0 ? 'no unit has failed' : `${wanted.runs.join(', ')} has no failed units`}.`,
    }
  const [run] = wanted.runs
  const one = wanted.runs.length === 1 && run !== undefined ? { run_id: run } : { regions: [...runtime.config.regions] }
  return prepareNamed(runtime, 'retry', [...units], { command: 'retry_units', ...one })
}

/** Fetches units again: by name, or those of runs that failed. */
export function define(command: Command): Command {
  return command
    .argument(
      '[names...]',
      'runs, whose failed units are meant, or units such as results:2025-03-01, profiles:hrs_1, courses',
    )
    .option('--all', 'every unit that failed')
    .option('--detach', 'leave it to the service, or go on in the background where none runs')
    .option('--days <folder>', 'without credentials: the simulator serves these recorded days')
    .option('--seed <n>', 'without credentials: which history the simulator generates')
    .option('--json', 'the outcome as JSON; progress goes to stderr')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses retry backfill-all-20261128-091503-a1b2\n  darkhorses retry results:2025-03-01 profiles:hrs_5212345\n  darkhorses retry --all',
    )
    .action(async (names: string[], options: Options) => {
      const config = readConfig()
      const wanted = wantedOf(names, options, config.asOf ?? londonDate(systemClock.now()))
      if (options.detach === true) await leaveToService(config, (runtime) => prepare(runtime, wanted, options))
      else
        process.exitCode = await performRun({
          config,
          system: options,
          again: `darkhorses retry ${options.all === true ? '--all' : names.slice(0, 3).join(' ')}`,
          json: options.json === true,
          prepare: (runtime) => prepare(runtime, wanted, options),
        })
    })
}
