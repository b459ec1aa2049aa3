/** The share of errors among the newest uses of something, from counters that only grow. Pure. */

export interface Uses {
  readonly ok: number
  readonly errors: number
}

interface Sample extends Uses {
  readonly at: number
}

/** Remembers counters for so long (ms) and says what happened since. */
export function errorShares(windowMs: number) {
  const samples: Sample[] = []
  return {
    /** Takes what the counters say at an instant (ms) and returns the uses within the window. */
    add: (at: number, uses: Uses): Uses => {
      samples.push({ at, ...uses })
      while (samples.length > 2 && (samples[1]?.at ?? at) <= at - windowMs) samples.shift()
      const [first = { at, ...uses }] = samples
      return { ok: uses.ok - first.ok, errors: uses.errors - first.errors }
    },
  }
}

/** Share of errors, 0 to 1; 0 where there were too few uses to tell. */
export function shareOf({ ok, errors }: Uses, least: number): number {
  const total = ok + errors
  return total < least ? 0 : errors / total
}
