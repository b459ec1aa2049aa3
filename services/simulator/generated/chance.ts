/**
 * Chance without state: every random number is a hash of what it is for, so that any day can be made alone and in any order.
 * The mixing is that of MurmurHash3's finaliser (Austin Appleby, public domain) over up to four integers.
 */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 32-bit hash of integers, in 0 … 2³²−1. */
export function hash(a: number, b: number, c = 0, d = 0): number {
  let h = mix(a + 0x9e3779b9)
  h = mix(h ^ Math.imul(b + 0x7f4a7c15, 0x9e3779b1))
  h = mix(h ^ Math.imul(c + 0x165667b1, 0x85ebca77))
  return d === 0 ? h : mix(h ^ Math.imul(d + 0x27d4eb2f, 0xc2b2ae3d))
}

/** A number in [0, 1) from integers. */
export function uniform(a: number, b: number, c = 0, d = 0): number {
  return hash(a, b, c, d) / 4294967296
}

/** A number with mean 0 and deviation 1 from integers; a sum of four uniforms, so within ±3.46. */
export function bell(a: number, b: number, c = 0, d = 0): number {
  const first = hash(a, b, c, d)
  const second = mix(first ^ 0x5bd1e995)
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16)
  return (sum / 65536 - 2) * 1.7320508
}

/** A stream of chances for one thing (a race, a day): cheap, in a fixed order of draws. */
export interface Chances {
  /** [0, 1) */
  next(): number
  /** 0 … n−1 */
  below(n: number): number
  /** Mean 0, deviation 1. */
  bell(): number
  /** True with the probability given. */
  happens(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** An index by weights. */
  weighted(weights: readonly number[]): number
}

/** A stream that is the same for the same integers, whatever else was drawn before. */
export function chances(a: number, b: number, c = 0, d = 0): Chances {
  let state = hash(a, b, c, d)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    return mix(state) / 4294967296
  }
  return {
    next,
    below: (n) => Math.floor(next() * n),
    bell: () => (next() + next() + next() + next() - 2) * 1.7320508,
    happens: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    weighted(weights) {
      let total = 0
      for (const weight of weights) total += weight
      let left = next() * total
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i] ?? 0
        if (left < 0) return i
      }
      return weights.length - 1
    },
  }
}
