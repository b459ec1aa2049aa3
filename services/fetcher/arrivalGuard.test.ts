import { expect, test } from 'vitest'
import { createArrivalGuard } from './arrivalGuard.js'

test('a call that may have arrived late holds back the one a second after it, by so much and no more than the bound', () => {
  const guard = createArrivalGuard(2, 100)
  expect(guard.earliest()).toBe(-Infinity)
  guard.started(0)(10)
  expect(guard.earliest()).toBe(-Infinity)
  const second = guard.started(504)
  // The first was as quick as calls are.
  expect(guard.earliest()).toBe(1003)
  second(504 + 40)
  guard.started(1008)(1008 + 10)
  // The second took 30 ms longer than the quickest: it may have arrived 30 ms late.
  expect(guard.earliest()).toBe(504 + 1000 + 30 + 3)
  const slow = guard.started(1536)
  guard.started(2040)(2050)
  // Not answered yet: late by the bound.
  expect(guard.earliest()).toBe(1536 + 1000 + 100 + 3)
  slow(2500)
  expect(guard.earliest()).toBe(1536 + 1000 + 100 + 3)
})

test('below one call a second the period is that of the rate', () => {
  const guard = createArrivalGuard(0.5, 100)
  guard.started(0)(5)
  expect(guard.earliest()).toBe(2003)
})
