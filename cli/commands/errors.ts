import type { Command } from 'commander'
import { failedUnits, type FailedUnit } from '../../services/console/fetchState.js'
import { failureType } from '../failureType.js'
import { numberOption } from '../numbers.js'
import { printJson, printRows } from '../output.js'
import { withReader } from '../session.js'
import { UsageError } from '../usage.js'

interface Options {
  readonly by?: string
  readonly ids?: true
  readonly archived?: true
  readonly limit: string
  readonly json?: true
}

const groupings: Readonly<Record<string, (unit: FailedUnit) => string>> = {
  type: failureType,
  kind: (unit) => unit.kind,
  chunk: (unit) => unit.chunk ?? 'no day',
  run: (unit) => unit.run_id ?? 'no run',
}

function grouped(units: readonly FailedUnit[], by: (unit: FailedUnit) => string) {
  const groups = new Map<string, FailedUnit[]>()
  for (const unit of units) groups.set(by(unit), [...(groups.get(by(unit)) ?? []), unit])
  return [...groups]
    .map(([group, members]) => ({
      group,
      units: members.length,
      newest: members[0]?.timestamp,
      example: members[0]?.unit,
      error: members[0]?.error,
    }))
    .sort((a, b) => b.units - a.units || a.group.localeCompare(b.group, 'en'))
}

/** The names of the old error files. */
const oldFields = ({ timestamp, unit, chunk, horse_id, error, attempts }: FailedUnit) => ({
  timestamp,
  unit,
  chunk,
  horse_id,
  error,
  attempts,
})

async function list(options: Options): Promise<void> {
  const by = options.by === undefined ? null : groupings[options.by]
  if (by === undefined)
    throw new UsageError(
      `Errors can be grouped by ${Object.keys(groupings).join(', ')}, for example darkhorses errors --by type; not by ${options.by}.`,
    )
  if (by !== null && options.ids === true)
    throw new UsageError(
      '--by groups errors and --ids lists their units: give one of them, for example darkhorses errors --ids.',
    )
  const limit = numberOption('--limit', options.limit, { least: 1, most: 1_000_000, example: 50, whole: true })
  await withReader(async (runtime) => {
    const all = options.json === true || by !== null || options.ids === true
    const units = await failedUnits(runtime.pool('fetching'), all ? 1_000_000 : limit, options.archived === true)
    if (options.ids === true) {
      if (options.json === true) printJson(units.map((one) => one.unit))
      else for (const { unit } of units) process.stdout.write(`${unit}\n`)
    } else if (by !== null) printRows(grouped(units, by), ['group', 'units', 'newest', 'example', 'error'], options)
    else if (options.json === true) printJson(units.map(oldFields))
    else printRows(units.map(oldFields), ['timestamp', 'unit', 'attempts', 'error'], options)
  })
}

/** Units that failed and were not fetched since. */
export function define(command: Command): Command {
  return command
    .option('--by <what>', `grouped by ${Object.keys(groupings).join(', ')}`)
    .option('--ids', 'only the names of the units, one a line, as `darkhorses retry` takes them')
    .option('--archived', 'those older than a month as well, which are archived on the 1st')
    .option('--limit <n>', 'the newest n', '100')
    .option('--json', 'as JSON, all of them, with the names of the old error files')
    .addHelpText('after', '\nExamples:\n  darkhorses errors --by type\n  darkhorses retry $(darkhorses errors --ids)')
    .action(list)
}
