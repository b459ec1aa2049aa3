/** Where a projection is tried: a log and a schema registry that nobody else uses, and the means to take the registry away. */
import { randomBytes } from 'node:crypto'
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { createConfluentRegistry } from '../../lib/events/confluentRegistry.js'
import type { SchemaRegistry } from '../../lib/events/registry.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import type { EventLog } from '../../lib/log/log.js'
import { freePort } from '../../lib/postgres/embeddedPostgres.js'
import type { Cluster } from '../support/kafka.js'
import type { TestDatabase } from '../support/postgres.js'
import { startTcpProxy } from '../support/tcpProxy.js'

export interface Place {
  /** A client of the log, as every process has its own. */
  openLog(): EventLog
  /** A client of the registry that has not asked for anything yet. */
  openRegistry(): SchemaRegistry
  /** Null where the registry is not ours to kill. */
  readonly registry: { down(): Promise<void>; up(): Promise<void> } | null
  /** What an error calls the registry. */
  readonly registryName: string
  close(): Promise<void>
}

export type OpenPlace = (database: TestDatabase) => Promise<Place>

/** How long a silent consumer keeps its partitions, in ms. */
const leaseMs = 3000

/** The embedded log. The registry is a table, so it is away when its connections are cut and no new ones can be made. */
export const embeddedPlace: OpenPlace = async (database) => {
  const address = new URL(database.url)
  const port = Number(address.port)
  const proxy = await startTcpProxy(port)
  address.port = String(proxy.port)
  const pool = createPool({ url: address.toString(), searchPath: ['log'], applicationName: 'test registry' })
  const nowhere = await freePort()
  return {
    openLog: () => createEmbeddedLog({ pool: database.pool('log'), clock: systemClock, leaseMs }),
    openRegistry: () => createTableRegistry({ pool }),
    registry: {
      down: () => {
        proxy.target(nowhere)
        proxy.cut()
        return Promise.resolve()
      },
      up: () => Promise.resolve(proxy.target(port)),
    },
    registryName: 'table schema_registry',
    close: async () => {
      await pool.end()
      await proxy.close()
    },
  }
}

/** Topics and subjects of their own on a cluster. */
export function kafkaPlace(cluster: Cluster): OpenPlace {
  return () => {
    const topicPrefix = `test-${randomBytes(4).toString('hex')}.`
    const url = cluster.registryUrl ?? ''
    const { registry } = cluster
    return Promise.resolve({
      openLog: () => createKafkaLog({ brokers: cluster.brokers, topicPrefix, clock: systemClock, sessionMs: leaseMs }),
      openRegistry: () => createConfluentRegistry({ url, topicPrefix }),
      registry: registry === null ? null : { down: () => registry.kill(), up: () => registry.restart() },
      registryName: new URL(url).host,
      close: () => Promise.resolve(),
    })
  }
}
