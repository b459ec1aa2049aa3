/**
 * What a run in the foreground works on. Where a fetcher is active somewhere (a `start`, a service) the run goes to it over the
 * control topic, and is followed. Where none is, everything the run needs is brought up here: the embedded database, the API or
 * its simulator, the fetcher and the groups that turn events into rows.
 */
import pg from 'pg'
import type { Config } from '../../lib/config.js'
import { createLogger, type Logger } from '../../lib/logger.js'
import { storedUrl } from '../../lib/postgres/embeddedPostgres.js'
import { createTopics, openRuntime, type Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startStats } from '../../services/stats/main.js'
import { destination } from 'pino'
import { restoring } from '../restoreMasters.js'
import { runningDatabase } from '../session.js'
import { DatabaseEnded, logFile, openParts, stopAll, withApi, type Parts } from '../startParts.js'

/** A fetcher that has been silent for so long, in seconds, is gone. */
const leaseSeconds = 15

export interface RunSystem {
  readonly runtime: Runtime
  /** Whether a fetcher was active elsewhere. */
  readonly attached: boolean
  /** Whether the fetcher runs here. */
  own(): boolean
  /** Brings fetcher and groups up here; nothing where they are. */
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

/** Whether a fetcher is active on a database, wherever it runs. */
export async function fetcherIsActive(query: (sql: string) => Promise<{ rows: unknown[] }>): Promise<boolean> {
  const { rows: tables } = await query("SELECT to_regclass('fetching.fetcher_lease') IS NOT NULL AS there")
  if ((tables[0] as { there: boolean }).there !== true) return false
  const { rows } = await query(
    `SELECT FROM fetching.fetcher_lease WHERE owner IS NOT NULL AND heartbeat_at > clock_timestamp() - interval '${leaseSeconds} seconds'`,
  )
  return rows.length > 0
}

/** The connection string of a database on which a fetcher is active; null where none is. @throws DatabaseUnreachable for a DATABASE_URL that does not answer */
export async function activeDatabase(config: Config): Promise<string | null> {
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
    return (await fetcherIsActive((sql) => client.query(sql))) ? url : null
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

/** Whether others of this program are connected to a database. */
async function othersAreConnected(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ others: boolean }>(
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'darkhorses %') AS others",
    )
    return rows[0]?.others === true
  } finally {
    await client.end()
  }
}

/** Ends the parts; an embedded database that was running before is left to the others who work on it. */
async function closeParts(parts: Parts): Promise<void> {
  const { postgres, ...others } = parts
  await stopAll(others)
  if (postgres === undefined) return
  if (postgres.adopted && (await othersAreConnected(postgres.url).catch(() => false))) return
  await postgres.stop()
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
    await createTopics(runtime.log)
    say(`logs ${file}`)
    return runtime
  }

  const runtime = await (active === null ? openOwn() : openAttached(active)).catch(async (error: unknown) => {
    stopping = true
    await closeParts(parts)
    throw error
  })

  return {
    runtime,
    attached: active !== null,
    own: () => fetcher !== null,
    failure,
    fetcher: () => fetcher,
    startServices: async () => {
      if (fetcher !== null) return
      fetcher = await startFetcher(runtime)
      parts.services.push(
        startStats(runtime, restoring(runtime.config)),
        startEntities(runtime),
        startProjector(runtime),
        fetcher,
      )
      for (const service of [...parts.services, ...(parts.simulator === undefined ? [] : [parts.simulator])])
        service.done.catch((error: unknown) => {
          if (!stopping) fail(error)
        })
    },
    close: async () => {
      stopping = true
      await closeParts(parts)
    },
  }
}
