import { expect, test } from 'vitest'
import { committedRecords, type RawRecord } from './committed.js'

const record = (offset: number, producerId: string): RawRecord => ({
  offset: String(offset),
  key: null,
  value: Buffer.from(producerId),
  timestamp: '0',
  batchContext: { producerId, inTransaction: true },
})
const marker = (offset: number, producerId: string, type: 'abort' | 'commit'): RawRecord => ({
  ...record(offset, producerId),
  key: Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]),
  isControlRecord: true,
})
const offsets = (records: readonly RawRecord[]) => records.map((one) => Number(one.offset))

test('interleaved transactions, aborted in another order than begun: none of their records', () => {
  // Named in the order in which they ended: b before a.
  const aborted = [
    { producerId: 'b', firstOffset: '1' },
    { producerId: 'a', firstOffset: '0' },
  ]
  const log = [record(0, 'a'), record(1, 'b'), record(2, 'c'), record(3, 'a'), marker(4, 'b', 'abort')]
  const rest = [marker(5, 'a', 'abort'), marker(6, 'c', 'commit'), record(7, 'a'), marker(8, 'a', 'commit')]
  expect(offsets(committedRecords([...log, ...rest], aborted, 0n))).toEqual([2, 7])
})

test('reading begins in the middle of two aborted transactions', () => {
  const aborted = [
    { producerId: 'a', firstOffset: '0' },
    { producerId: 'b', firstOffset: '1' },
  ]
  const log = [record(5, 'b'), record(6, 'a'), marker(7, 'a', 'abort'), marker(8, 'b', 'abort'), record(9, 'b')]
  expect(offsets(committedRecords(log, aborted, 5n))).toEqual([9])
})

test('an event whose key looks like a marker is an event; records before the offset asked for are left out', () => {
  const log = [record(0, 'a'), { ...record(1, 'a'), key: Buffer.from([0, 0, 0, 0]) }, marker(2, 'a', 'commit')]
  expect(offsets(committedRecords(log, [], 1n))).toEqual([1])
})
