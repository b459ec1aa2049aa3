/** The parts of a bench of the fetcher, each in a process of its own: simulator, Postgres with the embedded log, fetcher. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { migrateAll } from '../../lib/db/migrate.js'
import { createCodec } from '../../lib/events/codec.js'
import type { ControlMessage } from '../../lib/events/events.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createTopics } from '../../lib/runtime.js'
import { sendControl } from '../../services/fetcher/sendControl.js'
import { startFetcherChild, type FetcherChild } from '../../test/support/fetcherChild.js'
import { startServer, type BenchServer } from './database.js'
import { pause } from './measures.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Arrival {
  readonly at: number
  readonly path: string
  readonly status: number
}

interface SimulatorProcess {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

async function startSimulatorProcess(folder: string, now: string): Promise<SimulatorProcess> {
  const options = ['--port', '0', '--rate', '0', '--days', folder, '--now', now]
  const child = spawn(process.execPath, [join(root, 'bin', 'darkhorses.mjs'), 'simulator', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const over = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const found = /http:\/\/[\d.]+:\d+/.exec(said)?.[0]
      if (found !== undefined) resolve(found)
    })
    void over.then(() => reject(new Error(`the simulator ended: ${said}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await over
    },
  }
}

export interface Fetching {
  readonly server: BenchServer
  readonly database: string
  readonly simulatorPid: number
  /** Starts a fetcher at a rate (0 without a limit). */
  start(options: { rate: number; concurrency?: number; leaseMs?: number }): FetcherChild
  ask(message: Pick<ControlMessage, 'id' | 'command'> & Partial<Omit<ControlMessage, 'type'>>): Promise<void>
  /** How far a run is. */
  run(id: string): Promise<{ state: string; message: string | null; requested_at: Date; finished_at: Date | null }>
  ended(id: string): Promise<void>
  arrivals(): Promise<Arrival[]>
  stop(): Promise<void>
}

/** Opens a database, and a simulator that serves a folder of days at a simulated time. */
export async function openFetching(database: string, folder: string, now: string): Promise<Fetching> {
  const server = await startServer()
  await server.create(database)
  const url = server.urlOf(database)
  const admin = createPool({ url, searchPath: ['public'], applicationName: 'bench' })
  await migrateAll(admin).finally(() => admin.end())
  const pool = createPool({ url, searchPath: ['log'], applicationName: 'bench' })
  const log = createEmbeddedLog({ pool, clock: systemClock })
  await createTopics(log)
  const codec = createCodec({ registry: createTableRegistry({ pool }) })
  const simulator = await startSimulatorProcess(folder, now)
  const children: FetcherChild[] = []
  const run: Fetching['run'] = async (id) => {
    const [row] = await server.sql<Awaited<ReturnType<Fetching['run']>>>(
      database,
      'SELECT state, message, requested_at, finished_at FROM fetching.runs WHERE id = $1',
      [id],
    )
    return row ?? { state: 'unknown', message: null, requested_at: new Date(0), finished_at: null }
  }
  return {
    server,
    database,
    simulatorPid: simulator.pid,
    start: ({ rate, concurrency = 4, leaseMs = 8000 }) => {
      const child = startFetcherChild(
        {
          DATABASE_URL: url,
          RACING_API_BASE_URL: `${simulator.url}/v1`,
          RACING_API_USERNAME: 'simulator',
          RACING_API_PASSWORD: 'simulator',
          RACING_API_RATE: String(rate),
          RACING_CONCURRENCY: String(concurrency),
          AS_OF: now.slice(0, 10),
          LOG_LEVEL: 'fatal',
        },
        leaseMs,
      )
      children.push(child)
      return child
    },
    ask: async (message) => {
      await sendControl({ log, codec }, message)
    },
    run,
    ended: async (id) => {
      for (;;) {
        const { state, message } = await run(id)
        if (state === 'done') return
        if (state === 'failed') throw new Error(`the run ended with ${message}`)
        if (children.at(-1)?.child.exitCode !== null) throw new Error('the fetcher ended')
        await pause(100)
      }
    },
    arrivals: async () => (await fetch(`${simulator.url}/_simulator/requests`)).json() as Promise<Arrival[]>,
    stop: async () => {
      for (const child of children) {
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        await child.ended
      }
      await simulator.stop()
      await log.close()
      await pool.end()
      await server.drop(database)
      await server.stop()
    },
  }
}
