import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createCodec } from '../../lib/events/codec.js'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { topics } from '../../lib/events/topics.js'
import type { RacecardRace, ResultRace } from '../../lib/events/types.generated.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createLogger } from '../../lib/logger.js'
import { createMetrics } from '../../lib/metrics.js'
import type { Projection } from '../../lib/projection/projection.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { waitFor } from '../../lib/projection/wait.js'
import { shippedCoordinates } from '../../services/projector/entities/coordinates.js'
import { entitiesProjection } from '../../services/projector/entities/entitiesProjection.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test.skipIf(shared === null)(
  'recorded days through log and all groups: counts, merges, statistics without drift',
  async () => {
    const clock = systemClock
    const log = createEmbeddedLog({ pool: database.pool('log'), clock })
    const codec = createCodec({ registry: createTableRegistry({ pool: database.pool('log') }) })
    await log.createTopics(Object.values(topics).map((topic) => ({ topic, partitions: 1 })))
    const days = join(shared ?? '', 'racing-api-days')
    let races = new Set<string>()
    for (const file of readdirSync(days).sort()) {
      const { racecards = [], results = [] } = JSON.parse(readFileSync(join(days, file), 'utf8')) as {
        racecards?: RacecardRace[]
        results?: ResultRace[]
      }
      const fetch = { source: `recorded/${file}`, fetchedAt: Date.UTC(2026, 0, 5), runId: null }
      const events = [
        ...racecards.map((race) => racecardFetched(fetch, race.race_id ?? '', race)),
        ...results.map((race) => resultFetched(fetch, 'results', race.race_id ?? '', race)),
      ]
      for (const event of events) races = races.add(event.race_id)
      await log.append(await Promise.all(events.map((event) => codec.encode(event))))
    }
    const pool = database.pool('racing')
    const common = { log, codec, pool, clock, logger: createLogger({ level: 'warn' }), metrics: createMetrics() }
    const projections: Projection[] = [
      racesProjection({ codec }),
      entitiesProjection({ regions: ['GB', 'IRE'], coordinates: shippedCoordinates() }),
      statsProjection({ asOf: () => '2026-01-05', isCaughtUp: () => Promise.resolve(true) }),
    ]
    const running = projections.map((projection) => runProjection({ projection, ...common }))
    for (const projection of projections) {
      await waitFor({
        pool,
        group: projection.group,
        positions: await log.ends(projection.topics),
        timeoutMs: 60_000,
        clock,
      })
    }
    await Promise.all(running.map((one) => one.stop()))
    await log.close()

    const { rows } = await pool.query('SELECT count(*)::int AS races FROM ra_races')
    expect(rows).toEqual([{ races: races.size }])
    const { rows: dead } = await pool.query('SELECT error_message FROM dead_letters')
    expect(dead).toEqual([])
    const verification = readFileSync(join(shared ?? '', '..', 'queries', 'verification.sql'), 'utf8')
    await pool.query(verification)
  },
)
