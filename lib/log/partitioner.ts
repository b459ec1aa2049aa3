import { createHash } from 'node:crypto'

/** The partition of a key: the same for the same key and number of partitions. Events without a key go to partition 0. */
export function partitionOf(key: string | null, partitions: number): number {
  if (key === null || partitions <= 1) return 0
  return createHash('md5').update(key).digest().readUInt32BE(0) % partitions
}
