import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { createEmbeddedLog } from './embeddedLog.js'
import { createKafkaLog, type KafkaLogOptions } from './kafkaLog.js'
import type { EventLog } from './log.js'

export interface LogOptions {
  /** Empty: the embedded log. */
  readonly kafkaBrokers: readonly string[]
  readonly topicPrefix: string
  /** Connections into the schema `log`, for the embedded log. */
  readonly pool: Pool
  readonly clock: Clock
  /** Encryption and credentials of the cluster, where it asks for them. */
  readonly kafka?: Pick<KafkaLogOptions, 'clientId' | 'ssl' | 'sasl' | 'sessionMs'>
}

/** The log that the configuration asks for: Kafka where brokers are named, else the tables in Postgres. */
export function openLog({ kafkaBrokers, topicPrefix, pool, clock, kafka }: LogOptions): EventLog {
  return kafkaBrokers.length === 0
    ? createEmbeddedLog({ pool, clock })
    : createKafkaLog({ brokers: kafkaBrokers, topicPrefix, clock, ...kafka })
}
