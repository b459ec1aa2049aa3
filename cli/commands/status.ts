import type { Command } from 'commander'
import { readStatus } from '../../services/console/status.js'
import { printJson } from '../output.js'
import { withReader } from '../session.js'
import { table } from '../table.js'
import { thousands as n } from '../../lib/thousands.js'

/** State of runs, groups and tables; with `--json` the fields of the old checkpoint files as well. */
export function define(command: Command): Command {
  return command
    .option('--json', 'as JSON, with the names of the old checkpoint files')
    .addHelpText('after', '\nExample:\n  darkhorses status --json')
    .action(async (options: { json?: true }) => {
      await withReader(async (runtime) => {
        const status = await readStatus(runtime)
        if (options.json === true) {
          printJson(status)
          return
        }
        const { counts, stats, groups, runs, units } = status
        const letters = groups.reduce((sum, group) => sum + group.dead_letters, 0)
        const failed = (units['failed'] ?? 0) + (units['not_in_plan'] ?? 0)
        const write = (text: string) => process.stdout.write(`${text}\n`)
        write(
          `${n(counts.races)} races, ${n(counts.runners)} runners, ${n(counts.results)} results, ${n(counts.horses)} horses, ${n(failed)} failed units, ${n(letters)} dead letters`,
        )
        if (stats.total_chunks > 0)
          write(
            `${stats.chunks_processed} of ${stats.total_chunks} calendar months complete, ${stats.start_date} to ${stats.end_date}`,
          )
        const columns = ['group', 'state', 'lag_events', 'lag_seconds', 'events_applied', 'last_error']
        write(
          `\n${table(
            groups.map((one) => ({ ...one })),
            columns,
          )}\n`,
        )
        write(
          table(
            runs.map((one) => ({ ...one })),
            ['id', 'state', 'done', 'failed', 'requested_at', 'finished_at', 'message'],
          ),
        )
      })
    })
}
