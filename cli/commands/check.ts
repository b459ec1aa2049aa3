import type { Command } from 'commander'
import { checkAll, type Surroundings } from '../checks/checkAll.js'
import { printJson } from '../output.js'
import { table } from '../table.js'
import { readConfig } from '../../lib/config.js'

/** Whether everything around the program is as it should be, each with what to do. */
export function define(command: Command): Command {
  return command
    .option('--offline', 'do not call the API (otherwise one call, within the budget where the database runs)')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses check')
    .action(async (options: { offline?: true; json?: true }) => {
      const surroundings: Surroundings = { config: readConfig(), offline: options.offline === true }
      const found = await checkAll(surroundings)
      if (options.json === true) printJson(found)
      else {
        process.stdout.write(
          `${table(
            found.map((one) => ({ ...one })),
            ['check', 'state', 'found'],
          )}\n`,
        )
        for (const one of found) if (one.todo !== null) console.error(`${one.check}: ${one.todo}`)
      }
      const failed = found.filter((one) => one.state === 'wrong')
      if (failed.length === 0) return
      console.error(
        `error: ${failed.map((one) => one.check).join(', ')} ${failed.length === 1 ? 'is' : 'are'} not as needed.`,
      )
      process.exitCode = 1
    })
}
