/**
 * What a run in the foreground works on. Where a fetcher is active somewhere (a `start`, a service) the run goes to it over the
 * control topic, and is followed. Where none is, everything the run needs is brought up here: the embedded database, the API or
 * its simulator, the fetcher and the groups that turn events into rows.
 */
import pg from 'pg'
import type { Config } from '../../lib/config.js'
import { createLogger, type Logger } from '../../lib/logger.js'
import { startEmbeddedPostgres, storedUrl } from '../../lib/postgres/embeddedPostgres.js'
import { createTopics, openRuntime, type Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { oneRunPrefix } from '../../services/fetcher/lease.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startStats } from '../../services/stats/main.js'
import { destination } from 'pino'
import { restoring } from '../restoreMasters.js'
import { runningDatabase } from '../session.js'
import { closeParts, DatabaseEnded, logFile, openParts, withApi, type Parts } from '../startParts.js'

/** A fetcher that has been silent for so long, in seconds, is gone. */
const leaseSeconds = 15

export interface RunSystem {
  readonly runtime: Runtime
  /** Who was fetching elsewhere when this began; null: nobody, so that it is done here. */
  readonly attached: Fetching | null
  /** Whether the fetcher runs here. */
  own(): boolean
  /** Brings API, fetcher and groups up here; nothing where they are. */
  startServices(): Promise<void>
  /** Rejects when a part ends that nobody stopped. */
  readonly failure: Promise<never>
  /** The fetcher, once it runs here. */
  fetcher(): RunningService | null
  /** Ends what was started, in the opposite order, after the work in hand. */
  close(): Promise<void>
}

export interface SystemOptions {
  /** Whether calls will be made here: otherwise neither API nor simulator is needed. Default true. */
  readonly api?: boolean
  readonly days?: string
  readonly seed?: string
}

/** Who fetches: a service, which stays, or a run that ends with its own units. */
export type Fetching = 'service' | 'run'

/** Who is fetching on a database, wherever it runs; null where nobody is. */
export async function whoFetches(query: (sql: string) => Promise<{ rows: unknown[] }>): Promise<Fetching | null> {
  const { rows: tables } = await query("SELECT to_regclass('fetching.fetcher_lease') IS NOT NULL AS there")
  if ((tables[0] as { there: boolean }).there !== true) return null
  const { rows } = await query(
    `SELECT starts_with(owner, '${oneRunPrefix}') AS "forOneRun" FROM fetching.fetcher_lease
     WHERE owner IS NOT NULL AND heartbeat_at > clock_timestamp() - interval '${leaseSeconds} seconds'`,
  )
  const [lease] = rows as { forOneRun: boolean }[]
  return lease === undefined ? null : lease.forOneRun ? 'run' : 'service'
}

/** A database on which somebody fetches; null where there is none. @throws DatabaseUnreachable for a DATABASE_URL that does not answer */
export async function activeDatabase(
  config: Config,
): Promise<{ readonly url: string; readonly fetching: Fetching } | null> {
  if (config.databaseUrl === null && (await storedUrl(config.home)) === null) return null
  const url = await runningDatabase(config).catch((error: unknown) => {
    if (config.databaseUrl !== null) throw error
    // The embedded database does not run: so nobody works on it.
    return null
  })
  if (url === null) return null
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const fetching = await whoFetches((sql) => client.query(sql))
    return fetching === null ? null : { url, fetching }
  } finally {
    await client.end()
  }
}

function attachedLogger(config: Config, url: string, file: string): Logger {
  return createLogger({
    level: config.logLevel,
    secrets: [...config.secrets, url],
    destination: destination({ dest: file, sync: false }),
  })
}

/** Opens the system for a run. */
export async function openRunSystem(
  config: Config,
  options: SystemOptions,
  say: (line: string) => void,
): Promise<RunSystem> {
  const parts: Parts = { services: [] }
  const active = await activeDatabase(config)
  let fail: (error: unknown) => void = () => undefined
  const failure = new Promise<never>((_resolve, reject) => (fail = reject))
  failure.catch(() => undefined)
  let stopping = false
  let fetcher: RunningService | null = null
  let takenOver: Runtime | undefined
  let logger: Logger

  async function openOwn(): Promise<Runtime> {
    const called = options.api === false ? config : await withApi(parts, config, options, say)
    const runtime = await openParts(parts, called, say)
    void parts.postgres?.exited.then(() => {
      if (!stopping) fail(new DatabaseEnded(config.home))
    })
    return runtime
  }

  async function openAttached(url: string): Promise<Runtime> {
    const file = logFile(config)
    const runtime = await openRuntime({ config, databaseUrl: url, logger: attachedLogger(config, url, file) })
    parts.runtime = runtime
    logger = runtime.logger
    await createTopics(runtime.log)
    say(`logs ${file}`)
    return runtime
  }

  /** An embedded database that whoever started it leaves to us is ours to stop. */
  async function adoptDatabase(): Promise<void> {
    if (active?.fetching === 'run' && config.databaseUrl === null)
      parts.postgres ??= await startEmbeddedPostgres({ home: config.home })
  }

  /** Goes on alone after a fetcher elsewhere: with an API to call. */
  async function takeOver(url: string): Promise<Runtime> {
    await adoptDatabase()
    const called = await withApi(parts, config, options, say)
    takenOver = await openRuntime({ config: called, databaseUrl: url, logger })
    return takenOver
  }

  const runtime = await (active === null ? openOwn() : openAttached(active.url)).catch(async (error: unknown) => {
    stopping = true
    await closeParts(parts, config.home)
    throw error
  })

  return {
    runtime,
    attached: active?.fetching ?? null,
    own: () => fetcher !== null,
    failure,
    fetcher: () => fetcher,
    startServices: async () => {
      if (fetcher !== null) return
      const working = active === null ? runtime : await takeOver(active.url)
      fetcher = await startFetcher(working, { forOneRun: true })
      parts.services.push(
        startStats(working, restoring(working.config)),
        startEntities(working),
        startProjector(working),
        fetcher,
      )
      for (const service of [...parts.services, ...(parts.simulator === undefined ? [] : [parts.simulator])])
        service.done.catch((error: unknown) => {
          if (!stopping) fail(error)
        })
    },
    close: async () => {
      stopping = true
      await Promise.all(parts.services.splice(0).map((service) => service.stop()))
      await takenOver?.close()
      await adoptDatabase().catch(() => undefined)
      await closeParts(parts, config.home)
    },
  }
}
