import { isDatabaseOutage } from '../db/outage.js'
import { RacingError } from '../errors.js'
import { LogUnavailable } from './errors.js'

/** Runs what asks Postgres for something; where the server is away, the error is the log's own. */
export async function askingPostgres<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RacingError || !isDatabaseOutage(error)) throw error
    throw new LogUnavailable(what, error)
  }
}
