/** A copy of this command in the background. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../lib/clock.js'
import type { Config } from '../lib/config.js'
import { RacingError } from '../lib/errors.js'
import { makeFolder } from '../lib/makeFolder.js'
import { findBackground, forget, logsFolder, writePid, type Purpose } from './background.js'

/** A start is running already. */
class AlreadyRunning extends RacingError {
  readonly code = 'ALREADY_RUNNING'
  readonly retriable = false
  constructor(pid: number, does: string | null, home: string) {
    super(
      `Process ${pid}${does === null ? '' : ` (darkhorses ${does})`} runs in the background of ${home} already: \`darkhorses status\` shows it, \`darkhorses stop\` ends it; \`darkhorses backfill … --detach\` gives it more to fetch.`,
      { pid, does, home },
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

/** Where the process writes what it says: one file for all starts, one for each run. */
function outputFile(home: string, purpose: Purpose): string {
  if (purpose === 'start') return join(logsFolder(home), 'start.log')
  const stamp = systemClock.now().toISOString().replaceAll(/[-:]/g, '').replace('T', '_').slice(0, 15)
  for (let nth = 1; ; nth += 1) {
    const file = join(logsFolder(home), `detached_${stamp}${nth === 1 ? '' : `_${nth}`}.log`)
    if (!existsSync(file)) return file
  }
}

async function refuseSecondStart(home: string): Promise<void> {
  for (const one of await findBackground(home))
    if (one.state === 'stale') forget(one)
    else if (one.purpose === 'start') throw new AlreadyRunning(one.pid, one.does, home)
}

/**
 * Leaves a copy of this command running in the background, once it has begun to fetch; its output goes to a file in `logs/`.
 * There may be one start in a data folder, and any number of runs beside it.
 * @throws AlreadyRunning, NotStarted
 */
export async function detach(config: Config, purpose: Purpose): Promise<void> {
  const { home } = config
  makeFolder(logsFolder(home))
  if (purpose === 'start') await refuseSecondStart(home)
  const file = outputFile(home, purpose)
  const log = openSync(file, 'a')
  const from = statSync(file).size
  const child = spawn(
    process.execPath,
    process.argv.slice(1).filter((word) => word !== '--detach'),
    { detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  const pid = child.pid ?? 0
  writePid(home, purpose, pid)
  let code: number | null | undefined
  child.once('exit', (exitCode) => (code = exitCode))
  const said = () => readFileSync(file).subarray(from).toString()
  let opened = 0
  for (let waited = 0; waited < patienceMs && code === undefined && opened < afterOpeningMs; waited += 100) {
    const words = said()
    if (/^(fetching|Run) /m.test(words)) break
    if (/^logs /m.test(words)) opened += 100
    await systemClock.sleep(100)
  }
  if (code !== undefined) for (const one of await findBackground(home)) if (one.pid === pid) forget(one)
  // With little to do it may be through already.
  if (code === 0) {
    process.stdout.write(said())
    return
  }
  if (code !== undefined) {
    const words = said().trim().split('\n').at(-1) ?? ''
    throw new NotStarted(words.replace(/^error: /, ''), file)
  }
  child.unref()
  process.stdout.write(
    `Started in the background as process ${pid}: \`darkhorses status\` shows it, \`darkhorses stop\` ends it. What it says: ${file}\n`,
  )
}
