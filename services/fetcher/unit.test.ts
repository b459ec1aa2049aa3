import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, isDate } from './calendar.js'
import { knownAnswer, rangeProblem } from './range.js'
import { dayKinds, listKinds, unitName, unitOfName, type Unit } from './unit.js'

const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1988-01-01', days))
const unit: fc.Arbitrary<Unit> = fc.oneof(
  fc.record({ kind: fc.constantFrom(...dayKinds), date: day }),
  fc.record({ kind: fc.constant('profiles' as const), horseId: fc.integer({ min: 1 }).map((n) => `hrs_${n}`) }),
  fc.record({ kind: fc.constantFrom(...listKinds) }),
)

test('a unit and its name are one to one', () => {
  fc.assert(
    fc.property(unit, (one) => {
      expect(unitOfName(unitName(one))).toEqual(one)
    }),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        unit.map(unitName),
        fc.tuple(unit, fc.string()).map(([one, more]) => `${unitName(one)}${more}`),
      ),
      (name) => {
        const read = unitOfName(name)
        if (read !== null) expect(unitName(read)).toBe(name)
      },
    ),
  )
})

test.each([
  'results:2025-02-30',
  'results:2025-1-1',
  'results:2025-01-01:x',
  'results',
  'courses:',
  'profiles:',
  'profiles:../../x',
  'profiles:a b',
  'odds:2025-01-01',
  '',
])('%j is no unit', (name) => {
  expect(unitOfName(name)).toBeNull()
})

test('dates are those of the calendar', () => {
  expect(['2024-02-29', '1988-01-01'].map(isDate)).toEqual([true, true])
  expect(['2025-02-29', '2025-13-01', '2025-00-10', '25-01-01', '2025-01-01T00:00', ''].some(isDate)).toBe(false)
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
})

test('a range says what is wrong with it, and the valid one with an example', () => {
  const today = '2025-10-08'
  expect(rangeProblem('1988-01-01', '2025-10-15', today)).toBeNull()
  for (const [start, end, words] of [
    ['2025-13-01', '2025-10-08', 'no day 2025-13-01'],
    ['2025-10-09', '2025-10-08', 'after the end'],
    ['1987-12-31', '2025-10-08', 'before 1988-01-01'],
    ['2025-10-08', '2025-10-16', 'more than 7 days ahead'],
  ] as const) {
    expect(rangeProblem(start, end, today)).toContain(words)
    expect(rangeProblem(start, end, today)).toContain(
      'from 1988-01-01 to 2025-10-15 can be fetched, for example --start-date',
    )
  }
})

test('no call is planned whose answer is known', () => {
  const today = '2025-10-08'
  expect(knownAnswer({ kind: 'racecards', date: '2023-01-22' }, today)).toContain(
    'No racecards exist before 2023-01-23',
  )
  expect(knownAnswer({ kind: 'racecards', date: '2023-01-23' }, today)).toBeNull()
  expect(knownAnswer({ kind: 'results', date: '2025-10-09' }, today)).toContain('not been run')
  expect(knownAnswer({ kind: 'results_today', date: '2025-10-07' }, today)).toContain('results:2025-10-07')
  expect(knownAnswer({ kind: 'results', date: '1988-01-01' }, today)).toBeNull()
})
