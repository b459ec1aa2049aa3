/** The parts a start brings up, and how they end. */
import { join } from 'node:path'
import { destination } from 'pino'
import { systemClock } from '../lib/clock.js'
import type { Config } from '../lib/config.js'
import { createPool } from '../lib/db/pool.js'
import { migrateAll } from '../lib/db/migrate.js'
import { messageOf, RacingError } from '../lib/errors.js'
import { createLogger } from '../lib/logger.js'
import { makeFolder } from '../lib/makeFolder.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../lib/postgres/embeddedPostgres.js'
import { createTopics, openRuntime, type Runtime } from '../lib/runtime.js'
import type { RunningService } from '../lib/service.js'
import { startSimulator } from '../services/simulator/main.js'
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

/** Stops what was started: the services at once, each after the work in hand, then what they stand on. */
export async function stopAll(parts: Parts): Promise<void> {
  await Promise.all(parts.services.map((service) => service.stop()))
  await parts.simulator?.stop()
  await parts.runtime?.close()
  await parts.postgres?.stop()
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
  await createTopics(runtime.log)
  say(`log ${runtime.log.kind}`)
  say(`logs ${file}`)
  return runtime
}
