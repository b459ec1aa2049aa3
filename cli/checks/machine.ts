/** What the machine itself must offer. */
import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { right, warning, wrong, type CheckFinding } from './finding.js'

const gigabyte = 1e9
/** Ten years of racing in Postgres and its log take about so much. */
const tenYears = 10 * gigabyte

/** Node's version. */
export function checkNode(version = process.versions.node): CheckFinding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return right('node', version)
  return wrong('node', version, 'install Node 20.19 or newer')
}

/** Free space where the data go. */
export function checkDisk(home: string, freeBytes: (folder: string) => number = freeBytesAt): CheckFinding {
  let folder = home
  while (!existsSync(folder)) folder = dirname(folder)
  const free = freeBytes(folder)
  const found = `${(free / gigabyte).toFixed(1)} GB free at ${home}`
  if (free >= tenYears) return right('disk', found)
  const todo = 'ten years take about 10 GB: free some, or set DARKHORSES_HOME to a larger disk'
  return free < gigabyte ? wrong('disk', found, todo) : warning('disk', found, todo)
}

function freeBytesAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** This machine's clock against another one, read at about the same moment. */
export function checkClock(of: string, theirs: Date, ours: Date): CheckFinding {
  const seconds = Math.round((theirs.getTime() - ours.getTime()) / 1000)
  if (Math.abs(seconds) <= 60) return right('clock', `within a minute of ${of}`)
  return wrong(
    'clock',
    `${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} ${of}`,
    'set the clock (timedatectl set-ntp true): coverage and windows are judged by it',
  )
}
