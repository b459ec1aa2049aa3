/**
 * The command that goes on in the background (a start, or a run of its own): its process file `logs/darkhorses.pid`, and who that process is. A number alone says
 * little: after a crash or a restart of the machine it may be another program's, which must not be stopped.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const pidFile = (home: string) => join(home, 'logs', 'darkhorses.pid')
export const startLog = (home: string) => join(home, 'logs', 'start.log')

/** `none`: no file. `stale`: nobody has that number, or another program. `forbidden`: another user's. */
export type Background =
  { readonly state: 'none' } | { readonly state: 'stale' | 'forbidden' | 'running'; readonly pid: number }

/** Whether a process is there, and may be told to stop. */
export function alive(pid: number): 'yes' | 'no' | 'forbidden' {
  try {
    process.kill(pid, 0)
    return 'yes'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 'forbidden' : 'no'
  }
}

/** The command line of a process; null where it cannot be had. */
async function commandLine(pid: number): Promise<string | null> {
  try {
    return (await promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout.trim()
  } catch {
    // No such process, or a machine without ps.
    return existsSync(`/proc/${pid}/cmdline`)
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
      : null
  }
}

/** Who runs in the background of a data folder. */
export async function findBackground(home: string): Promise<Background> {
  if (!existsSync(pidFile(home))) return { state: 'none' }
  const pid = Number(readFileSync(pidFile(home), 'utf8'))
  // 0 and negative numbers would name whole groups of processes.
  if (!Number.isInteger(pid) || pid <= 1) return { state: 'stale', pid }
  const there = alive(pid)
  if (there === 'no') return { state: 'stale', pid }
  const line = await commandLine(pid)
  const ours = line === null || /darkhorses(\.mjs)? (.* )?(start|backfill|sync|retry|gaps)\b/.test(line)
  if (!ours) return { state: 'stale', pid }
  return { state: there === 'forbidden' ? 'forbidden' : 'running', pid }
}

export function writePid(home: string, pid: number): void {
  writeFileSync(pidFile(home), `${pid}\n`)
}

export function forgetPid(home: string): void {
  rmSync(pidFile(home), { force: true })
}
