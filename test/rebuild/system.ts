import { systemClock } from '../../lib/clock.js'
import { racingPlan } from '../../cli/rebuildPlan.js'
import { createPool } from '../../lib/db/pool.js'
import { createCodec } from '../../lib/events/codec.js'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { topics } from '../../lib/events/topics.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import type { EventLog } from '../../lib/log/log.js'
import { createLogger } from '../../lib/logger.js'
import { createMetrics } from '../../lib/metrics.js'
import { runRelay } from '../../lib/projection/outbox.js'
import type { Projection } from '../../lib/projection/projection.js'
import { runProjection, type RunningProjection } from '../../lib/projection/runProjection.js'
import { waitFor } from '../../lib/projection/wait.js'
import type { RebuildPlan, RebuildTools } from '../../lib/rebuild/plan.js'
import { shippedCoordinates } from '../../services/projector/entities/coordinates.js'
import { entitiesProjection } from '../../services/projector/entities/entitiesProjection.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import type { TestDatabase } from '../support/postgres.js'

/** A running system on a test's database: the embedded log, the three live groups, the relay, and what a rebuild needs. */
export interface System {
  readonly log: EventLog
  readonly plan: RebuildPlan
  readonly tools: RebuildTools
  append(events: readonly DarkhorsesEvent[]): Promise<void>
  /** Returns when every live group has applied what is in the log. */
  applied(): Promise<void>
  close(): Promise<void>
}

const asOf = '2025-04-10'

/** Starts a system; `log` stands for the embedded one. */
export async function startSystem(
  database: TestDatabase,
  options: { readonly log?: EventLog; readonly live?: boolean } = {},
): Promise<System> {
  const clock = systemClock
  const log = options.log ?? createEmbeddedLog({ pool: database.pool('log'), clock })
  const codec = createCodec({ registry: createTableRegistry({ pool: database.pool('log') }) })
  await log.createTopics(Object.values(topics).map((topic) => ({ topic, partitions: 1 })))
  const pool = database.pool('racing')
  const logger = createLogger({ level: 'silent' })
  const projections: Projection[] = [
    racesProjection({ codec }),
    entitiesProjection({ regions: ['GB', 'IRE'], coordinates: shippedCoordinates() }),
    statsProjection({ asOf: () => asOf, isCaughtUp: () => Promise.resolve(true) }),
  ]
  const running: RunningProjection[] =
    options.live === false
      ? []
      : projections.map((projection) =>
          runProjection({ projection, log, codec, pool, clock, logger, metrics: createMetrics() }),
        )
  const stopping = new AbortController()
  const relay = runRelay({ pool, log, clock, onError: () => undefined }, stopping.signal)
  const open = (schema: string, most = 8) =>
    createPool({ url: database.url, searchPath: [schema], applicationName: `test ${schema}`, max: most })
  const admin = open('public')
  return {
    log,
    plan: racingPlan({ regions: ['GB', 'IRE'], today: () => asOf }),
    tools: { log, codec, clock, logger, admin, open },
    append: async (events) => {
      for (let i = 0; i < events.length; i += 100) await log.append(await codec.encodeMany(events.slice(i, i + 100)))
    },
    applied: async () => {
      for (const { group, topics: own } of projections)
        await waitFor({ pool, group, positions: await log.ends(own), timeoutMs: 120_000, clock })
    },
    close: async () => {
      await Promise.all(running.map((one) => one.stop()))
      stopping.abort()
      await relay
      await admin.end()
      await log.close()
    },
  }
}
