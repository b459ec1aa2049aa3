import fc from 'fast-check'
import { expect, test } from 'vitest'
import { thousands } from './thousands.js'

test('whole numbers of any size are written as Intl writes them', () => {
  for (const value of [0, 7, 999, 1000, -1000, 999_999, 1_000_000])
    expect(thousands(value)).toBe(value.toLocaleString('en-GB'))
  expect(thousands(1234.5678)).toBe('1,234.5678')
  fc.assert(fc.property(fc.bigInt(), (value) => thousands(value) === value.toLocaleString('en-GB')))
})
