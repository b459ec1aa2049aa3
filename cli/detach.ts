import { spawn } from 'node:child_process'
import { openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../lib/config.js'
import { makeFolder } from '../lib/makeFolder.js'

/** Leaves a copy of this command running in the background, its process id in logs/darkhorses.pid, and returns. */
export function detach(config: Config): void {
  const logs = join(config.home, 'logs')
  makeFolder(logs)
  const log = openSync(join(logs, 'start.log'), 'a')
  const child = spawn(
    process.execPath,
    process.argv.slice(1).filter((word) => word !== '--detach'),
    { detached: true, stdio: ['ignore', log, log] },
  )
  writeFileSync(join(logs, 'darkhorses.pid'), `${child.pid}\n`)
  child.unref()
  process.stdout.write(
    `Started in the background as process ${child.pid}: \`darkhorses status\` shows it, \`darkhorses stop\` ends it.\n`,
  )
}
