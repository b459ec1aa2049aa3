import type { Command } from 'commander'
import { systemClock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import { alive, findBackground, forget, logsFolder, type Background } from '../background.js'
import { numberOption } from '../numbers.js'

/** Ends one process after the unit and batch in hand; returns whether it has ended in time. */
async function end({ pid, file }: Background, timeout: number, home: string): Promise<boolean> {
  process.kill(pid, 'SIGTERM')
  for (let waited = 0; waited < timeout * 1000 && alive(pid) !== 'no'; waited += 100) await systemClock.sleep(100)
  if (alive(pid) !== 'no') {
    console.error(`error: process ${pid} has not ended within ${timeout} s; see ${logsFolder(home)}.`)
    return false
  }
  forget({ file })
  console.log(`Stopped process ${pid}.`)
  return true
}

/** Ends what was detached: runs first, then the start. */
export function define(command: Command): Command {
  return command
    .option('--timeout <seconds>', 'wait so long for the end of each', '30')
    .addHelpText('after', '\nExample:\n  darkhorses stop')
    .action(async (options: { timeout: string }) => {
      const timeout = numberOption('--timeout', options.timeout, { least: 0, most: 3600, example: 60 })
      const { home } = readConfig()
      const found = await findBackground(home)
      const stale = found.filter((one) => one.state === 'stale')
      for (const one of stale) forget(one)
      for (const { pid } of found.filter((one) => one.state === 'forbidden')) {
        console.error(`error: process ${pid} belongs to another user: stop it as that user, or as root.`)
        process.exitCode = 1
      }
      for (const one of found.filter(({ state }) => state === 'running'))
        if (!(await end(one, timeout, home))) process.exitCode = 1
      if (stale.length < found.length) return
      const left = stale.map(({ pid }) => `; the file of process ${pid}, which is gone, was left behind`)
      console.log(`Nothing runs in the background of ${home}${left.join('')}.`)
    })
}
