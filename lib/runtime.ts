/** What every service needs, made once from the configuration. */
import type { Pool } from 'pg'
import { londonDate, systemClock, type Clock } from './clock.js'
import type { Config } from './config.js'
import { createPool } from './db/pool.js'
import { createCodec, type Codec } from './events/codec.js'
import { createTableRegistry } from './events/tableRegistry.js'
import { topics } from './events/topics.js'
import { steadyHeap } from './heap.js'
import type { EventLog } from './log/log.js'
import { openLog } from './log/openLog.js'
import type { Logger } from './logger.js'
import { createMetrics, type Metrics } from './metrics.js'

export type SchemaName = 'racing' | 'fetching' | 'log' | 'rebuilding'

export interface Runtime {
  readonly config: Config
  readonly logger: Logger
  readonly clock: Clock
  readonly metrics: Metrics
  readonly log: EventLog
  readonly codec: Codec
  /** The racing day: London's date, or AS_OF. */
  readonly today: () => string
  /** The instant that windows and coverage are judged at: now, or the end of AS_OF in London where that is set. */
  readonly now: () => Date
  /** Connections that see one schema first. One pool for each schema, shared. */
  pool(schema: SchemaName): Pool
  close(): Promise<void>
}

export interface RuntimeOptions {
  readonly config: Config
  readonly databaseUrl: string
  readonly logger: Logger
  readonly clock?: Clock
  /** How long a silent consumer of the embedded log keeps its partitions, in ms; default 10,000. */
  readonly leaseMs?: number
  /** Most connections of each pool; default 8, and 12 for the log. A command that answers at once has no time to open many. */
  readonly connections?: number
  /** By how many per cent the heap of the process grows before it is collected; default as in heap.ts. */
  readonly heapGrowth?: number
}

/** Partitions of each topic: one keeps the order of everything on one machine; a cluster may create topics with more. */
const partitions = 1

/** Opens log, registry and pools. Nothing is connected until it is used. */
export async function openRuntime({
  config,
  databaseUrl,
  logger,
  clock = systemClock,
  leaseMs,
  connections,
  heapGrowth,
}: RuntimeOptions): Promise<Runtime> {
  steadyHeap(heapGrowth)
  const pools = new Map<SchemaName, Pool>()
  const metrics = createMetrics()
  const pool = (schema: SchemaName): Pool => {
    let known = pools.get(schema)
    if (known === undefined) {
      known = createPool({
        url: databaseUrl,
        searchPath: [schema],
        applicationName: `darkhorses ${schema}`,
        max: connections ?? (schema === 'log' ? 12 : 8),
        asOf: config.asOf,
        // A fetcher that was stopped within a transaction must not keep another one from taking over.
        ...(schema === 'fetching' && { idleInTransactionMs: 5000 }),
        onIdleError: (error) => logger.warn({ err: error, schema }, 'an idle database connection broke'),
      })
      known.on('release', (error) => metrics.databaseUses.inc({ outcome: error instanceof Error ? 'error' : 'ok' }))
      pools.set(schema, known)
    }
    return known
  }
  const log = await openLog({
    kafkaBrokers: config.kafkaBrokers,
    topicPrefix: config.topicPrefix,
    pool: pool('log'),
    clock,
    ...(leaseMs !== undefined && { leaseMs }),
  })
  const registry =
    config.schemaRegistryUrl !== null && log.kind === 'kafka'
      ? (await import('./events/confluentRegistry.js')).createConfluentRegistry({
          url: config.schemaRegistryUrl,
          topicPrefix: config.topicPrefix,
          clock,
        })
      : createTableRegistry({ pool: pool('log') })
  const endOf = (day: string) => new Date(Date.parse(`${day}T23:00:00Z`))
  return {
    config,
    logger,
    clock,
    metrics,
    log,
    codec: createCodec({ registry }),
    today: () => config.asOf ?? londonDate(clock.now()),
    now: () => (config.asOf === null ? clock.now() : endOf(config.asOf)),
    pool,
    close: async () => {
      await log.close()
      await Promise.all([...pools.values()].map((one) => one.end()))
    },
  }
}

/** Creates the topics that are missing. */
export async function createTopics(log: EventLog): Promise<void> {
  await log.createTopics(Object.values(topics).map((topic) => ({ topic, partitions })))
}
