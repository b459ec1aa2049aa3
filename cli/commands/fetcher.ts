import type { Command } from 'commander'
import { startSchedule } from '../../lib/schedule/startSchedule.js'
import { together } from '../../lib/service.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { fetcherJobs } from '../../services/fetcher/schedule/fetcherJobs.js'
import { runService } from '../service.js'

/** The fetcher alone, with its jobs of the schedule. */
export function define(command: Command): Command {
  return command
    .addHelpText('after', '\nExample:\n  METRICS_PORT=9464 darkhorses fetcher')
    .action(() =>
      runService(async (runtime) =>
        together(await startFetcher(runtime), startSchedule(runtime, 'fetcher', fetcherJobs(runtime))),
      ),
    )
}
