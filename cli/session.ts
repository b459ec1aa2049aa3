import pg from 'pg'
import { readConfig, type Config } from '../lib/config.js'
import { RacingError } from '../lib/errors.js'
import { createLogger } from '../lib/logger.js'
import { storedUrl } from '../lib/postgres/embeddedPostgres.js'
import { openRuntime, type Runtime } from '../lib/runtime.js'

/** No database answers. */
export class DatabaseUnreachable extends RacingError {
  readonly code = 'DATABASE_UNREACHABLE'
  readonly retriable = true
  constructor(where: string, cause?: unknown) {
    super(
      `No database answers at ${where}: start everything with \`npm start\`, or set DATABASE_URL.`,
      { where },
      cause,
    )
  }
}

/** The connection string of the database that runs: DATABASE_URL, or the embedded one's. @throws DatabaseUnreachable */
export async function runningDatabase(config: Config): Promise<string> {
  const url = config.databaseUrl ?? (await storedUrl(config.home))
  if (url === null) throw new DatabaseUnreachable(config.home)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    return url
  } catch (error) {
    throw new DatabaseUnreachable(new URL(url).host, error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A connection string without its password. */
export function masked(url: string): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '****'
  return shown.toString()
}

/** Runs a one-shot command on the running system; its log goes to stderr, warnings and worse. */
export async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = readConfig()
  const databaseUrl = await runningDatabase(config)
  const logger = createLogger({ level: 'warn', secrets: config.secrets, destination: process.stderr })
  const runtime = await openRuntime({ config, databaseUrl, logger })
  try {
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}
