import type { Command } from 'commander'
import { messageOf } from '../../lib/errors.js'
import type { Runtime } from '../../lib/runtime.js'
import { failedUnits } from '../../services/console/fetchState.js'
import { groupStates } from '../../services/console/groupStates.js'
import { tableCounts } from '../../services/console/tableCounts.js'
import { readWork } from '../../services/console/work.js'
import { numberOption } from '../numbers.js'
import { printJson } from '../output.js'
import { withReader } from '../session.js'
import { wantsColour } from '../terminal.js'
import { plainLine, screen, type WatchState } from '../watchView.js'

async function look(runtime: Runtime): Promise<WatchState> {
  const [counts, groups, work, errors] = await Promise.all([
    tableCounts(runtime.pool('racing')),
    groupStates(runtime),
    readWork(runtime),
    failedUnits(runtime.pool('fetching'), 100),
  ])
  return { status: { timestamp: runtime.clock.now(), counts, groups }, work, errors }
}

function draw(lines: readonly string[]): void {
  // Home, each line cleared behind its end, then everything below: redrawn in place, without flicker.
  process.stdout.write(`\u001B[H${lines.map((line) => `${line}\u001B[K`).join('\n')}\u001B[J`)
}

function show(state: WatchState): void {
  const { isTTY, columns, rows } = process.stdout
  if (!isTTY) process.stdout.write(`${plainLine(state)}\n`)
  else draw(screen(state, { width: columns || 80, height: rows || 24, colour: wantsColour() }))
}

/** The state again and again: redrawn on a terminal, a line each time elsewhere. */
export function define(command: Command): Command {
  return command
    .option('--interval <seconds>', 'time between two looks', '2')
    .option('--count <n>', 'end after so many looks')
    .option('--json', 'a JSON object each time')
    .addHelpText('after', '\nExample:\n  darkhorses watch --interval 5')
    .action(async (options: { interval: string; count?: string; json?: true }) => {
      const interval = numberOption('--interval', options.interval, { least: 0.2, most: 86_400, example: 5 })
      const most =
        options.count === undefined
          ? Infinity
          : numberOption('--count', options.count, { least: 1, most: 1e9, example: 10, whole: true })
      const stopping = new AbortController()
      process.once('SIGINT', () => stopping.abort())
      process.once('SIGTERM', () => stopping.abort())
      await withReader(async (runtime) => {
        let last: WatchState | undefined
        const redraw = () => last !== undefined && show(last)
        process.stdout.on('resize', redraw)
        for (let looks = 0; looks < most && !stopping.signal.aborted; looks += 1) {
          if (looks > 0) await runtime.clock.sleep(interval * 1000, stopping.signal)
          if (stopping.signal.aborted) break
          try {
            last = await look(runtime)
            if (options.json === true) printJson(last)
            else show(last)
          } catch (error) {
            // A database that restarts is waited for, visibly.
            if (most !== Infinity) throw error
            process.stderr.write(`error: ${messageOf(error)}; looking again in ${interval} s\n`)
          }
        }
        process.stdout.off('resize', redraw)
      })
      if (process.stdout.isTTY) process.stdout.write('\n')
      if (stopping.signal.aborted) process.exitCode = 130
    })
}
