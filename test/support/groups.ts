import { systemClock } from '../../lib/clock.js'
import { createCodec, type Codec } from '../../lib/events/codec.js'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { topics } from '../../lib/events/topics.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import type { EventLog } from '../../lib/log/log.js'
import { createLogger } from '../../lib/logger.js'
import { createMetrics } from '../../lib/metrics.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { waitFor } from '../../lib/projection/wait.js'
import { shippedCoordinates } from '../../services/projector/entities/coordinates.js'
import { entitiesProjection } from '../../services/projector/entities/entitiesProjection.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import { patienceMs } from './eventually.js'
import type { TestDatabase } from './postgres.js'

/** Everything between the events and the tables, by default on the embedded log of a test's database. */
export interface Groups {
  /** Appends events, a hundred at a time, and returns when every group has applied them. */
  apply(events: readonly DarkhorsesEvent[]): Promise<void>
  stop(): Promise<void>
}

export interface GroupOptions {
  /** Instead of the embedded log of the database. */
  readonly log?: EventLog
  /** Instead of one over the registry table of the database. */
  readonly codec?: Codec
}

/** Starts the three groups. `asOf` is the London day of the windows. */
export async function startGroups(database: TestDatabase, asOf: string, options: GroupOptions = {}): Promise<Groups> {
  const clock = systemClock
  const log = options.log ?? createEmbeddedLog({ pool: database.pool('log'), clock })
  const codec = options.codec ?? createCodec({ registry: createTableRegistry({ pool: database.pool('log') }) })
  await log.createTopics(Object.values(topics).map((topic) => ({ topic, partitions: 1 })))
  const pool = database.pool('racing')
  const common = { log, codec, pool, clock, logger: createLogger({ level: 'silent' }), metrics: createMetrics() }
  const projections = [
    racesProjection(),
    entitiesProjection({ regions: ['GB', 'IRE'], coordinates: shippedCoordinates() }),
    statsProjection({ asOf: () => asOf, isCaughtUp: () => Promise.resolve(true) }),
  ]
  const running = projections.map((projection) => runProjection({ projection, ...common }))
  return {
    apply: async (events) => {
      for (let i = 0; i < events.length; i += 100)
        await log.append(await Promise.all(events.slice(i, i + 100).map((event) => codec.encode(event))))
      for (const { group, topics: own } of projections)
        await waitFor({ pool, group, positions: await log.ends(own), timeoutMs: patienceMs, clock })
    },
    stop: async () => {
      await Promise.all(running.map((one) => one.stop()))
      await log.close()
    },
  }
}
