import type { Command } from 'commander'
import { groups, unapplied } from '../progress.js'
import { withRuntime } from '../session.js'
import { UsageError } from '../usage.js'

/** Returns when everything in the log is applied and no fetch unit is pending. */
export function define(command: Command): Command {
  return command
    .option('--group <group...>', `only these groups: ${groups.map((one) => one.group).join(', ')}`)
    .option('--timeout <seconds>', 'give up after so long', '600')
    .action(async (options: { group?: string[]; timeout: string }) => {
      const timeout = Number(options.timeout)
      if (!(timeout >= 0))
        throw new UsageError(`--timeout takes seconds, for example --timeout 60; it is ${options.timeout}.`)
      const unknown = (options.group ?? []).filter((name) => !groups.some((one) => one.group === name))
      if (unknown.length > 0)
        throw new UsageError(`There is no group ${unknown.join(', ')}: ${groups.map((one) => one.group).join(', ')}.`)
      await withRuntime(async (runtime) => {
        const deadline = runtime.clock.now().getTime() + timeout * 1000
        for (;;) {
          const missing = await unapplied(runtime, options.group)
          if (options.group === undefined) {
            const { rows } = await runtime
              .pool('fetching')
              .query<{ id: string; state: string }>(
                "SELECT id, state FROM runs WHERE state IN ('requested', 'running')",
              )
            missing.push(...rows.map((run) => `run ${run.id} is ${run.state}`))
          }
          if (missing.length === 0) return
          if (runtime.clock.now().getTime() >= deadline) {
            console.error(
              `error: not everything is applied after ${timeout} s:\n${missing.map((one) => `  ${one}`).join('\n')}\nIs everything running? See \`darkhorses status\`.`,
            )
            process.exitCode = 1
            return
          }
          await runtime.clock.sleep(100)
        }
      })
    })
}
