import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from './calendar.js'
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
