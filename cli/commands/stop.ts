import type { Command } from 'commander'
import { systemClock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import { alive, findBackground, forgetPid, startLog } from '../background.js'
import { numberOption } from '../numbers.js'

/** Ends a detached start. */
export function define(command: Command): Command {
  return command
    .option('--timeout <seconds>', 'wait so long for its end', '30')
    .addHelpText('after', '\nExample:\n  darkhorses stop')
    .action(async (options: { timeout: string }) => {
      const timeout = numberOption('--timeout', options.timeout, { least: 0, most: 3600, example: 60 })
      const { home } = readConfig()
      const found = await findBackground(home)
      if (found.state === 'none') {
        console.log(`Nothing runs in the background of ${home}.`)
        return
      }
      const { pid } = found
      if (found.state === 'forbidden') {
        console.error(`error: process ${pid} belongs to another user: stop it as that user, or as root.`)
        process.exitCode = 1
        return
      }
      if (found.state === 'stale') {
        forgetPid(home)
        console.log(
          `Nothing runs in the background of ${home}; the file of process ${pid}, which is gone, was left behind.`,
        )
        return
      }
      process.kill(pid, 'SIGTERM')
      for (let waited = 0; waited < timeout * 1000 && alive(pid) !== 'no'; waited += 100) await systemClock.sleep(100)
      if (alive(pid) !== 'no') {
        console.error(`error: process ${pid} has not ended within ${timeout} s; see ${startLog(home)}.`)
        process.exitCode = 1
        return
      }
      forgetPid(home)
      console.log(`Stopped process ${pid}.`)
    })
}
