/** The recorded days in Postgres: rows worked out by hand (test/racing/expected), the users' own SQL, and its repair. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import type { RacecardRace, ResultRace } from '../../lib/events/types.generated.js'
import { restoreMasters } from '../../services/projector/entities/restoreMasters.js'
import { findDrift } from '../../services/stats/check.js'
import { publicationsOf, recalculate } from '../../services/stats/recalculate.js'
import { measures, races } from '../racing/expected/races.js'
import { declared, people, placed, ran, unplaced } from '../racing/expected/runners.js'
import { tableOf } from '../racing/pipeTable.js'
import { startGroups, type Groups } from '../support/groups.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { sharedData } from '../support/sharedData.js'

const data = sharedData()
if (data === null) console.warn('tables not checked against recorded days: there are none (set DARKHORSES_SHARED)')

function recorded(folder: string): DarkhorsesEvent[] {
  return ['racing-api-days', 'racing-api-samples'].flatMap((part) =>
    readdirSync(join(folder, part))
      .sort()
      .flatMap((file) => {
        const content = JSON.parse(readFileSync(join(folder, part, file), 'utf8')) as {
          racecards?: RacecardRace[]
          results?: ResultRace[]
        } & RacecardRace
        const cards = content.racecards ?? (file.startsWith('racecards_') ? [content] : [])
        const fetch = (day: number) => ({ source: file, fetchedAt: Date.UTC(2026, 0, day), runId: null })
        return [
          ...cards.map((race) => racecardFetched(fetch(5), race.race_id ?? '', race)),
          ...(content.results ?? []).map((race) => resultFetched(fetch(6), 'results', race.race_id ?? '', race)),
        ]
      }),
  )
}

describe.skipIf(data === null)('recorded days in Postgres', () => {
  let database: TestDatabase
  let groups: Groups
  let pool: Pool
  const verify = () => pool.query(readFileSync(join(data ?? '', '..', 'queries', 'verification.sql'), 'utf8'))

  beforeAll(async () => {
    database = await createTestDatabase()
    pool = database.pool('racing')
    groups = await startGroups(database, '2026-01-05')
    const events = recorded(data ?? '')
    // Users run their SQL whenever they like: on the first rows, while more arrive, and at the end.
    await groups.apply(events.slice(0, 20))
    await verify()
    await Promise.all([groups.apply(events.slice(20)), verify(), verify()])
    await verify()
  })
  afterAll(async () => {
    await groups.stop()
    await database.drop()
  })

  /** The named columns of one row as text, the way the expected tables write them. */
  async function told(
    table: string,
    row: Readonly<Record<string, string>>,
  ): Promise<Record<string, string> | undefined> {
    const { rows } = await pool.query<{ row: Record<string, string | boolean | null> }>(
      `SELECT to_jsonb(t) AS row FROM (SELECT ${Object.keys(row)
        .map((column) =>
          column.startsWith('is_') || column === 'has_result' ? column : `${column}::text AS ${column}`,
        )
        .join(
          ', ',
        )} FROM ${table} WHERE race_id = $1 AND ($2::text IS NULL OR to_jsonb(${table}) ->> 'horse_id' = $2)) AS t`,
      [row['race_id'], row['horse_id'] ?? null],
    )
    const [found] = rows
    if (found === undefined) return undefined
    return Object.fromEntries(
      Object.entries(found.row).map(([column, value]) => {
        const text = value === null ? '·' : value === true ? 'yes' : value === false ? 'no' : value
        return [column, column === 'off_dt' ? new Date(text).toISOString() : text]
      }),
    )
  }

  test.each([...tableOf(races), ...tableOf(measures)])('race $race_id', async (row) => {
    expect(await told('ra_races', row)).toEqual(row)
  })

  test.each([...tableOf(declared), ...tableOf(people), ...tableOf(ran)])(
    'runner $horse_id in $race_id',
    async (row) => {
      expect(await told('ra_runners', row)).toEqual(row)
    },
  )

  test.each(tableOf(placed))('result of $horse_id in $race_id', async (row) => {
    expect(await told('ra_race_results', row)).toEqual(row)
  })

  test('who was in no result has no row of it', async () => {
    const { rows } = await pool.query(
      `SELECT horse_id FROM ra_race_results WHERE horse_id = ANY ($1) AND race_id = ANY ($2)`,
      [unplaced, tableOf(races).map((row) => row['race_id'])],
    )
    expect(rows).toEqual([])
  })

  test('what users reset by hand is set again from facts, to the same rows', async () => {
    const tables = ['ra_mst_sires', 'ra_mst_trainers', 'ra_mst_dams']
    const contents = async () =>
      Promise.all(
        tables.map(
          async (table) =>
            (await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`)).rows,
        ),
      )
    const before = await contents()
    await pool.query(readFileSync(join(data ?? '', '..', 'queries', 'rollback.sql'), 'utf8'))
    await pool.query('DELETE FROM ra_mst_dams WHERE dam_id IN (SELECT dam_id FROM ra_mst_dams ORDER BY dam_id LIMIT 5)')
    expect(await contents()).not.toEqual(before)
    expect((await findDrift(pool)).length).toBeGreaterThan(0)
    expect(await restoreMasters(pool, ['GB', 'IRE'])).toBeGreaterThan(10_000)
    await recalculate(pool, '2026-01-05', publicationsOf([]).which)
    expect(await contents()).toEqual(before)
    expect(await findDrift(pool)).toEqual([])
  })
})
