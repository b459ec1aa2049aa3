import type { Command } from 'commander'
import { leakAudit } from '../../services/stats/leakAudit.js'
import { numberOption } from '../numbers.js'
import { printJson } from '../output.js'
import { withRuntime } from '../session.js'

interface Options {
  readonly races: string
  readonly seed: string
  readonly json?: true
}

/** Changes the outcome of random races, in transactions that are rolled back, and shows features that should not move. */
export function define(command: Command): Command {
  return command
    .option('--races <n>', 'how many races', '20')
    .option('--seed <n>', 'which races and outcomes', '1')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses leak-audit --races 100 --seed 7')
    .action(async (options: Options) => {
      const races = numberOption('--races', options.races, { least: 1, most: 1_000_000, example: 100, whole: true })
      const seed = numberOption('--seed', options.seed, { least: 0, most: 4_294_967_295, example: 7, whole: true })
      await withRuntime(async (runtime) => {
        const report = await leakAudit(runtime.pool('racing'), { races, seed })
        if (options.json === true) printJson({ seed, ...report })
        else {
          for (const leak of report.leaks)
            process.stdout.write(
              `${leak.race_id} ${leak.horse_id} (${leak.source}) knows the outcome of ${leak.perturbed}: ${leak.columns.join(', ')}\n`,
            )
          process.stdout.write(
            `${report.races} races with another outcome (seed ${seed}): ${report.moved} features of later races moved, ` +
              `${report.leaks.length} of ${report.compared} of earlier and simultaneous races\n`,
          )
        }
        if (report.leaks.length > 0) {
          console.error(
            'error: features know the future; do not train with them before `darkhorses stats check` is clean.',
          )
          process.exitCode = 1
        } else if (report.moved === 0) {
          console.error('No feature of a later race moved, so this proves little: try more races or another seed.')
        }
      })
    })
}
