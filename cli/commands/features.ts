import type { Command } from 'commander'
import { readFeatures } from '../../services/stats/features.js'
import { dateRange } from '../dates.js'
import { printRows } from '../output.js'
import { withRuntime } from '../session.js'
import { UsageError } from '../usage.js'

interface Options {
  readonly asKnownAt?: string
  readonly race?: string
  readonly date?: string
  readonly json?: true
}

const example = '--as-known-at 2025-04-01T12:00:00Z'

/** @throws UsageError unless it is an instant with a zone, or `off` */
function instantOf(text: string): Date | 'off' {
  if (text === 'off') return 'off'
  const at = new Date(text)
  if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || Number.isNaN(at.getTime()))
    throw new UsageError(`--as-known-at wants an instant with its zone or "off", not ${text}: for example ${example}.`)
  return at
}

/** The features of the runners of a race or day, on both clocks. */
export function define(command: Command): Command {
  return command
    .option('--as-known-at <instant>', 'by events fetched until then; "off": until each race went off', 'off')
    .option('--race <id>', 'of one race')
    .option('--date <date>', 'of the races of a day')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExamples:\n  darkhorses features --date 2025-04-01\n  darkhorses features --race rac_1 ${example} --json`,
    )
    .action(async (options: Options) => {
      if ((options.race === undefined) === (options.date === undefined))
        throw new UsageError('Name a race or a day: for example darkhorses features --date 2025-04-01.')
      const knownAt = instantOf(options.asKnownAt ?? 'off')
      if (options.date !== undefined) dateRange({ startDate: options.date })
      const of = options.race === undefined ? { date: options.date ?? '' } : { race: options.race }
      await withRuntime(async (runtime) => {
        const { rows, columns, races } = await readFeatures(runtime.pool('racing'), of, knownAt)
        if (options.race !== undefined && races === 0) throw new UsageError(`There is no race ${options.race}.`)
        printRows(rows, columns, options)
      })
    })
}
