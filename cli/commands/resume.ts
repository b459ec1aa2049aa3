import type { Command } from 'commander'
import { steer } from '../steer.js'

/** Lets a paused run go on. */
export function define(command: Command): Command {
  return command
    .argument('<run>', 'id of the run, as `darkhorses runs` lists it')
    .option('--json', 'the run as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses resume backfill-all-20261128-091503-a1b2')
    .action((run: string, options: { json?: true }) => steer(run, { command: 'resume_run' }, options))
}
