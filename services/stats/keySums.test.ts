import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceKeys, peopleKeys, touchedKeys } from './keySums.js'
import type { RunFact } from './runFact.js'

const run = (fields: Partial<RunFact> = {}): RunFact => ({
  race_id: 'rac_1',
  horse_id: 'hrs_1',
  jockey_id: 'jky_1',
  trainer_id: null,
  owner_id: null,
  sire_id: null,
  dam_id: null,
  damsire_id: null,
  race_date: '2025-04-01',
  off_dt: Date.UTC(2025, 3, 1, 14),
  course_id: 'crs_1',
  race_class: 'Class 4',
  distance_yards: 1100,
  distance_group: 1100,
  going: 'Good',
  going_group: 'good',
  all_weather: false,
  jumps: false,
  position: 2,
  inverse_sp_e10: '2500000000',
  profit_e10: '-10000000000',
  time_cs: 6000,
  finish_key: '01743516000 rac_1 9979993999',
  prize: null,
  fetched_at: Date.UTC(2025, 3, 1, 15),
  ...fields,
})
const later = { fetched_at: Date.UTC(2025, 3, 1, 18) }

test('a result fetched again changes the time alone', () => {
  const { add, recount } = touchedKeys({ removed: [run()], added: [run(later)] }, distanceKeys)
  expect(recount).toEqual([])
  expect(add.map((one) => one.key)).toEqual([
    ['horse', 'hrs_1', 1100],
    ['jockey', 'jky_1', 1100],
  ])
  for (const one of add)
    expect(one).toMatchObject({ runs: 0, seconds: 0, inverse_sp_e10: 0n, time_sum_cs: 0, goings: {}, ...later })
})

test('a row is counted again when what was latest or best may have gone, or nothing has come', () => {
  const counted = (removed: RunFact, ...added: RunFact[]) =>
    touchedKeys({ removed: [removed], added }, peopleKeys).recount.length
  expect(counted(run())).toBe(1)
  expect(counted(run({ position: 1 }), run({ ...later, position: null }))).toBe(1)
  expect(counted(run(), run({ ...later, race_date: '2025-03-31' }))).toBe(1)
  expect(counted(run(), run({ ...later, time_cs: 6001 }))).toBe(1)
  expect(
    counted(run(), run({ ...later, position: 1, time_cs: 5999, finish_key: '01743516000 rac_1 9989994000' })),
  ).toBe(0)
})

test('differences of any change add up to what is there after it', () => {
  const runs = fc.array(
    fc.record({
      race_id: fc.constantFrom('rac_1', 'rac_2', 'rac_3'),
      position: fc.constantFrom(1, 2, 3, null),
      time_cs: fc.constantFrom(5900, 6000, null),
      going: fc.constantFrom('Good', 'Soft', null),
      fetched_at: fc.constantFrom(1, 2),
    }),
    { maxLength: 4 },
  )
  const of = (list: readonly Partial<RunFact>[]) => list.map((fields) => run(fields))
  const whole = (list: readonly RunFact[]) => touchedKeys({ added: list, removed: [] }, peopleKeys).add[0]
  fc.assert(
    fc.property(runs, runs, runs, (kept, removed, added) => {
      const before = whole(of([...kept, ...removed]))
      const after = whole(of([...kept, ...added]))
      const [difference] = touchedKeys({ added: of(added), removed: of(removed) }, peopleKeys).add
      if (difference === undefined) return
      for (const sum of ['runs', 'wins', 'seconds', 'thirds', 'timed_runs', 'time_sum_cs'] as const)
        expect((before?.[sum] ?? 0) + difference[sum]).toBe(after?.[sum])
      for (const going of ['Good', 'Soft'])
        expect((before?.goings[going] ?? 0) + (difference.goings[going] ?? 0)).toBe(after?.goings[going] ?? 0)
      expect(Math.min(before?.best_cs ?? Infinity, difference.best_cs ?? Infinity)).toBe(after?.best_cs ?? Infinity)
      expect(Math.max(before?.fetched_at ?? 0, difference.fetched_at)).toBe(after?.fetched_at)
    }),
  )
})
