import { Partitioners } from 'kafkajs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPartitioner, murmur2 } from './partitioner.js'

test("murmur2 gives the values of Kafka's own test (UtilsTest.testMurmur2)", () => {
  const known: readonly [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ]
  for (const [text, hash] of known) expect(murmur2(Buffer.from(text))).toBe(hash)
})

test('a key goes where every other Kafka client sends it', () => {
  const ours = createPartitioner()
  const theirs = Partitioners.DefaultPartitioner()
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 40 }), (key, partitions) => {
      const partitionMetadata = Array.from({ length: partitions }, (_unused, partitionId) => ({
        partitionErrorCode: 0,
        partitionId,
        leader: 1,
        replicas: [1],
        isr: [1],
      }))
      const message = { key, value: null }
      expect(ours(key, partitions)).toBe(theirs({ topic: 't', partitionMetadata, message }))
    }),
  )
})

test('events without a key take turns', () => {
  const partition = createPartitioner()
  expect([0, 1, 2, 3].map(() => partition(null, 3))).toEqual([0, 1, 2, 0])
})
