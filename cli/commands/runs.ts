import type { Command } from 'commander'
import { RacingError } from '../../lib/errors.js'
import { newestRuns, runOf } from '../../services/console/fetchState.js'
import { readRunReport } from '../../services/console/runReport.js'
import { numberOption } from '../numbers.js'
import { printJson, printRows } from '../output.js'
import { withReader } from '../session.js'
import { table } from '../table.js'

/** There is no run of an id. */
class NoSuchRun extends RacingError {
  readonly code = 'NO_SUCH_RUN'
  readonly retriable = false
  constructor(id: string) {
    super(`There is no run ${id}: \`darkhorses runs\` lists them.`, { id })
  }
}

const columns = [
  'id',
  'state',
  'start_date',
  'end_date',
  'priority',
  'done',
  'failed',
  'requested_at',
  'finished_at',
  'message',
]

async function list(options: { limit: string; unfinished?: true; all?: true; json?: true }): Promise<void> {
  const limit = numberOption('--limit', options.limit, { least: 1, most: 100_000, example: 50, whole: true })
  await withReader(async (runtime) => {
    const most = options.unfinished === true ? 100_000 : limit
    const runs = await newestRuns(runtime.pool('fetching'), most, options.all === true)
    const shown = options.unfinished === true ? runs.filter((run) => run.finished_at === null).slice(0, limit) : runs
    printRows(
      shown.map((run) => ({ ...run })),
      columns,
      options,
    )
  })
}

async function show(id: string, options: { json?: true }): Promise<void> {
  await withReader(async (runtime) => {
    const run = await runOf(runtime.pool('fetching'), id)
    const report = await readRunReport(runtime, id)
    if (run === null || report === null) throw new NoSuchRun(id)
    const { kinds, errors } = report
    if (options.json === true) {
      printJson({ ...run, by_kind: kinds, errors })
      return
    }
    const write = (text: string) => process.stdout.write(`${text}\n`)
    write(`Run ${run.id} is ${run.state}${run.message === null ? '' : `: ${run.message}`}`)
    write(
      `${run.start_date} to ${run.end_date}, ${run.regions.join(' ')}, ${run.kinds.join(', ') || 'named units'}, priority ${run.priority}`,
    )
    write(
      `asked for ${run.requested_at.toISOString()}${run.finished_at === null ? '' : `, finished ${run.finished_at.toISOString()}`}\n`,
    )
    write(
      table(
        kinds.map((one) => ({ ...one })),
        ['kind', 'units', 'done', 'failed', 'calls', 'items', 'first_at', 'last_at'],
      ),
    )
    if (errors.length === 0) return
    write(
      `\n${table(
        errors.map((one) => ({ ...one })),
        ['unit', 'attempts', 'message'],
      )}`,
    )
    console.error(`error: ${errors.length} failed units; retry them with \`darkhorses retry ${id}\`.`)
  })
}

/** What is planned, running and done. */
export function define(command: Command): Command {
  return command
    .argument('[id]', 'one run, with what it fetched by kind and what failed')
    .option('--unfinished', 'only those that are not finished')
    .option('--all', 'also those of the schedule that ended well')
    .option('--limit <n>', 'the newest n', '20')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses runs --unfinished\n  darkhorses runs backfill-all-20261128-091503-a1b2',
    )
    .action((id: string | undefined, options: { limit: string; unfinished?: true; all?: true; json?: true }) =>
      id === undefined ? list(options) : show(id, options),
    )
}
