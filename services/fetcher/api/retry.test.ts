import { expect, test } from 'vitest'
import { retryAfterMs, retryPause } from './retry.js'

test('pauses double from 2 s to 32 s, each up to a quarter longer', () => {
  expect([1, 2, 3, 4, 5, 6].map((tries) => retryPause(tries, 0))).toEqual([2000, 4000, 8000, 16_000, 32_000, 32_000])
  expect(retryPause(1, 1)).toBe(2500)
})

test('Retry-After is seconds or a date; anything else is none', () => {
  expect(retryAfterMs('7')).toBe(7000)
  expect(retryAfterMs('0.5')).toBe(500)
  expect(retryAfterMs(['3', '9'])).toBe(3000)
  expect(retryAfterMs('-3')).toBe(0)
  expect(retryAfterMs('Wed, 08 Oct 2025 12:00:10 GMT', Date.parse('2025-10-08T12:00:00Z'))).toBe(10_000)
  expect([undefined, '', ' ', 'soon'].map((header) => retryAfterMs(header))).toEqual(Array(4).fill(undefined))
})
