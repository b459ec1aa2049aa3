import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { startSchedule } from '../../lib/schedule/startSchedule.js'
import { together } from '../../lib/service.js'
import { findDrift } from '../../services/stats/check.js'
import { readClock } from '../../services/stats/driftCheck.js'
import { startStats } from '../../services/stats/main.js'
import { publicationsOf } from '../../services/stats/recalculate.js'
import { statsJobs } from '../../services/stats/scheduledWork.js'
import { statisticsTables } from '../../services/stats/publications.js'
import { doWork, nextWork, requestWork, type WorkCommand } from '../../services/stats/work.js'
import { restoring } from '../restoreMasters.js'
import { runService } from '../service.js'
import { withRuntime } from '../session.js'
import { table } from '../table.js'
import { UsageError } from '../usage.js'

interface Options {
  readonly table?: string[]
  readonly json?: true
}

/** @throws UsageError for a table without statistics */
function tablesOf(options: Options): readonly string[] {
  const { unknown } = publicationsOf(options.table ?? [])
  if (unknown.length > 0)
    throw new UsageError(
      `There are no statistics in ${unknown.join(', ')}. For example --table ${statisticsTables[0]}; the tables are ${statisticsTables.join(', ')}.`,
    )
  return options.table ?? []
}

function print(rows: readonly Readonly<Record<string, unknown>>[], columns: readonly string[], options: Options): void {
  process.stdout.write(`${options.json === true ? JSON.stringify(rows) : table(rows, columns)}\n`)
}

/** Does what was asked; an interrupted request of the same kind is finished first, from where it stopped. */
async function work(command: WorkCommand, options: Options): Promise<void> {
  const tables = tablesOf(options)
  await withRuntime(async (runtime) => {
    const pool = runtime.pool('racing')
    const asOf = runtime.config.asOf ?? (await readClock(pool))?.as_of ?? runtime.today()
    const open = await nextWork(pool, command)
    if (open === null) await requestWork(pool, { id: `cli-${randomUUID()}`, command, tables, at: runtime.clock.now() })
    else if (open.done.length > 0)
      console.error(`Going on with ${open.id}: ${open.done.length} of ${open.tables.length} tables are done.`)
    const results: { table: string; changed: number }[] = []
    const onTable = (result: { table: string; changed: number }) => {
      results.push(result)
      console.error(`Updated ${result.changed} rows of ${result.table}`)
    }
    for (let next = await nextWork(pool, command); next !== null; next = await nextWork(pool, command))
      await doWork({ pool, clock: runtime.clock, asOf, onTable, ...restoring(runtime.config) }, next)
    print(results, ['table', 'changed'], options)
  })
}

async function check(options: Options): Promise<void> {
  const { which } = publicationsOf(tablesOf(options))
  await withRuntime(async (runtime) => {
    const drift = await findDrift(runtime.pool('racing'), which)
    if (options.json === true) process.stdout.write(`${JSON.stringify(drift)}\n`)
    for (const { table: name, stored, recomputed } of options.json === true ? [] : drift) {
      const changed = Object.keys({ ...stored, ...recomputed }).filter(
        (column) => JSON.stringify(stored?.[column]) !== JSON.stringify(recomputed?.[column]),
      )
      const key = which.find((one) => one.table === name)?.key ?? []
      const row = key.map((column) => String((stored ?? recomputed ?? {})[column])).join(' ')
      const what =
        stored === null
          ? 'is missing'
          : recomputed === null
            ? 'has no facts'
            : changed.map((c) => `${c} ${JSON.stringify(stored[c])} → ${JSON.stringify(recomputed[c])}`).join(', ')
      process.stdout.write(`${name} ${row}: ${what}\n`)
    }
    if (drift.length === 0) {
      console.error(
        `${which.length === 1 ? which[0]?.table : `${which.length} tables of statistics`}: every row is what its facts say.`,
      )
      return
    }
    console.error(
      `error: ${drift.length} rows differ from their facts (at most 100 of each table are listed); \`darkhorses stats recalculate\` sets them.`,
    )
    process.exitCode = 1
  })
}

/** The group stats alone; statistics set from facts, to nothing, or compared. */
export function define(command: Command): Command {
  command
    .addHelpText('after', '\nExample:\n  darkhorses stats check')
    .action(() =>
      runService((runtime) =>
        together(startStats(runtime, restoring(runtime.config)), startSchedule(runtime, 'stats', statsJobs(runtime))),
      ),
    )
  const add = (name: string, description: string, example: string, run: (options: Options) => Promise<void>) =>
    command
      .command(name)
      .description(description)
      .exitOverride()
      .option('--table <name...>', 'only these tables')
      .option('--json', 'as JSON')
      .addHelpText('after', `\nExample: ${example}`)
      .action(run)
  add(
    'recalculate',
    'set every published statistic from the facts; goes on where an interrupted one stopped',
    'darkhorses stats recalculate --table ra_mst_sires',
    (options) => work('recalculate', options),
  )
  add(
    'reset',
    'set statistics to 0 and null until they are recalculated',
    'darkhorses stats reset --table ra_mst_jockeys',
    (options) => work('reset_statistics', options),
  )
  add(
    'check',
    'compare published statistics with their facts: exit 1 and the rows on drift',
    'darkhorses stats check',
    check,
  )
  return command
}
