// Several processes may find at the same moment that packages or dist/ have to be made: one makes them, the others wait for it.
// Otherwise each would delete what another is at, and whoever reads meanwhile ends for want of a file.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const usual = join(dirname(dirname(fileURLToPath(import.meta.url))), '.making')
/** In ms. Nothing is made for so long: the number is that of another process since. */
const longest = 600_000
/** In ms. Whoever has made the file writes its number at once. */
const writing = 5000
/** In ms. Who waits longer should know for what. */
const silent = 3000
const pause = 50

const codeOf = (error) => error?.code

/** Whether the process that wrote the lock is gone, so that the lock was left behind. */
function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    const age = Date.now() - statSync(lock).mtimeMs
    if (pid === 0 || age > longest) return age > writing
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** Takes the lock where nobody holds it; tells whether it did. */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  if (isAbandoned(lock)) rmSync(lock, { force: true })
  return false
}

/** Makes what is missing, alone; whoever waited looks again, and as a rule finds it made. `wait` stands for a pause in ms. */
export async function oneMaker(isMissing, make, lock = usual, wait = sleep) {
  if (!isMissing()) return
  for (let waited = 0; !take(lock); waited += pause) {
    if (waited === silent)
      console.error(`Waiting for another process that installs or builds; its number is in ${lock}.`)
    await wait(pause)
  }
  try {
    if (isMissing()) await make()
  } finally {
    rmSync(lock, { force: true })
  }
}
