import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../services/fetcher/calendar.js'
import { unitName, type Unit } from '../../services/fetcher/unit.js'
import { chunkProgress, totalsLine, type Told } from './chunkProgress.js'

const day = (date: string, kind: 'results' | 'racecards' = 'results'): Unit => ({ kind, date })
const ok = (unit: Unit) => ({ unit: unitName(unit), outcome: 'ok', message: null })
const text = (told: readonly Told[]) =>
  told.map((one) =>
    'line' in one
      ? one.line
      : 'error' in one
        ? `error: ${one.error}`
        : `completed ${one.completed.number} (${one.failed} failed)`,
  )

test('a month begins with its number among all, is complete with its last unit, and the next one follows', () => {
  const plan = ['2015-12-02', '2015-12-01', '2015-11-30', '2015-11-29'].map((date) => day(date))
  const progress = chunkProgress({ start: '2015-01-15', end: '2025-10-23', plan, at: 0 })
  expect(progress.chunks).toBe(130)
  expect(text(progress.begin())).toEqual(['Chunk 12/130: 2015-12-01 to 2015-12-31'])
  expect(plan.flatMap((unit) => text(progress.seen(ok(unit), 1000)))).toEqual([
    'completed 12 (0 failed)',
    'Chunk 11/130: 2015-11-01 to 2015-11-30',
    'completed 11 (0 failed)',
  ])
})

test('the first and the last month are clipped to the range', () => {
  const progress = chunkProgress({
    start: '2025-03-27',
    end: '2025-04-02',
    plan: [day('2025-04-01'), day('2025-03-29')],
    at: 0,
  })
  expect(text(progress.begin())).toEqual(['Chunk 2/2: 2025-04-01 to 2025-04-02'])
  expect(text(progress.seen(ok(day('2025-04-01')), 0))).toEqual([
    'completed 2 (0 failed)',
    'Chunk 1/2: 2025-03-27 to 2025-03-31',
  ])
})

describe('totals', () => {
  const plan = Array.from({ length: 250 }, (_, i) => day(addDays('2025-01-01', i)))
  test('after every hundred units, and when ten seconds have passed', () => {
    const progress = chunkProgress({ start: '2025-01-01', end: '2025-12-31', plan, at: 0 })
    const lines = plan
      .flatMap((unit, i) => text(progress.seen(ok(unit), (i + 1) * 20)))
      .filter((line) => line.startsWith('total'))
    expect(lines).toEqual([
      'total 250  done 100  failed 0  rate 50.00/s  remaining 150  ETA 3 s  40 %',
      'total 250  done 200  failed 0  rate 50.00/s  remaining 50  ETA 1 s  80 %',
    ])
    // Nothing remains that is known of: the last word is the run's own end.
    expect(progress.passed(20_000)).toEqual([])
    progress.expect(50)
    expect(progress.passed(13_000)).toEqual([])
    expect(text(progress.passed(14_000))[0]).toMatch(/^total 300 {2}done 250 .* remaining 50 .* 83 %$/)
    expect(progress.passed(15_000)).toEqual([])
  })

  test('a unit that failed is told at once, counted as failed, and by its month', () => {
    const [a, b] = [day('2025-01-01'), day('2025-01-02')]
    const progress = chunkProgress({ start: '2025-01-01', end: '2025-01-31', plan: [a, b], at: 0 })
    progress.begin()
    expect(
      text(progress.seen({ unit: unitName(a), outcome: 'failed', message: 'the API answered 503' }, 1000)),
    ).toEqual(['error: results:2025-01-01 failed: the API answered 503'])
    expect(text(progress.seen(ok(b), 2000))).toEqual(['completed 1 (1 failed)'])
    expect(progress.totals(2000)).toMatchObject({ total: 2, done: 1, failed: 1, remaining: 0, percent: 100 })
  })

  test('profiles that turn up later are part of the total', () => {
    const progress = chunkProgress({ start: '2025-01-01', end: '2025-01-01', plan: [day('2025-01-01')], at: 0 })
    progress.seen(ok(day('2025-01-01')), 1000)
    progress.expect(3)
    expect(progress.totals(1000)).toMatchObject({ total: 4, remaining: 3, percent: 25 })
    progress.seen({ unit: 'profiles:hrs_1', outcome: 'ok', message: null }, 2000)
    expect(progress.totals(2000)).toMatchObject({ total: 4, done: 2, remaining: 2 })
    expect(totalsLine(progress.totals(2000))).toBe('total 4  done 2  failed 0  rate 1.00/s  remaining 2  ETA 2 s  50 %')
  })
})

test('property: whatever the order and the repetitions, each month begins and ends once, and all units are counted', () => {
  const all = Array.from({ length: 90 }, (_, i) => day(addDays('2025-01-20', i)))
  const order = fc.shuffledSubarray(all, { minLength: 1 })
  fc.assert(
    fc.property(
      order,
      fc.array(fc.nat(89), { maxLength: 20 }),
      fc.integer({ min: 20, max: 200 }),
      (plan, repeats, width) => {
        const progress = chunkProgress({ start: '2025-01-20', end: '2025-04-19', plan, at: 0 })
        const seen = [...plan, ...repeats.flatMap((i) => plan[i] ?? [])]
        const told = [...progress.begin(), ...seen.flatMap((unit, i) => progress.seen(ok(unit), i))]
        const months = new Set(plan.map((unit) => unitName(unit).slice(8, 15))).size
        expect(text(told).filter((line) => line.startsWith('Chunk'))).toHaveLength(months)
        expect(text(told).filter((line) => line.startsWith('completed'))).toHaveLength(months)
        expect(progress.totals(1)).toMatchObject({ total: plan.length, done: plan.length, remaining: 0 })
        expect(progress.bar(1, width).length).toBeLessThan(width)
      },
    ),
  )
})
