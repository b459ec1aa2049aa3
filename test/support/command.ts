import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const executable = fileURLToPath(new URL('../../bin/darkhorses.mjs', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when a line of stdout matches; rejects when the command ends without one. */
  line(pattern: RegExp): Promise<string>
}

/** Starts the command as a user would, in its own process, with only the environment given beside PATH. */
export function command(args: readonly string[], environment: Readonly<Record<string, string>>): RunningCommand {
  const child = spawn(process.execPath, [executable, ...args], {
    // No test is at the mercy of the time of day.
    env: { PATH: process.env['PATH'] ?? '', DARKHORSES_SCHEDULE: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString()
    for (const watch of watchers) watch()
  })
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return {
    child,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout.split('\n').find((line) => pattern.test(line))
          if (found === undefined) return
          watchers.delete(look)
          resolve(found)
        }
        watchers.add(look)
        look()
        void ended.then((end) => reject(new Error(`no line matched ${pattern}: ${end.stdout}\n${end.stderr}`)))
      }),
  }
}
