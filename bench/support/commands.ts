import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const executable = fileURLToPath(new URL('../../../bin/darkhorses.mjs', import.meta.url))

export interface CommandRun {
  readonly child: ChildProcess
  /** Seconds and output of a command that ended with 0; rejects on any other end. */
  readonly done: Promise<{ readonly seconds: number; readonly stdout: string; readonly stderr: string }>
}

/** Runs the command as a user would, on a database. */
export function runCommand(databaseUrl: string, args: readonly string[]): CommandRun {
  const began = performance.now()
  const child = spawn(process.execPath, [executable, ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, AS_OF: '2026-01-01', DARKHORSES_HOME: '/' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const done = new Promise<{ seconds: number; stdout: string; stderr: string }>((resolve, reject) =>
    child.once('close', (code) => {
      if (code === 0) resolve({ seconds: (performance.now() - began) / 1000, stdout, stderr })
      else
        reject(
          new Error(`darkhorses ${args.join(' ')} ended with ${code}: ${stdout.slice(-2000)}\n${stderr.slice(-2000)}`),
        )
    }),
  )
  return { child, done }
}

/** Milliseconds that an empty Node process takes, so that a slow or busy machine shows. */
export function startOfNode(): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, ['-e', '0'], { env: { PATH: process.env['PATH'] ?? '' }, stdio: 'ignore' })
  return new Promise((resolve) => child.once('close', () => resolve(performance.now() - began)))
}
