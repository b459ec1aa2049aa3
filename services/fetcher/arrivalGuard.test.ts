import { expect, test } from 'vitest'
import { createArrivalGuard, type ArrivalGuard } from './arrivalGuard.js'

/** A guard that knows that answers take 10 ms at least; its newest calls were at -1008 and -504. */
function knowing(mostMs: number): ArrivalGuard {
  const guard = createArrivalGuard(2, mostMs)
  for (let at = -6 * 504; at < 0; at += 504) guard.started(at)(at + 10)
  return guard
}

test('a call that may have arrived late holds back the one a second after it, by so much and no more than the bound', () => {
  const guard = knowing(100)
  // Those before were as quick as calls are.
  expect(guard.earliest(Infinity)).toBe(-1008 + 1000 + 3)
  guard.started(0)(10)
  const second = guard.started(504)
  expect(guard.earliest(Infinity)).toBe(1003)
  second(504 + 40)
  guard.started(1008)(1008 + 10)
  // The second took 30 ms longer than the quickest: it may have arrived 30 ms late.
  expect(guard.earliest(Infinity)).toBe(504 + 1000 + 30 + 3)
  const slow = guard.started(1536)
  guard.started(2040)(2050)
  // Not answered yet: late by the bound.
  expect(guard.earliest(Infinity)).toBe(1536 + 1000 + 100 + 3)
  slow(2500)
  expect(guard.earliest(Infinity)).toBe(1536 + 1000 + 100 + 3)
  // Not beyond the bound after its turn, whatever happened a second ago.
  expect(guard.earliest(2400)).toBe(2500)
})

test('below one call a second the period is that of the rate', () => {
  const guard = createArrivalGuard(0.5, 100)
  guard.started(0)(5)
  expect(guard.earliest(Infinity)).toBe(2000 + 5 + 3)
})

test('the first calls make connections: as late as each was, the call a second after it waits, by a second at most', () => {
  const guard = createArrivalGuard(2, 100)
  expect(guard.earliest(0)).toBe(-Infinity)
  const first = guard.started(0)
  expect(guard.earliest(504)).toBe(-Infinity)
  guard.started(504)(504 + 250)
  expect(guard.earliest(1008)).toBe(1000 + 1000 + 3)
  first(400)
  // How quick answers are is not known yet: it may have arrived when it was answered.
  expect(guard.earliest(1008)).toBe(1000 + 400 + 3)
  guard.started(1403)(1413)
  expect(guard.earliest(1900)).toBe(504 + 1000 + 250 + 3)
  for (let at = 1907; at < 3500; at += 504) guard.started(at)(at + 10)
  // Now it is known.
  guard.started(3923)(3923 + 250)
  guard.started(4427)(4437)
  expect(guard.earliest(Infinity)).toBe(3923 + 1000 + 100 + 3)
})

test('at a high rate as well, answers are quick that are as quick as the quickest', () => {
  const guard = createArrivalGuard(40, 20)
  for (let at = 0; at < 40_000; at += 25) guard.started(at)(at + 10)
  expect(guard.earliest(Infinity)).toBe(39_000 + 1000 + 3)
})
