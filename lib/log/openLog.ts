import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { createEmbeddedLog } from './embeddedLog.js'
import type { EventLog } from './log.js'

export interface LogOptions {
  /** Empty: the embedded log. */
  readonly kafkaBrokers: readonly string[]
  readonly topicPrefix: string
  /** Connections into the schema `log`, for the embedded log. */
  readonly pool: Pool
  readonly clock: Clock
}

/** The log that the configuration asks for. */
export function openLog(options: LogOptions): EventLog {
  return createEmbeddedLog({ pool: options.pool, clock: options.clock })
}
