/** A fetcher against the simulator on a database of its own, and ways to ask it for things and see what came. */
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import type { ControlMessage, DarkhorsesEvent, UnitFetched } from '../../lib/events/events.js'
import type { TopicName } from '../../lib/events/topics.js'
import type { StoredEvent } from '../../lib/log/log.js'
import { createLogger } from '../../lib/logger.js'
import { createTopics, openRuntime, type Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { startFetcher, type FetcherOptions } from '../../services/fetcher/main.js'
import { sendControl } from '../../services/fetcher/sendControl.js'
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../services/simulator/main.js'
import { eventually } from '../support/eventually.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

export interface World {
  readonly database: TestDatabase
  readonly simulator: RunningSimulator
  readonly runtime: Runtime
  readonly pool: Pool
  /** What a process of its own needs in its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Starts a fetcher, stopped with the world. */
  fetch(options?: FetcherOptions): Promise<RunningService>
  /** Another runtime on the same database, as another process would have. */
  another(environment?: Readonly<Record<string, string>>): Promise<Runtime>
  ask(message: Pick<ControlMessage, 'id' | 'command'> & Partial<Omit<ControlMessage, 'type'>>): Promise<void>
  /** Asks for a run and returns how it ended. */
  run(message: Pick<ControlMessage, 'id'> & Partial<Omit<ControlMessage, 'type'>>): Promise<EndedRun>
  ended(id: string): Promise<EndedRun>
  /** All events of a topic, as they are in the log and as what they say. */
  stored(topic: TopicName): Promise<StoredEvent[]>
  events<Event extends DarkhorsesEvent>(topic: TopicName): Promise<Event[]>
  fetchLog(): Promise<UnitFetched[]>
  /** Paths of calls so far, below `/v1`, in order of arrival. */
  calls(): string[]
  close(): Promise<void>
}

export interface EndedRun {
  readonly state: string
  readonly message: string | null
}

export interface WorldOptions {
  readonly simulator?: SimulatorOptions
  /** Calls per second; 0, without a limit, where left out. */
  readonly rate?: number
  readonly concurrency?: number
  /** Of the fetcher; the machine's where left out. */
  readonly clock?: Clock
  readonly environment?: Readonly<Record<string, string>>
}

/** The simulated present of these worlds: two days before it are provisional, a year of days is in every plan. */
export const today = '2025-10-08'

/** Opens a world late on `today`; nothing is fetched until `fetch`. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const database = await createTestDatabase()
  const simulator = await startSimulator({ rate: null, now: `${today}T21:30:00Z`, seed: 3, ...options.simulator })
  const environment = {
    DATABASE_URL: database.url,
    RACING_API_BASE_URL: `${simulator.url}/v1`,
    RACING_API_USERNAME: simulator.username,
    RACING_API_PASSWORD: simulator.password,
    RACING_API_RATE: String(options.rate ?? 0),
    RACING_CONCURRENCY: String(options.concurrency ?? 4),
    AS_OF: today,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...options.environment,
  }
  const services: RunningService[] = []
  const runtimes: Runtime[] = []
  const another = async (own: Readonly<Record<string, string>> = {}) => {
    const config = readConfig({ ...environment, ...own }, '/')
    const runtime = await openRuntime({
      config,
      databaseUrl: config.databaseUrl ?? database.url,
      logger: createLogger({ level: config.logLevel }),
      ...(options.clock && { clock: options.clock }),
    })
    runtimes.push(runtime)
    return runtime
  }
  const runtime = await another()
  const pool = runtime.pool('fetching')
  await createTopics(runtime.log)

  async function ended(id: string): Promise<EndedRun> {
    let found: EndedRun | undefined
    await eventually(`run ${id} ends`, async () => {
      const { rows } = await pool.query<EndedRun>('SELECT state, message FROM runs WHERE id = $1', [id])
      found = rows[0]
      return found !== undefined && !['requested', 'running', 'paused'].includes(found.state)
    })
    return found as EndedRun
  }

  async function stored(topic: TopicName): Promise<StoredEvent[]> {
    const found: StoredEvent[] = []
    for (const { partition } of await runtime.log.ends([topic])) {
      for (let from = 0n; ;) {
        const events = await runtime.log.read({ topic, partition, from })
        const last = events.at(-1)
        if (last === undefined) break
        found.push(...events)
        from = last.offset + 1n
      }
    }
    return found
  }

  async function events<Event extends DarkhorsesEvent>(topic: TopicName): Promise<Event[]> {
    const found = await stored(topic)
    await runtime.codec.prepare(found)
    return found.map((one) => runtime.codec.decode(one) as Event)
  }

  const ask: World['ask'] = async (message) => {
    await sendControl(runtime, message)
  }
  return {
    database,
    simulator,
    runtime,
    pool,
    environment,
    fetch: async (fetcherOptions) => {
      // As from the vendor, although the simulator is on this machine.
      const service = await startFetcher(runtime, { zipped: true, ...fetcherOptions })
      services.push(service)
      return service
    },
    another,
    ask,
    run: async (message) => {
      await ask({ command: 'start_run', ...message })
      return ended(message.id)
    },
    ended,
    stored,
    events,
    fetchLog: () => events<UnitFetched>('fetch-log'),
    calls: () => simulator.requests().map(({ path }) => path.replace(/^\/v1/, '')),
    close: async () => {
      for (const service of services) await service.stop()
      for (const one of runtimes) await one.close()
      await simulator.stop()
      await database.drop()
    },
  }
}
