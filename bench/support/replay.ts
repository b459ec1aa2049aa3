import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./replayProcess.js', import.meta.url))

export interface Replay {
  readonly child: ChildProcess
  /** Seconds until each group had applied what was in the log. */
  readonly done: Promise<Readonly<Record<string, number>>>
  /** Ends a replay that follows. */
  stop(): Promise<void>
}

/** Starts a process that applies groups to the log of a database. BENCH_NODE_OPTIONS goes to it, such as --cpu-prof. */
export function startReplay(
  databaseUrl: string,
  groups: readonly string[],
  options: { readonly follow?: boolean } = {},
): Replay {
  const extra = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((word) => word !== '')
  const child = spawn(
    process.execPath,
    [...extra, program, ...groups, ...(options.follow === true ? ['--follow'] : [])],
    {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        KAFKA_BROKERS: '',
        SCHEMA_REGISTRY_URL: '',
        AS_OF: '2026-01-01',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const over = new Promise<number | null>((resolve) => child.once('close', resolve))
  let stdout = ''
  const done = new Promise<Readonly<Record<string, number>>>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString()
      const line = /^\{.*\}$/m.exec(stdout)?.[0]
      if (line !== undefined) resolve((JSON.parse(line) as { seconds: Record<string, number> }).seconds)
    })
    void over.then((code) => reject(new Error(`the replay of ${groups.join(', ')} ended with ${code}: ${stdout}`)))
  })
  return {
    child,
    done,
    stop: async () => {
      child.kill('SIGTERM')
      await over
    },
  }
}
