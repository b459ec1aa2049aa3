/** The audit finds leaks that are planted, each where it is, and none otherwise; it changes nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { resultFetched } from '../../lib/events/fetched.js'
import { findDrift } from '../../services/stats/check.js'
import { leakAudit } from '../../services/stats/leakAudit.js'
import { resultRace, resultRunner } from '../racing/builders.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { createWorld } from './world.js'

let database: TestDatabase
let pool: Pool

/** The first race is run by horses of its own, the third and fourth are off at the same time. */
const days = ['01', '02', '03', '03', '04']

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  const events = days.map((day, i) =>
    resultFetched(
      { source: 'test', fetchedAt: Date.parse(`2025-03-${day}T20:00:00Z`), runId: null },
      'results',
      `rac_${i}`,
      resultRace(
        (i === 0 ? ['98', '99'] : ['1', '2', '3', '4']).map((horse, place) =>
          resultRunner(horse, { position: String(place + 1), prize: '100' }),
        ),
        { race_id: `rac_${i}`, date: `2025-03-${day}`, off_dt: `2025-03-${day}T13:00:00+00:00` },
      ),
    ),
  )
  await createWorld(pool, '2025-04-02').apply(events)
})
afterAll(() => database.drop())

const all = { races: days.length, seed: 11 }

/** The view of features with one part of its text exchanged, while `during` runs. */
async function planted<Result>(relation: string, from: string, to: string, during: () => Promise<Result>) {
  const isView = relation === 'stats_features'
  const { rows } = await pool.query<{ text: string }>(
    isView ? 'SELECT pg_get_viewdef($1::regclass) AS text' : 'SELECT pg_get_functiondef($1::regproc) AS text',
    [relation],
  )
  const text = rows[0]?.text ?? ''
  expect(text).toContain(from)
  const create = (body: string) => (isView ? `CREATE OR REPLACE VIEW ${relation} AS ${body}` : body)
  await pool.query(create(text.replace(from, to)))
  try {
    return await during()
  } finally {
    await pool.query(create(text))
  }
}

test('nothing earlier or simultaneous moves, later features do, and nothing stays changed', async () => {
  const report = await leakAudit(pool, all)
  expect(report.leaks).toEqual([])
  expect(report.races).toBe(5)
  expect(report.moved).toBeGreaterThan(10)
  expect(report.compared).toBeGreaterThan(20)
  expect(await findDrift(pool)).toEqual([])
  expect(await leakAudit(pool, all)).toEqual(report)
})

test('a view that sees races off at the same time is found', async () => {
  const report = await planted('stats_features', 'h.off_dt < t.off_dt', 'h.off_dt <= t.off_dt', () =>
    leakAudit(pool, all),
  )
  const sources = new Set(report.leaks.map((leak) => leak.source))
  expect(sources).toContain('defined')
  expect(report.leaks.some((leak) => leak.perturbed === 'rac_2' && leak.race_id === 'rac_3')).toBe(true)
  expect(report.leaks.find((leak) => leak.source === 'defined')?.columns).toContain('career_prize')
})

test('a view that sees the future is found in what is published', async () => {
  const report = await planted('stats_features', 'h.off_dt < t.off_dt', 'h.off_dt <> t.off_dt', () =>
    leakAudit(pool, all),
  )
  expect(report.leaks.some((leak) => leak.source === 'published' && leak.race_id === 'rac_1')).toBe(true)
})

test('a leak on the other clock alone is found', async () => {
  const report = await planted('features_known_at', 'h.off_dt < t.off_dt', 'h.off_dt <> t.off_dt', () =>
    planted('races_known_at', 'known_at >= r.result_since', "known_at >= '2000-01-01'", () =>
      planted('races_known_at', 'l.at >= l.believed_since', 'true', () => leakAudit(pool, all)),
    ),
  )
  expect(new Set(report.leaks.map((leak) => leak.source))).toEqual(new Set(['known at the off']))
})

test('features written to another horse are found', async () => {
  await pool.query(`
    CREATE FUNCTION leak() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF pg_trigger_depth() = 1 THEN
        UPDATE ra_runner_statistics SET career_prize = career_prize + 1 WHERE race_id = 'rac_0' AND horse_id = 'hrs_99';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER leak AFTER UPDATE ON ra_runner_statistics EXECUTE FUNCTION leak()`)
  const report = await leakAudit(pool, all)
  await pool.query(
    "DROP TRIGGER leak ON ra_runner_statistics; DELETE FROM ra_runner_statistics WHERE horse_id = 'hrs_99'",
  )
  expect(report.leaks.some((leak) => leak.source === 'written' && leak.perturbed === 'rac_2')).toBe(true)
  for (const leak of report.leaks) expect(leak).toMatchObject({ race_id: 'rac_0', horse_id: 'hrs_99' })
})
