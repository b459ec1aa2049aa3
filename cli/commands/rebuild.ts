/** `darkhorses rebuild`: replay beside, compare, swap, go back; see docs/rebuilding.md. */
import type { Command } from 'commander'
import { RebuildRefused } from '../../lib/rebuild/errors.js'
import { listRebuilds } from '../../lib/rebuild/books.js'
import type { Expectation, TableDiff } from '../../lib/rebuild/diff.js'
import { withFilled, type Progress } from '../../lib/rebuild/fill.js'
import type { RebuildPlan, RebuildTools } from '../../lib/rebuild/plan.js'
import { compare, drop, forget, newDeadLetters, reasonsAgainst, rollBack, swapIn } from '../../lib/rebuild/swap.js'
import { tableGroups } from '../projections.js'
import { diffText, progressLine } from '../rebuildOutput.js'
import { startRebuilder } from '../rebuildRequests.js'
import { withRebuild } from '../rebuildSession.js'
import { runService } from '../service.js'
import { table } from '../table.js'
import { UsageError } from '../usage.js'

interface RebuildOptions {
  readonly projection?: readonly string[]
  readonly diff?: true
  readonly expect?: string
  readonly swap?: true
  readonly json?: true
  readonly id?: string
}

const note = (line: string) => process.stderr.write(`${line}\n`)
const asJson = (value: unknown) =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one), 2)

/** `none`, or `columns=a,b`; null where nothing is expected. */
export function readExpectation(text: string | undefined): Expectation {
  if (text === undefined) return null
  if (text === 'none') return []
  const columns = /^columns=([\w.]+(?:,[\w.]+)*)$/.exec(text)?.[1]
  if (columns === undefined)
    throw new UsageError(
      `--expect takes none, or the columns that may change, for example --expect columns=win_rate,ra_runners.draw; it is ${text}.`,
    )
  return columns.split(',')
}

/** What is wrong with the command is told before anything is asked of a database. @throws UsageError */
function checkOptions(options: RebuildOptions): void {
  readExpectation(options.expect)
  const unknown = (options.projection ?? []).filter((name) => !tableGroups.includes(name))
  if (unknown.length > 0)
    throw new UsageError(
      `--projection takes ${tableGroups.join(', ')}, for example --projection stats; there is no ${unknown.join(', ')} to rebuild.`,
    )
}

/** On a terminal one line that is written over, else a line every ten seconds and for each phase. */
function progressTeller(): (progress: Progress) => void {
  let [last, phase] = [0, '']
  return (progress) => {
    const line = progressLine(progress)
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
    else if (progress.phase !== phase || Date.now() - last > 10_000) {
      last = Date.now()
      phase = progress.phase
      note(line)
    }
  }
}

function interruptible(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => {
    process.exitCode = 130
    stopping.abort()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  return stopping.signal
}

async function rebuild(plan: RebuildPlan, tools: RebuildTools, options: RebuildOptions): Promise<void> {
  const expected = readExpectation(options.expect)
  const signal = interruptible()
  const tell = progressTeller()
  const compared = options.diff === true || expected !== null
  await withFilled(
    {
      plan,
      tools,
      id: options.id ?? tools.clock.now().toISOString(),
      projections: options.projection ?? [],
      onProgress: tell,
      onBegin: note,
      signal,
    },
    async (filled) => {
      note(`${process.stderr.isTTY ? '\n' : ''}Rebuild ${filled.row.id} is filled and follows the live tables.`)
      const diffs: TableDiff[] = compared ? await compare({ plan, tools, filled }) : []
      const bad = await newDeadLetters({ plan, tools })
      const against = reasonsAgainst(bad, diffs, expected)
      const swaps = options.swap === true && against.length === 0
      if (swaps) await swapIn({ plan, tools, filled })
      if (options.json === true)
        console.log(asJson({ id: filled.row.id, swapped: swaps, refused: against, dead_letters: bad, tables: diffs }))
      else if (compared) console.log(diffText(diffs))
      if (against.length > 0)
        throw new RebuildRefused(
          `${options.swap === true ? 'Not swapped' : 'Not as expected'}:\n${against.map((one) => `  ${one}`).join('\n')}\n` +
            'Look with `darkhorses rebuild --diff`, then swap with --expect columns=…, or `darkhorses rebuild drop`.',
        )
      note(
        swaps
          ? 'Swapped in. `darkhorses rebuild rollback` goes back; `darkhorses rebuild forget` lets the old tables go.'
          : 'Swap it in with `darkhorses rebuild --swap`; drop it with `darkhorses rebuild drop`.',
      )
    },
  ).catch((error: unknown) => {
    if (!signal.aborted) throw error
    note('Interrupted: `darkhorses rebuild` goes on from here, `darkhorses rebuild drop` drops it.')
  })
}

async function showStatus(json: boolean): Promise<void> {
  await withRebuild(async (_plan, tools) => {
    const rows = await listRebuilds(tools.admin)
    if (json) console.log(asJson(rows))
    else if (rows.length === 0) note('There was no rebuild yet: `darkhorses rebuild --diff` begins one.')
    else
      console.log(
        table(
          rows.map((row) => ({ ...row })),
          ['id', 'state', 'projections', 'requested_at', 'filled_at', 'swapped_at', 'message'],
        ),
      )
  })
}

/** The command's flags and actions. */
export function define(command: Command): Command {
  command
    .option('--projection <name...>', `only these: ${tableGroups.join(', ')}; the tables of the others are copied`)
    .option('--diff', 'compare live and new tables')
    .option('--expect <what>', 'none, or columns=a,b: anything else that differs is exit 1, and no swap')
    .option('--swap', 'swap the new tables in')
    .option('--id <id>', 'what the rebuild is called (default: the time)')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses rebuild --diff\n  darkhorses rebuild --expect columns=win_rate --swap\n  darkhorses rebuild rollback',
    )
    .action((options: RebuildOptions) => {
      checkOptions(options)
      return withRebuild((plan, tools) => rebuild(plan, tools, options))
    })
  const add = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .exitOverride()
      .addHelpText('after', `\nExample:\n  darkhorses rebuild ${name}`)
  add('status', 'rebuilds, newest first')
    .option('--json', 'as JSON')
    .action((_own: unknown, status: Command) => showStatus(status.optsWithGlobals<RebuildOptions>().json === true))
  add('rollback', 'go back to the tables before the last swap').action(() =>
    withRebuild(async (plan, tools) => {
      const started = tools.clock.now().getTime()
      const row = await rollBack(plan, tools)
      const seconds = ((tools.clock.now().getTime() - started) / 1000).toFixed(2)
      note(`Rebuild ${row.id} is rolled back (${seconds} s); the groups go on from the old tables.`)
    }),
  )
  add('forget', 'let the old tables of the last swap go').action(() =>
    withRebuild(async (plan, tools) => {
      note(`The tables from before rebuild ${(await forget(plan, tools)).id} are gone.`)
    }),
  )
  add('drop', 'drop the open rebuild and its tables').action(() =>
    withRebuild(async (plan, tools) => {
      note(`Rebuild ${(await drop(plan, tools)).id} is dropped; the live tables are as they were.`)
    }),
  )
  add('serve', 'the group rebuilder alone: does what the control topic asks for').action(() =>
    runService(startRebuilder),
  )
  return command
}
