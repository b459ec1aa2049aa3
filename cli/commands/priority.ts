import type { Command } from 'commander'
import { priorities } from '../../services/fetcher/control/startRun.js'
import { steer } from '../steer.js'
import { UsageError } from '../usage.js'

/** Says which runs go first. */
export function define(command: Command): Command {
  return command
    .argument('<run>', 'id of the run, as `darkhorses runs` lists it')
    .argument('<priority>', `${priorities.join(', ')}: the first goes before the others`)
    .option('--json', 'the run as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses priority backfill-all-20261128-091503-a1b2 live')
    .action(async (run: string, priority: string, options: { json?: true }) => {
      if (!(priorities as readonly string[]).includes(priority))
        throw new UsageError(
          `There is no priority ${priority}: ${priorities.join(', ')}, for example darkhorses priority ${run} live.`,
        )
      await steer(run, { command: 'prioritise_run', priority }, options)
    })
}
