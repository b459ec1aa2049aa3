import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { systemClock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // No such process.
    return false
  }
}

/** Ends a detached start. */
export function define(command: Command): Command {
  return command.addHelpText('after', '\nExample:\n  darkhorses stop').action(async () => {
    const file = join(readConfig().home, 'logs', 'darkhorses.pid')
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : NaN
    if (!Number.isInteger(pid) || !isAlive(pid)) {
      rmSync(file, { force: true })
      console.log('Nothing runs in the background here.')
      return
    }
    process.kill(pid, 'SIGTERM')
    for (let tries = 0; tries < 150 && isAlive(pid); tries += 1) await systemClock.sleep(100)
    if (isAlive(pid)) {
      console.error(
        `error: process ${pid} has not ended within 15 s; see ${join(readConfig().home, 'logs', 'start.log')}.`,
      )
      process.exitCode = 1
      return
    }
    rmSync(file, { force: true })
    console.log(`Stopped process ${pid}.`)
  })
}
