/** The planner knows how many runners a race has before a rebuild is half done: without that it reads whole tables for a few races. */
import { afterAll, beforeAll, test } from 'vitest'
import { withFilled } from '../../lib/rebuild/fill.js'
import type { Replay, ReplayStart } from '../../lib/rebuild/plan.js'
import { replayHere } from '../../lib/rebuild/replay.js'
import { eventually } from '../support/eventually.js'
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

test('a rebuild gathers statistics when every group has applied a part of the events', async () => {
  const { tools, plan } = system
  const holds = async (query: string) => {
    const { rows } = await tools.admin.query<{ holds: boolean }>(`SELECT EXISTS (${query}) AS holds`)
    return rows[0]?.holds === true
  }
  const areFilled = "SELECT FROM pg_namespace WHERE nspname = 'racing_next'"
  /** Whether the planner knows how many rows of the tables that are filled a race has. */
  const isKnown = () =>
    holds(`SELECT FROM pg_stats WHERE schemaname = 'racing_next' AND tablename = 'ra_runners' AND attname = 'race_id'`)
  const othersMoved = async () =>
    (await holds(areFilled)) &&
    (await holds(`SELECT FROM racing_next.projection_positions WHERE group_name <> 'projector' AND next_offset > 10`))

  /** Nobody reads on from the middle until it is known; all do when it never is, so that the rebuild ends and the test fails. */
  const middle = eventually('statistics halfway', isKnown)
  /** Runners come last: were statistics gathered as soon as somebody is far enough, they would be of an empty table. */
  const late = eventually('others ahead of the races', othersMoved)
  const startReplay = (start: ReplayStart): Replay => {
    const none = start.until.map((position) => ({ ...position, offset: 0n }))
    const half = start.until.map((position) => ({ ...position, offset: position.offset / 2n }))
    const isLate = start.group === 'projector'
    const replay = replayHere(plan, tools, { ...start, until: isLate ? none : half })
    if (isLate) void late.then(() => replay.raise(half))
    let until = start.until
    let goesOn = false
    const goOn = () => {
      goesOn = true
      replay.raise(until)
    }
    middle.then(goOn, goOn)
    return {
      ...replay,
      raise: (positions) => {
        until = positions
        if (goesOn) replay.raise(positions)
      },
    }
  }
  await withFilled({ plan, tools: { ...tools, startReplay }, id: 'early', projections: [] }, () => Promise.resolve())
  await middle
})
