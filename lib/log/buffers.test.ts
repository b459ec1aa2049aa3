import { expect, test } from 'vitest'
import { addRead, emptyBuffer, eventsToAsk, takeBatch } from './buffers.js'
import type { StoredEvent } from './log.js'

const limits = { events: 10, bytes: 1000 }
const event = (topic: string, offset: number, timestamp: number): StoredEvent => ({
  topic,
  partition: 0,
  offset: BigInt(offset),
  key: null,
  value: Buffer.from('x'),
  headers: {},
  timestamp,
})
const buffer = (topic: string) => emptyBuffer({ topic, partition: 0, generation: 1n }, 0n)
const taken = (batch: ReturnType<typeof takeBatch>) => batch?.events.map(({ topic, offset }) => `${topic}${offset}`)

test('nothing is taken before what another partition may have that is older', () => {
  const [cards, results] = [buffer('c'), buffer('r')]
  addRead(results, [event('r', 0, 15), event('r', 1, 25), event('r', 2, 40)], 3n, limits)
  expect(takeBatch([cards, results], limits)).toBeUndefined()
  addRead(cards, [event('c', 0, 10), event('c', 1, 20)], 2n, { events: 2, bytes: 1000 })
  const batch = takeBatch([cards, results], limits)
  expect(taken(batch)).toEqual(['c0', 'r0', 'c1'])
  expect(batch?.ranges.map(({ topic, from, next }) => `${topic}${from}-${next}`)).toEqual(['c0-2', 'r0-1'])
  // The end of the cards: nothing older can come.
  addRead(cards, [event('c', 2, 30)], 3n, limits)
  expect(taken(takeBatch([cards, results], limits))).toEqual(['r1', 'c2', 'r2'])
})

test('a partition is at its end where neither number nor bytes kept more away', () => {
  const one = buffer('c')
  addRead(one, [event('c', 0, 1)], 1n, { events: 5, bytes: 1 })
  expect(one.atEnd).toBe(false)
  addRead(one, [event('c', 1, 1)], 2n, { events: 5, bytes: 5 })
  expect(one.atEnd).toBe(true)
})

test('no more events are asked for than twice what the bytes will hold, as far as is known', () => {
  const one = buffer('c')
  expect(eventsToAsk(one, 1000, 500)).toBe(1000)
  addRead(one, [event('c', 0, 1), { ...event('c', 1, 1), value: Buffer.alloc(19) }], 2n, limits)
  expect(eventsToAsk(one, 1000, 500)).toBe(100)
  expect(eventsToAsk(one, 30, 500)).toBe(30)
  // A few of them may be small.
  expect(eventsToAsk(one, 1000, 1)).toBe(20)
  // A read that finds nothing says nothing of them; events without a value take no bytes at all.
  addRead(one, [], 2n, limits)
  expect(eventsToAsk(one, 1000, 500)).toBe(100)
  addRead(one, [{ ...event('c', 2, 1), value: null }], 3n, limits)
  expect(eventsToAsk(one, 1000, 400)).toBe(800)
})
