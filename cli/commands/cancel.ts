import type { Command } from 'commander'
import { steer } from '../steer.js'

/** Ends a run before it is done; what was fetched stays. */
export function define(command: Command): Command {
  return command
    .argument('<run>', 'id of the run, as `darkhorses runs` lists it')
    .option('--json', 'the run as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses cancel backfill-all-20261128-091503-a1b2')
    .action((run: string, options: { json?: true }) => steer(run, { command: 'cancel_run' }, options))
}
