import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedPrice, inverseE10, pricedRun, profitE10 } from './startingPriceSums.js'

test('the inverse of a price keeps ten decimals, half away from zero', () => {
  expect(inverseE10('3.25')).toBe('3076923077')
  expect(inverseE10('2')).toBe('5000000000')
  expect(inverseE10('1.5')).toBe('6666666667')
})

test('a win at 3/1 earns 3, a loss costs 1, a dead heat of two at 3/1 earns 1', () => {
  expect(profitE10('4', 1)).toBe('30000000000')
  expect(profitE10('4', 0)).toBe('-10000000000')
  expect(profitE10('4', 2)).toBe('10000000000')
  expect(profitE10('4', 3)).toBe('3333333333')
})

test('the inverse is within half a unit of the last decimal of the true quotient', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_001, max: 90_000_000 }), (tenThousandths) => {
      const price = `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`
      const exact = 10n ** 24n / BigInt(tenThousandths)
      const difference = BigInt(inverseE10(price)) * 10n ** 10n - exact
      const distance = difference < 0n ? -difference : difference
      expect(distance <= 10n ** 10n / 2n + 1n).toBe(true)
    }),
  )
})

test('a price that nobody was offered counts as none', () => {
  expect(countedPrice(null)).toBeNull()
  expect(countedPrice('9999999.9999999999')).toBe('9999999.9999999999')
  expect(countedPrice('10000000')).toBeNull()
  expect(countedPrice('1000000000')).toBeNull()
})

test('a priced run adds what its price adds, however often it was asked for', () => {
  const price = fc.integer({ min: 10_001, max: 99_999 }).map((tenThousandths) => String(tenThousandths / 10_000))
  fc.assert(
    fc.property(fc.array(fc.tuple(price, fc.integer({ min: 0, max: 3 })), { maxLength: 20 }), (runs) => {
      for (const [one, winners] of [...runs, ...runs])
        expect(pricedRun(one, winners)).toEqual({
          inverse_sp_e10: inverseE10(one),
          profit_e10: profitE10(one, winners),
        })
    }),
  )
  for (const none of [null, '10000000']) expect(pricedRun(none, 0)).toEqual({ inverse_sp_e10: null, profit_e10: null })
})
