import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBatchSize, type BatchSize } from './batchSize.js'

/** Batches in a replay: what each costs by itself, and for each event, in ms; `held` is what the limit of bytes lets through. */
function replay(size: BatchSize, batches: number, cost: { batch: number; event: number }, held = Infinity): number {
  for (let i = 0; i < batches; i += 1) {
    const events = Math.min(size.limits().events, held)
    size.measured(events, cost.batch + cost.event * events)
  }
  return size.limits().events
}

test('a replay grows to what fits into the target time within a few batches, and not beyond the most', () => {
  expect(replay(createBatchSize(), 5, { batch: 100, event: 1 })).toBeGreaterThan(1500)
  expect(replay(createBatchSize(), 5, { batch: 100, event: 0.01 })).toBe(5000)
  expect(replay(createBatchSize({ most: 20 }), 5, { batch: 1, event: 0.01 })).toBe(20)
})

test('on a busy machine a batch stays as large as the target time allows, and grows again afterwards', () => {
  const size = createBatchSize()
  replay(size, 5, { batch: 100, event: 1 })
  expect(replay(size, 50, { batch: 600, event: 6 })).toBeGreaterThan(200)
  expect(replay(size, 5, { batch: 100, event: 1 })).toBeGreaterThan(1500)
})

test('batches that are small for their bytes do not shrink the number of events while they are quick', () => {
  expect(replay(createBatchSize(), 20, { batch: 100, event: 2 }, 400)).toBe(500)
})

test('a stall takes it down to single events in the end, whatever was measured before', () => {
  const size = createBatchSize()
  for (let i = 0; i < 8; i += 1) size.measured(0, 60_000)
  expect(size.limits().events).toBe(1)
})

test('it settles where a batch takes the target time, from every side', () => {
  const ms = fc.double({ min: 0.2, max: 20, noNaN: true })
  fc.assert(
    fc.property(ms, ms, fc.double({ min: 0, max: 500, noNaN: true }), (before, event, batch) => {
      const size = createBatchSize({ most: 100_000 })
      replay(size, 10, { batch, event: before })
      const events = replay(size, 40, { batch, event })
      const took = batch + event * events
      expect(took).toBeGreaterThan(Math.min(2000, batch + event) * 0.7)
      expect(took).toBeLessThan(2000 * 1.3 + event)
    }),
  )
})
