import { setFlagsFromString } from 'node:v8'

/** By how many per cent the old generation grows before it is collected again, of a process that shares its machine with others. */
const growthPercent = 60

/** What `steadyHeap` tells V8: settings of no public promise, so a test asks each Node whether it knows them. */
export const heapFlags = (growth = growthPercent): readonly string[] => [
  `--heap-growing-percent=${growth}`,
  '--semi-space-growth-factor=16',
]

/**
 * Gives the heap of a process that works for long its size at once, and keeps it there. V8 reads both settings at each collection.
 *
 * - It lets its heap grow to four times what was reachable before it collects everything: of a replay 50 MB were, and 200 MB were held.
 *   A collection takes 20 ms, and there is one a second.
 * - It begins with a young generation of 1 MB and doubles it as long as much survives, which took a process its first 100,000 events: what
 *   it needed after a minute said nothing of what it needs. Now the first growth is to the full 16 MB, and fewer objects outlive two
 *   collections of a small one.
 *
 * `growth` is that of the old generation in per cent. The settings are those of the whole process, its threads included.
 */
export function steadyHeap(growth?: number): void {
  for (const flag of heapFlags(growth)) setFlagsFromString(flag)
}

/** Arrays of 16 numbers, about 150 bytes each: in all three times the young generation, of which never more than a megabyte is held. */
const touched = { arrays: 300_000, held: 8000, numbers: 16 }

/**
 * Fills the young generation once and again, in some 50 ms, so that a service has its size when it has started, and what it takes
 * then is what it takes after millions of events: the system gives memory page by page where it is first written to, and a group that
 * has little to do would grow for hours.
 */
export function touchHeap(): void {
  const held: number[][] = []
  for (let i = 0; i < touched.arrays; i += 1) held[i % touched.held] = new Array<number>(touched.numbers).fill(i)
}
