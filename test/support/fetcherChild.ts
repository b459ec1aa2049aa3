import { spawn, type ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from '../../lib/projectRoot.js'

const root = projectRoot(dirname(fileURLToPath(import.meta.url)))

export interface FetcherChild {
  readonly child: ChildProcess
  /** Resolves when it works, or has ended. */
  readonly ready: Promise<void>
  readonly ended: Promise<void>
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void
}

/** Starts a fetcher in a process of its own, from the build (`node scripts/build.mjs`). */
export function startFetcherChild(environment: Readonly<Record<string, string>>, leaseMs: number): FetcherChild {
  // Such as --cpu-prof.
  const extra = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((word) => word !== '')
  const child = spawn(process.execPath, [...extra, join(root, 'dist', 'test', 'support', 'fetcherProcess.js')], {
    env: { PATH: process.env['PATH'] ?? '', ...environment, LEASE_MS: String(leaseMs) },
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: process.env['BENCH_NODE_OPTIONS'] === undefined ? '/' : process.cwd(),
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  return { child, ready: Promise.race([said, ended]), ended, kill: (signal) => child.kill(signal) }
}
