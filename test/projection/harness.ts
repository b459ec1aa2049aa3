/** A projection of the recorded races on a log, the embedded one unless said otherwise, and what is needed to try it: clean tables to compare with. */
import type { Pool } from 'pg'
import { systemClock } from '../../lib/clock.js'
import { createCodec, type Codec } from '../../lib/events/codec.js'
import { topics } from '../../lib/events/topics.js'
import type { EventLog } from '../../lib/log/log.js'
import { createLogger } from '../../lib/logger.js'
import { createMetrics, type Metrics } from '../../lib/metrics.js'
import type { Projection } from '../../lib/projection/projection.js'
import type { ProjectionOptions } from '../../lib/projection/runProjection.js'
import { waitFor } from '../../lib/projection/wait.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { embeddedPlace, type OpenPlace, type Place } from '../contract/place.js'
import { patienceMs } from '../support/eventually.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

export interface Harness {
  readonly database: TestDatabase
  readonly pool: Pool
  readonly place: Place
  readonly log: EventLog
  readonly codec: Codec
  readonly metrics: Metrics
  /** What `runProjection` takes, with the projector unless said otherwise. */
  options(projection?: Projection, over?: Partial<ProjectionOptions>): ProjectionOptions
  /** Waits until the group has applied all that is in the log now. */
  applied(projection?: Projection): Promise<void>
  close(): Promise<void>
}

/** Opens a database with an empty log. */
export async function openHarness(openPlace: OpenPlace = embeddedPlace, partitions = 1): Promise<Harness> {
  const database = await createTestDatabase()
  const place = await openPlace(database)
  const log = place.openLog()
  await log.createTopics(Object.values(topics).map((topic) => ({ topic, partitions })))
  const codec = createCodec({ registry: place.openRegistry() })
  const pool = database.pool('racing')
  const metrics = createMetrics()
  const projector = racesProjection()
  return {
    database,
    pool,
    place,
    log,
    codec,
    metrics,
    options: (projection = projector, over = {}) => ({
      projection,
      log,
      codec,
      pool,
      metrics,
      clock: systemClock,
      logger: createLogger({ level: 'silent' }),
      ...over,
    }),
    applied: async (projection = projector) =>
      waitFor({
        pool,
        group: projection.group,
        positions: await log.ends(projection.topics),
        timeoutMs: patienceMs,
        clock: systemClock,
      }),
    close: async () => {
      await log.close()
      await place.close()
      await database.drop()
    },
  }
}

/** The tables of the projector, row by row as sorted text. */
export async function raceTables(pool: Pool): Promise<Record<string, readonly string[]>> {
  const tables: Record<string, readonly string[]> = {}
  for (const name of ['ra_races', 'ra_runners', 'ra_race_results', 'race_state']) {
    const { rows } = await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} AS t`)
    tables[name] = rows.map((one) => one.row).sort()
  }
  return tables
}
