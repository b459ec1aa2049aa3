/** The planner knows how many runners a race has before a rebuild is half done: without that it reads whole tables for a few races. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withFilled } from '../../lib/rebuild/fill.js'
import type { Replay, ReplayStart } from '../../lib/rebuild/plan.js'
import { replayHere } from '../../lib/rebuild/replay.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { startSystem, type System } from './system.js'

let database: TestDatabase
let system: System

beforeAll(async () => {
  database = await createTestDatabase()
  system = await startSystem(database)
  const days = generatedEvents({ first: '2025-03-28', last: '2025-06-30' })
  for (let i = 0; i < 3; i += 1) await system.append(days.next().value ?? [])
  await system.applied()
})
afterAll(async () => {
  await system.close()
  await database.drop()
})

test('a rebuild gathers statistics when a part of the events is applied', { timeout: 120_000 }, async () => {
  const { tools, plan } = system
  /** Rows that the planner reckons with for one race of the tables that are filled; null without statistics. */
  const reckoned = async () => {
    const { rows } = await tools.admin.query<{ distinct: number }>(
      `SELECT n_distinct AS distinct FROM pg_stats
       WHERE schemaname = 'racing_next' AND tablename = 'ra_runners' AND attname = 'race_id'`,
    )
    return rows[0]?.distinct ?? null
  }
  /** Halfway nobody reads on until there are statistics. */
  const startReplay = (start: ReplayStart): Replay => {
    const half = start.until.map((position) => ({ ...position, offset: position.offset / 2n }))
    const replay = replayHere(plan, tools, { ...start, until: half })
    let until = start.until
    let goesOn = false
    void expect
      .poll(reckoned, { timeout: 60_000 })
      .not.toBeNull()
      .then(() => {
        goesOn = true
        replay.raise(until)
      })
    return {
      ...replay,
      raise: (positions) => {
        until = positions
        if (goesOn) replay.raise(positions)
      },
    }
  }
  const rebuild = { plan, tools: { ...tools, startReplay }, id: 'early', projections: [] }
  await withFilled(rebuild, () => Promise.resolve())
  expect(await reckoned()).not.toBeNull()
})
