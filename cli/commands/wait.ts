import type { Command } from 'commander'
import { groups, waitUntilApplied } from '../../services/console/applied.js'
import { numberOption } from '../numbers.js'
import { withReader } from '../session.js'
import { UsageError } from '../usage.js'

/** Returns when everything in the log is applied and no fetch unit is pending. */
export function define(command: Command): Command {
  const names = groups.map((one) => one.group).join(', ')
  return command
    .option('--group <group...>', `only these groups: ${names}`)
    .option('--timeout <seconds>', 'give up after so long', '600')
    .addHelpText('after', '\nExample:\n  darkhorses wait --group projector --timeout 60')
    .action(async (options: { group?: string[]; timeout: string }) => {
      const timeout = numberOption('--timeout', options.timeout, { least: 0, most: 604_800, example: 60 })
      const unknown = (options.group ?? []).filter((name) => !groups.some((one) => one.group === name))
      if (unknown.length > 0)
        throw new UsageError(
          `There is no group ${unknown.join(', ')}: for example --group projector; there are ${names}.`,
        )
      await withReader(async (runtime) => {
        const missing = await waitUntilApplied(runtime, { groups: options.group, timeoutMs: timeout * 1000 })
        if (missing.length === 0) return
        console.error(
          `error: not everything is applied after ${timeout} s:\n${missing.map((one) => `  ${one}`).join('\n')}\nIs everything running? See \`darkhorses status\`.`,
        )
        process.exitCode = 1
      })
    })
}
