import { connect } from 'node:net'
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

async function databaseUrl(config: Config): Promise<string> {
  const url = config.databaseUrl ?? (await storedUrl(config.home))
  if (url === null) throw new DatabaseUnreachable(config.home)
  return url
}

/** A connection to the database that runs, DATABASE_URL or the embedded one. @throws DatabaseUnreachable */
export async function connectDatabase(
  config: Config,
  options = '',
): Promise<{ readonly url: string; readonly client: pg.Client }> {
  const url = await databaseUrl(config)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, options })
  try {
    await client.connect()
    return { url, client }
  } catch (error) {
    await client.end().catch(() => undefined)
    throw new DatabaseUnreachable(new URL(url).host, error)
  }
}

/** The connection string of the database that runs: DATABASE_URL, or the embedded one's. @throws DatabaseUnreachable */
export async function runningDatabase(config: Config): Promise<string> {
  const { url, client } = await connectDatabase(config)
  await client.end().catch(() => undefined)
  return url
}

/**
 * The connection string of a database that something listens at: to log in only to see whether that is possible would cost a
 * command that answers at once more than its question. @throws DatabaseUnreachable
 */
async function listeningDatabase(config: Config): Promise<string> {
  const url = await databaseUrl(config)
  const { hostname, port, host } = new URL(url)
  // A socket in the file system, or a host within the query: whoever connects there finds out.
  if (hostname === '' || url.includes('host=')) return runningDatabase(config)
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || 5432), timeout: 5000 })
    const fail = (error?: Error) => {
      socket.destroy()
      reject(new DatabaseUnreachable(host, error))
    }
    socket.once('error', fail)
    socket.once('timeout', () => fail())
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
  return url
}

/** A connection string without its password. */
export function masked(url: string): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '****'
  return shown.toString()
}

/** Postgres listens and lets nobody in: a wrong password, no such database or role, not ready yet. */
const refusals = new Set(['28P01', '28000', '3D000', '57P03'])

/**
 * Runs a one-shot command on the running system; its log goes to stderr, warnings and worse.
 */
export async function withRuntime<T>(
  work: (runtime: Runtime) => Promise<T>,
  { connections }: { readonly connections?: number } = {},
): Promise<T> {
  const config = readConfig()
  const url = await listeningDatabase(config)
  const logger = createLogger({ level: 'warn', secrets: config.secrets, destination: process.stderr })
  const runtime = await openRuntime({
    config,
    databaseUrl: url,
    logger,
    ...(connections !== undefined && { connections }),
  })
  try {
    return await work(runtime)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw refusals.has(code) ? new DatabaseUnreachable(new URL(url).host, error) : error
  } finally {
    await runtime.close()
  }
}

/** The same for a command that reads a few rows and answers at once: each further connection would cost it a login. */
export const withReader = <T>(work: (runtime: Runtime) => Promise<T>): Promise<T> =>
  withRuntime(work, { connections: 2 })
