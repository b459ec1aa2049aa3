/** A database whose race states an older program wrote: after the migration the group begins anew, and the rows come out the same. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generatedEvents } from '../support/generatedEvents.js'
import { startGroups, type Groups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const migration = readFileSync(
  new URL('../../infra/migrations/racing/0303_unreadable_race_states.sql', import.meta.url),
  'utf8',
)
let database: TestDatabase
let groups: Groups

beforeAll(async () => {
  database = await createTestDatabase()
  groups = await startGroups(database, '2025-06-10')
})
afterAll(async () => {
  await groups.stop()
  await database.drop()
})

test('older states are made anew from the log; newer ones are left alone', async () => {
  const pool = database.pool('racing')
  const days = generatedEvents({ first: '2025-05-02', last: '2025-05-05' })
  await groups.apply([...(days.next().value ?? []), ...(days.next().value ?? [])])
  const rows = async () => {
    const sums = ['ra_races', 'ra_runners', 'ra_race_results', 'race_state'].map(
      (table) => `(SELECT count(*) || ':' || sum(hashtextextended(t::text, 0)) FROM ${table} t)`,
    )
    return (await pool.query<{ sums: string }>(`SELECT concat_ws(', ', ${sums.join(', ')}) AS sums`)).rows[0]?.sums
  }
  const positions = async () =>
    (
      await pool.query<{ topic: string; next_offset: bigint }>(
        "SELECT topic, next_offset FROM projection_positions WHERE group_name = 'projector' ORDER BY 1",
      )
    ).rows
  const [before, reached] = [await rows(), await positions()]

  await pool.query(migration)
  expect(await positions()).toEqual(reached)
  expect(await rows()).toBe(before)

  await groups.stop()
  await pool.query(
    `UPDATE race_state SET state = '{"race_id":"' || race_id || '"}' WHERE race_id = (SELECT min(race_id) FROM race_state)`,
  )
  await pool.query(migration)
  expect((await positions()).map((row) => Number(row.next_offset))).toEqual([0, 0])
  groups = await startGroups(database, '2025-06-10')
  await groups.apply([])
  expect(await rows()).toBe(before)
  expect((await pool.query('SELECT FROM dead_letters')).rowCount).toBe(0)

  await groups.apply(days.next().value ?? [])
  expect((await pool.query('SELECT FROM dead_letters')).rowCount).toBe(0)
})
