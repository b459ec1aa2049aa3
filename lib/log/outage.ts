import { RacingError } from '../errors.js'
import { LogUnavailable } from './errors.js'

const outageClasses = new Set(['08', '53', '57', '58'])
const lostConnection =
  /connection terminated|connection ended|timeout exceeded|client has encountered|not queryable|closed/i

function isOutage(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (typeof code === 'string') {
    return /^[0-9A-Z]{5}$/.test(code)
      ? outageClasses.has(code.slice(0, 2)) || code.startsWith('E')
      : code.startsWith('E')
  }
  return error instanceof Error && lostConnection.test(error.message)
}

/** Runs what asks Postgres for something; where the server is away, the error is the log's own. */
export async function askingPostgres<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RacingError || !isOutage(error)) throw error
    throw new LogUnavailable(what, error)
  }
}
