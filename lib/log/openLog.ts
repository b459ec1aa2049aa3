import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { createEmbeddedLog } from './embeddedLog.js'
import type { KafkaLogOptions } from './kafkaLog.js'
import type { EventLog } from './log.js'

export interface LogOptions {
  /** Empty: the embedded log. */
  readonly kafkaBrokers: readonly string[]
  readonly topicPrefix: string
  /** Connections into the schema `log`, for the embedded log. */
  readonly pool: Pool
  readonly clock: Clock
  /** How long a silent consumer of the embedded log keeps its partitions, in ms. */
  readonly leaseMs?: number
  /** Encryption and credentials of the cluster, where it asks for them. */
  readonly kafka?: Pick<KafkaLogOptions, 'clientId' | 'ssl' | 'sasl' | 'sessionMs'>
}

/**
 * The log that the configuration asks for: Kafka where brokers are named, else the tables in Postgres. The client of Kafka is
 * loaded only where it is used: a command that answers at once has no time for it.
 */
export async function openLog({
  kafkaBrokers,
  topicPrefix,
  pool,
  clock,
  leaseMs,
  kafka,
}: LogOptions): Promise<EventLog> {
  if (kafkaBrokers.length === 0) return createEmbeddedLog({ pool, clock, ...(leaseMs !== undefined && { leaseMs }) })
  const { createKafkaLog } = await import('./kafkaLog.js')
  return createKafkaLog({ brokers: kafkaBrokers, topicPrefix, clock, ...kafka })
}
