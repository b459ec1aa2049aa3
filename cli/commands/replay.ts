import type { Command } from 'commander'
import { messageOf, RacingError } from '../../lib/errors.js'
import { replayEvents } from '../../lib/projection/replayEvents.js'
import { printRows } from '../output.js'
import { silentProjectionOf, tableGroups } from '../projections.js'
import { selectEvents, type SelectionOptions } from '../replaySelection.js'
import { withRuntime } from '../session.js'
import { UsageError } from '../usage.js'

interface Options extends SelectionOptions {
  readonly group?: readonly string[]
  readonly json?: true
}

/** The log holds nothing of what was asked for. */
class NothingToReplay extends RacingError {
  readonly code = 'NOTHING_TO_REPLAY'
  readonly retriable = false
  constructor() {
    super(
      'The log holds no event of that: see `darkhorses topics`, or whether the race, horse or day is in the tables.',
    )
  }
}

async function replay(options: Options): Promise<void> {
  const unknown = options.group?.filter((group) => !tableGroups.includes(group)) ?? []
  if (unknown.length > 0)
    throw new UsageError(
      `There is no group ${unknown.join(', ')}; there are ${tableGroups.join(', ')}, for example --group stats.`,
    )
  await withRuntime(async (runtime) => {
    const results = []
    for (const group of options.group ?? tableGroups) {
      const projection = silentProjectionOf(group, runtime)
      let told = Date.now()
      const { applied, ahead, failed } = await replayEvents({
        projection,
        codec: runtime.codec,
        pool: runtime.pool('racing'),
        events: selectEvents(runtime, options),
        onApplied: (count) => {
          if (Date.now() - told < 5000) return
          told = Date.now()
          process.stderr.write(`${group}: ${count} events applied again\n`)
        },
      })
      for (const { stored, error } of failed)
        console.error(`error: ${group} ${stored.topic}/${stored.partition}/${stored.offset}: ${messageOf(error)}`)
      results.push({ group, applied, ahead, failed: failed.length })
    }
    if (results.every((one) => one.applied + one.ahead + one.failed === 0)) throw new NothingToReplay()
    printRows(results, ['group', 'applied', 'ahead', 'failed'], options)
    if (results.some((one) => one.failed > 0)) process.exitCode = 1
  })
}

/** Applies events of the log once more to the live tables. */
export function define(command: Command): Command {
  return command
    .option('--race <id>', 'events of one race')
    .option('--horse <id>', "a horse's profiles, and all events of its races")
    .option('--day <date>', 'events of all races of a day')
    .option('--topic <topic>', 'a whole topic; with --since from then on')
    .option('--from <place>', 'from TOPIC/PARTITION/OFFSET to the end')
    .option('--since <instant>', 'what the log took from a day or an instant on')
    .option('--group <group...>', 'only these: projector, entities, stats')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses replay --day 2025-03-27\n  darkhorses replay --horse hrs_5513741 --group entities\n  darkhorses replay --from results/0/4711',
    )
    .action(replay)
}
