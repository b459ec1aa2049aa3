import { expect, test } from 'vitest'
import { addDays, isDate } from './calendar.js'

test('dates are those of the calendar', () => {
  expect(['2024-02-29', '1988-01-01'].map(isDate)).toEqual([true, true])
  expect(['2025-02-29', '2025-13-01', '2025-00-10', '25-01-01', '2025-01-01T00:00', ''].some(isDate)).toBe(false)
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
})
