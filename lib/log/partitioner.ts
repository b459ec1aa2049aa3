const seed = 0x9747b28c
const multiplier = 0x5bd1e995

/** Kafka's 32-bit murmur2 of some bytes (org.apache.kafka.common.utils.Utils), as a signed number. */
export function murmur2(bytes: Buffer): number {
  const length = bytes.length
  let hash = seed ^ length
  let at = 0
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), multiplier)
    word = Math.imul(word ^ (word >>> 24), multiplier)
    hash = Math.imul(hash, multiplier) ^ word
  }
  const rest = length - at
  if (rest === 3) hash ^= (bytes[at + 2] ?? 0) << 16
  if (rest >= 2) hash ^= (bytes[at + 1] ?? 0) << 8
  if (rest >= 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), multiplier)
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return (hash ^ (hash >>> 15)) | 0
}

/** Says where events go. */
export type Partitioner = (key: string | null, partitions: number) => number

/**
 * The partition of a key, as every Kafka client computes it: the same for the same key and number of partitions, on both
 * adapters. Events without a key take turns.
 */
export function createPartitioner(): Partitioner {
  let turn = 0
  return (key, partitions) => {
    if (partitions <= 1) return 0
    if (key === null) return turn++ % partitions
    return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions
  }
}
