import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPrice, readDecimalPrice, readStartingPrice } from './startingPrice.js'

describe('readStartingPrice', () => {
  test.each([
    ['9/4', '3.25', '3.25', false],
    ['13/8F', '2.62', '2.625', true],
    ['11/4J', '', '3.75', true],
    ['7/2C', '', '4.5', true],
    ['5/2JF', '', '3.5', true],
    ['6/4 CF', '', '2.5', true],
    ['4', '', '5', false],
    [4, '', '5', false],
    ['Evens', '2.00', '2', false],
    ['EvensF', '2.00', '2', true],
    ['Evs', '', '2', false],
    ['evsf', '', '2', true],
    ['8/13F', '1.62', '1.6153846154', true],
    ['100/30', '4.33', '4.3333333333', false],
    ['2/3', '', '1.6666666667', false],
    ['SP', '', null, false],
    ['SP', '3.40', '3.4', false],
    ['', '13.00', '13', false],
    [null, '2.62', '2.62', false],
    ['0/1', '7.00', null, false],
    ['', '1.00', null, false],
    ['', '0.50', null, false],
  ])('%j with %j → %j, favourite %j', (sp, spDec, decimal, favourite) => {
    const read = readStartingPrice(sp, spDec, '')
    expect([read.sp_decimal, read.is_favourite]).toEqual([decimal, favourite])
  })

  test('an unreadable fraction counts as none: the text is kept, the vendor’s decimal stands in, and it is told', () => {
    const told: unknown[] = []
    expect(readStartingPrice('abc', '4.50', 'runner.', (...what) => told.push(what))).toEqual({
      sp: 'abc',
      sp_decimal: '4.5',
      is_favourite: false,
    })
    expect(readStartingPrice('5/0', '', 'runner.', (...what) => told.push(what)).sp_decimal).toBeNull()
    expect(told).toEqual([
      ['runner.sp', 'abc'],
      ['runner.sp', '5/0'],
    ])
  })

  test('SP as a price is no mistake', () => {
    readStartingPrice('SP', '', '', (field) => expect.unreachable(field))
  })

  test('the decimal is round(n/d, 10) + 1, half away from zero: never off by more than half a unit in the tenth place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (n, d) => {
        const decimal = readStartingPrice(`${n}/${d}`, null, '').sp_decimal ?? ''
        const [whole, fraction = ''] = decimal.split('.')
        const units = BigInt(whole + fraction.padEnd(10, '0')) - 10_000_000_000n
        const error = 2n * (units * BigInt(d) - BigInt(n) * 10_000_000_000n)
        expect(error <= BigInt(d) && error > -BigInt(d)).toBe(true)
      }),
    )
  })
})

test('bsp of 1.00 and less is null', () => {
  expect(['3.45', '1.00', '1', '0', '1.01', '12.500', '-', '-2'].map((raw) => readDecimalPrice(raw, 'bsp'))).toEqual([
    '3.45',
    null,
    null,
    null,
    '1.01',
    '12.5',
    null,
    null,
  ])
})

test('a price is more than 1', () => {
  expect(['1.01', '1', '0.5', 'x'].map(isPrice)).toEqual([true, false, false, false])
})
