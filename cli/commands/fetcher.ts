import type { Command } from 'commander'
import { startFetcher } from '../../services/fetcher/main.js'
import { runService } from '../service.js'

/** The fetcher alone. */
export function define(command: Command): Command {
  return command
    .addHelpText('after', '\nExample:\n  METRICS_PORT=9464 darkhorses fetcher')
    .action(() => runService((runtime) => startFetcher(runtime)))
}
