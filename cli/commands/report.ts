import type { Command } from 'commander'
import { RacingError } from '../../lib/errors.js'
import { shareTargets } from '../../lib/audit/targets.js'
import { newestRuns } from '../../services/console/fetchState.js'
import { readRunReport } from '../../services/console/runReport.js'
import { printJson } from '../output.js'
import { reportText } from '../reportText.js'
import { withReader } from '../session.js'

class NoSuchRun extends RacingError {
  readonly code = 'NO_SUCH_RUN'
  readonly retriable = false
  constructor(id: string, known: readonly string[]) {
    super(
      `There is no run ${id}${known.length === 0 ? ': nothing has been asked for yet' : `; the newest are ${known.join(', ')}`}.`,
      { id },
    )
  }
}

/** A run as a Markdown document. */
export function define(command: Command): Command {
  return command
    .argument('<run>', 'id of the run, as `darkhorses runs` and `status` show it')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses report backfill-2025-03 > report.md')
    .action(async (id: string, options: { json?: true }) => {
      await withReader(async (runtime) => {
        const report = await readRunReport(runtime, id)
        if (report === null)
          throw new NoSuchRun(
            id,
            (await newestRuns(runtime.pool('fetching'), 5)).map((run) => run.id),
          )
        const targets = await shareTargets(runtime.pool('racing'))
        if (options.json === true) printJson({ ...report, data_quality: targets })
        else process.stdout.write(reportText(report, targets, runtime.config.api.rate))
      })
    })
}
