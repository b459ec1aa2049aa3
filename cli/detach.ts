/** A copy of this command in the background. */
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../lib/clock.js'
import type { Config } from '../lib/config.js'
import { RacingError } from '../lib/errors.js'
import { makeFolder } from '../lib/makeFolder.js'
import { findBackground, forgetPid, startLog, writePid } from './background.js'

/** One is running already. */
class AlreadyRunning extends RacingError {
  readonly code = 'ALREADY_RUNNING'
  readonly retriable = false
  constructor(pid: number, home: string) {
    super(
      `Process ${pid} runs in the background of ${home} already: \`darkhorses status\` shows it, \`darkhorses stop\` ends it.`,
      { pid, home },
    )
  }
}

/** It ended before it had begun to work. */
class NotStarted extends RacingError {
  readonly code = 'NOT_STARTED'
  readonly retriable = false
  constructor(words: string, log: string) {
    super(`It did not start (see ${log}): ${words}`, { log })
  }
}

/** How long it may take to begin; after that it is left to itself. */
const patienceMs = 60_000
/** What still goes wrong after database and log are open shows within so long. */
const afterOpeningMs = 3000

/**
 * Leaves a copy of this command running in the background, once it has begun to fetch; its output goes to `logs/start.log`.
 * @throws AlreadyRunning, NotStarted
 */
export async function detach(config: Config): Promise<void> {
  const { home } = config
  makeFolder(join(home, 'logs'))
  const before = await findBackground(home)
  if (before.state === 'running' || before.state === 'forbidden') throw new AlreadyRunning(before.pid, home)
  const log = openSync(startLog(home), 'a')
  const from = statSync(startLog(home)).size
  const child = spawn(
    process.execPath,
    process.argv.slice(1).filter((word) => word !== '--detach'),
    { detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  const pid = child.pid ?? 0
  writePid(home, pid)
  let code: number | null | undefined
  child.once('exit', (exitCode) => (code = exitCode))
  const said = () => readFileSync(startLog(home)).subarray(from).toString()
  let opened = 0
  for (let waited = 0; waited < patienceMs && code === undefined && opened < afterOpeningMs; waited += 100) {
    const words = said()
    if (/^fetching /m.test(words)) break
    if (/^logs /m.test(words)) opened += 100
    await systemClock.sleep(100)
  }
  if (code !== undefined) forgetPid(home)
  // With little to do it may be through already.
  if (code === 0) {
    process.stdout.write(said())
    return
  }
  if (code !== undefined) {
    const words = said().trim().split('\n').at(-1) ?? ''
    throw new NotStarted(words.replace(/^error: /, ''), startLog(home))
  }
  child.unref()
  process.stdout.write(
    `Started in the background as process ${pid}: \`darkhorses status\` shows it, \`darkhorses stop\` ends it. What it says: ${startLog(home)}\n`,
  )
}
