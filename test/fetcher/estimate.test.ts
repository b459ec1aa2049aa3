/** What a range would cost: the same subtraction as the plan. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Runtime } from '../../lib/runtime.js'
import { countPendingProfiles, estimateRun, horsesSeen, monthsOf } from '../../services/fetcher/estimate.js'
import { pendingHorses } from '../../services/fetcher/plan.js'
import { unitName } from '../../services/fetcher/unit.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let runtime: Runtime
beforeAll(async () => {
  database = await createTestDatabase()
  runtime = await testRuntime(database)
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

const now = new Date('2025-10-23T12:00:00Z')
const estimate = (
  kinds: readonly string[],
  start: string,
  end: string,
  more: { limit?: number; oldestFirst?: boolean; rate?: number } = {},
) =>
  estimateRun({
    pool: runtime.pool('fetching'),
    run: { id: '', kinds, start_date: start, end_date: end, regions: ['gb'], requested_at: now },
    today: '2025-10-23',
    now,
    rate: 2,
    limit: null,
    ...more,
  })

test('ten years: every day of results, racecards from 2023-01-23, and the reason for the rest', async () => {
  const all = ['courses', 'regions', 'bookmakers', 'racecards', 'results', 'profiles']
  const { estimate: cost, plan } = await estimate(all, '2015-01-01', '2025-10-23')
  expect(cost.kinds.find((one) => one.kind === 'results')).toMatchObject({ units: 3949, pending: 3949, calls: 3949 })
  expect(cost.kinds.find((one) => one.kind === 'racecards')).toMatchObject({
    units: 3949,
    impossible: 2944,
    pending: 1005,
  })
  expect(cost.impossible).toEqual([{ kind: 'racecards', units: 2944, why: 'no racecards exist before 2023-01-23' }])
  expect(cost).toMatchObject({ units: 3949 + 1005 + 3, calls: 3949 + 1005 + 2, covered: 0 })
  expect(cost.calls).toBeLessThanOrEqual(5000)
  expect(cost.minutes).toBeCloseTo(41.7, 1)
  expect(plan).toHaveLength(cost.units)
  expect(monthsOf('2015-01-01', '2025-10-23')).toHaveLength(130)
  // Only results before there were cards show horses that nothing describes.
  expect(cost.unseen_horses).toBe(horsesSeen(2944))
  expect((await estimate(all, '2024-01-01', '2024-12-31')).estimate.unseen_horses).toBe(0)
})

test('the number of horses seen grows as the volumes of docs/domain.md say', () => {
  expect(horsesSeen(0)).toBe(0)
  // 111,669 horses in 3,949 days.
  expect(Math.abs(horsesSeen(3949) / 111_669 - 1)).toBeLessThan(0.02)
})

test('covered days, days in the future, and a limit from either end', async () => {
  const fetching = runtime.pool('fetching')
  await fetching.query(`INSERT INTO fetch_units (unit, kind, date, outcome, calls, attempts, fetched_at, succeeded_at, items, regions)
    SELECT 'results:' || d::date, 'results', d::date, 'ok', 1, 1, '2025-10-01', '2025-10-01', 3, '{gb}' FROM generate_series('2025-08-01'::date, '2025-08-10', '1 day') d`)
  const { estimate: cost } = await estimate(['results'], '2025-08-01', '2025-08-31')
  expect(cost).toMatchObject({ units: 21, covered: 10, calls: 21 })
  const future = await estimate(['racecards', 'results'], '2025-10-22', '2025-10-30')
  expect(future.estimate.impossible).toEqual([{ kind: 'results', units: 7, why: 'not run yet' }])
  expect(future.plan).toHaveLength(9 + 2)
  const names = async (oldestFirst: boolean) =>
    (await estimate(['results'], '2025-08-01', '2025-08-31', { limit: 2, oldestFirst })).plan.map(({ unit }) =>
      unitName(unit),
    )
  expect(await names(false)).toEqual(['results:2025-08-31', 'results:2025-08-30'])
  expect(await names(true)).toEqual(['results:2025-08-11', 'results:2025-08-12'])
  expect((await estimate(['results'], '2025-08-01', '2025-08-31', { rate: 0 })).estimate.minutes).toBeNull()
})

test('profiles are counted as they are planned: never asked for, failed before, and older than six months', async () => {
  await runtime.pool('racing')
    .query(`INSERT INTO ra_mst_horses (horse_id, name, dob, sire_id, dam_id, damsire_id, created_at, updated_at)
    VALUES ('hrs_1', 'A', NULL, NULL, NULL, NULL, now(), now()), ('hrs_2', 'B', NULL, NULL, NULL, NULL, now(), now()), ('hrs_3', 'C', NULL, NULL, NULL, NULL, now(), now()),
      ('hrs_4', 'D', '2020-01-01', 's', 'd', 'ds', now(), now()), ('hrs_5', 'E', NULL, NULL, NULL, NULL, now(), now())`)
  // A card has described these, though not wholly.
  await runtime.pool('racing')
    .query(`INSERT INTO ra_mst_horses (horse_id, name, dob, colour, breeder, created_at, updated_at)
    VALUES ('hrs_6', 'F', '2020-01-01', NULL, NULL, now(), now()), ('hrs_7', 'G', NULL, 'b', NULL, now(), now()), ('hrs_8', 'H', NULL, NULL, 'I', now(), now())`)
  await runtime.pool('fetching')
    .query(`INSERT INTO fetch_units (unit, kind, horse_id, outcome, calls, attempts, fetched_at, succeeded_at, items) VALUES
    ('profiles:hrs_2', 'profiles', 'hrs_2', 'failed', 3, 3, '2025-09-01', NULL, 0), ('profiles:hrs_3', 'profiles', 'hrs_3', 'not_found', 2, 1, '2025-09-01', '2025-09-01', 0),
    ('profiles:hrs_4', 'profiles', 'hrs_4', 'ok', 1, 1, '2025-01-01', '2025-01-01', 1), ('profiles:hrs_5', 'profiles', 'hrs_5', 'ok', 1, 1, '2025-01-02', '2025-01-02', 1)`)
  const run = {
    id: '',
    kinds: ['profiles'],
    start_date: '2025-10-23',
    end_date: '2025-10-23',
    regions: [],
    requested_at: now,
  }
  const horses = await pendingHorses(runtime.pool('fetching'), run, now, null)
  expect(horses.map(({ unit }) => unitName(unit)).sort()).toEqual([
    'profiles:hrs_1',
    'profiles:hrs_2',
    'profiles:hrs_4',
    'profiles:hrs_5',
  ])
  expect(await countPendingProfiles(runtime.pool('fetching'), now, now)).toBe(4)
})
