import { expect, test } from 'vitest'
import { readPrize } from './prize.js'

test.each([
  ['3245.08', 'GB', '3245.08', 'GBP'],
  ['£4,187', 'GB', '4187', 'GBP'],
  ['€5900', 'IRE', '5900', 'EUR'],
  ['€7,080', 'GB', '7080', 'EUR'],
  ['5900', 'IRE', '5900', 'EUR'],
  ['£1,234,567.50', 'IRE', '1234567.50', 'GBP'],
  ['$100', 'GB', '100', 'USD'],
  ['250', 'FR', '250', null],
  ['', 'GB', null, null],
  ['-', 'IRE', null, null],
  [1000, 'GB', '1000', 'GBP'],
])('%j in %s → %j %j', (raw, region, amount, currency) => {
  expect(readPrize(raw, region, 'prize', (field) => expect.unreachable(field))).toEqual({ amount, currency })
})

test.each(['£', '1,2', '-5', 'a cup', '9'.repeat(13)])('%j is unreadable: no amount, no currency', (raw) => {
  const told: string[] = []
  expect(readPrize(raw, 'GB', 'prize', (field) => told.push(field))).toEqual({ amount: null, currency: null })
  expect(told).toEqual(['prize'])
})
