/** The parts a start brings up, and how they end. */
import { join } from 'node:path'
import pg from 'pg'
import { destination } from 'pino'
import { systemClock } from '../lib/clock.js'
import type { Config } from '../lib/config.js'
import { createPool } from '../lib/db/pool.js'
import { migrateAll } from '../lib/db/migrate.js'
import { messageOf, RacingError } from '../lib/errors.js'
import { touchHeap } from '../lib/heap.js'
import { createLogger } from '../lib/logger.js'
import { makeFolder } from '../lib/makeFolder.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../lib/postgres/embeddedPostgres.js'
import { createTopics, openRuntime, type Runtime } from '../lib/runtime.js'
import type { RunningService } from '../lib/service.js'
import { startSimulator } from '../services/simulator/main.js'
import { findBackground } from './background.js'
import { seedOption } from './numbers.js'
import { masked } from './session.js'

/** The embedded database ended although nobody stopped it. */
export class DatabaseEnded extends RacingError {
  readonly code = 'DATABASE_ENDED'
  readonly retriable = true
  constructor(home: string) {
    super(`The embedded Postgres ended (see ${join(home, 'postgres.log')}). Nothing is lost: start again to go on.`, {
      home,
    })
  }
}

/** The log file of a run that begins now. */
export function logFile(config: Config): string {
  const folder = join(config.home, 'logs')
  makeFolder(folder)
  const stamp = systemClock.now().toISOString().replaceAll(/[-:]/g, '').replace('T', '_').slice(0, 15)
  return join(folder, `RUN_${stamp}.log`)
}

/** Parts that run. */
export interface Parts {
  /** The API that is called, where it is one of our own. */
  simulator?: RunningService
  readonly services: RunningService[]
  runtime?: Runtime
  postgres?: EmbeddedPostgres
}

/** How long connections may take to go after their process has closed them, ms. */
const leaveMs = 2000

/** Whether others of this program stay connected to a database. */
async function othersStay(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (let waited = 0; ; waited += 100) {
      const { rows } = await client.query<{ others: boolean }>(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'darkhorses %') AS others",
      )
      if (rows[0]?.others !== true) return false
      if (waited >= leaveMs) return true
      await systemClock.sleep(100)
    }
  } finally {
    await client.end()
  }
}

/** Whether an embedded database is to be left to others: to whoever had it before, and to what goes on in the background. */
async function isWanted(postgres: EmbeddedPostgres, home: string): Promise<boolean> {
  const inBackground = (await findBackground(home)).some((one) => one.state !== 'stale' && one.pid !== process.pid)
  return (postgres.adopted || inBackground) && (await othersStay(postgres.url).catch(() => false))
}

/**
 * Stops what was started: the services at once, each after the work in hand, then what they stand on. An embedded database is
 * left to others of this program who work on it.
 */
export async function closeParts(parts: Parts, home: string): Promise<void> {
  await Promise.all(parts.services.map((service) => service.stop()))
  await parts.simulator?.stop()
  await parts.runtime?.close()
  if (parts.postgres !== undefined && !(await isWanted(parts.postgres, home))) await parts.postgres.stop()
}

const toStdout = (line: string) => process.stdout.write(`${line}\n`)

/** The configuration with the API that is called: the real one, or a simulator started for it. */
export async function withApi(
  parts: Parts,
  config: Config,
  options: { readonly days?: string; readonly seed?: string },
  say: (line: string) => void = toStdout,
): Promise<Config> {
  if (config.hasCredentials) {
    say(`api ${config.api.baseUrl}`)
    return config
  }
  const simulator = await startSimulator({
    days: options.days ?? null,
    rate: config.api.rate === 0 ? null : config.api.rate,
    onError: (error) => console.error(`error: ${messageOf(error)}`),
    ...(options.seed === undefined ? {} : { seed: seedOption(options.seed) }),
    ...(config.asOf === null ? {} : { now: `${config.asOf}T22:30:00Z` }),
  })
  parts.simulator = simulator
  say(`simulator ${simulator.url}`)
  const { url, username, password } = simulator
  return { ...config, api: { ...config.api, baseUrl: `${url}/v1`, username, password } }
}

/** Database, migrations, log and topics, told one a line; the logs of the services go to a file of this run. */
export async function openParts(
  parts: Parts,
  config: Config,
  say: (line: string) => void = toStdout,
): Promise<Runtime> {
  let databaseUrl = config.databaseUrl
  if (databaseUrl === null) {
    parts.postgres = await startEmbeddedPostgres({ home: config.home })
    databaseUrl = parts.postgres.url
  }
  say(`postgres ${masked(databaseUrl)}`)
  const file = logFile(config)
  const logger = createLogger({
    level: config.logLevel,
    secrets: [...config.secrets, databaseUrl],
    destination: destination({ dest: file, sync: false }),
  })
  const admin = createPool({ url: databaseUrl, searchPath: ['public'], applicationName: 'darkhorses migrate' })
  await migrateAll(admin, config.asOf).finally(() => admin.end())
  const runtime = await openRuntime({ config, databaseUrl, logger })
  parts.runtime = runtime
  touchHeap()
  await createTopics(runtime.log)
  say(`log ${runtime.log.kind}`)
  say(`logs ${file}`)
  return runtime
}
