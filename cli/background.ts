/**
 * What goes on in the background of a data folder: a start (`logs/darkhorses.pid`), and runs of their own beside it
 * (`logs/darkhorses-PID.pid`). A number alone says little: after a crash or a restart of the machine it may be another program's,
 * which must not be stopped.
 */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a process in the background is there for. */
export type Purpose = 'start' | 'run'

export const logsFolder = (home: string) => join(home, 'logs')
const pidFile = (home: string, purpose: Purpose, pid: number) =>
  join(logsFolder(home), purpose === 'start' ? 'darkhorses.pid' : `darkhorses-${pid}.pid`)

/** `stale`: nobody has that number, or another program. `forbidden`: another user's. */
export type Background = {
  readonly purpose: Purpose
  readonly pid: number
  readonly file: string
} & (
  | { readonly state: 'stale' }
  /** With what it was told to do: `start --once`. */
  | { readonly state: 'forbidden' | 'running'; readonly does: string | null }
)

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

async function lookAt(file: string, purpose: Purpose): Promise<Background> {
  const pid = Number(readFileSync(file, 'utf8'))
  const found = { purpose, pid, file }
  // 0 and negative numbers would name whole groups of processes.
  if (!Number.isInteger(pid) || pid <= 1) return { ...found, state: 'stale' }
  const there = alive(pid)
  if (there === 'no') return { ...found, state: 'stale' }
  const line = await commandLine(pid)
  const does =
    line === null ? null : /darkhorses(?:\.mjs)? ((?:.* )?(?:start|backfill|sync|retry|gaps)\b.*)/.exec(line)?.[1]
  if (does === undefined) return { ...found, state: 'stale' }
  return { ...found, state: there === 'forbidden' ? 'forbidden' : 'running', does }
}

/** Who runs in the background of a data folder, runs first. */
export async function findBackground(home: string): Promise<Background[]> {
  const folder = logsFolder(home)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((name) => /^darkhorses(-\d+)?\.pid$/.test(name))
  return Promise.all(
    files.sort().map((name) => lookAt(join(folder, name), name === 'darkhorses.pid' ? 'start' : 'run')),
  )
}

/** Notes a process that goes on in the background. */
export function writePid(home: string, purpose: Purpose, pid: number): void {
  writeFileSync(pidFile(home, purpose, pid), `${pid}\n`)
}

export function forget({ file }: Pick<Background, 'file'>): void {
  rmSync(file, { force: true })
}

/** Forgets this process, if it was in the background. */
export async function forgetOwn(home: string): Promise<void> {
  for (const one of await findBackground(home)) if (one.pid === process.pid) forget(one)
}
