import type { Millis } from './rows.js'

/** When one horse was mentioned in a race. The span over all events times `ra_runners`, over results `ra_race_results`. */
export interface Mention {
  readonly horse_id: string
  /** It was on a racecard at least once. */
  readonly on_card: boolean
  readonly first_at: Millis
  readonly last_at: Millis
  /** Null while no result mentions it. */
  readonly result_first_at: Millis | null
  readonly result_last_at: Millis | null
}

function earlier(a: Millis | null, b: Millis | null): Millis | null {
  return a === null ? b : b === null ? a : Math.min(a, b)
}

function later(a: Millis | null, b: Millis | null): Millis | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}

function combineMention(a: Mention, b: Mention): Mention {
  return {
    horse_id: a.horse_id,
    on_card: a.on_card || b.on_card,
    first_at: Math.min(a.first_at, b.first_at),
    last_at: Math.max(a.last_at, b.last_at),
    result_first_at: earlier(a.result_first_at, b.result_first_at),
    result_last_at: later(a.result_last_at, b.result_last_at),
  }
}

/** The union of two sorted lists of mentions, sorted, each horse once. Commutative, associative, idempotent. */
export function combineMentions(a: readonly Mention[], b: readonly Mention[]): Mention[] {
  const both: Mention[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const left = a[i]
    const right = b[j]
    if (left === undefined || (right !== undefined && right.horse_id < left.horse_id)) {
      both.push(right as Mention)
      j++
    } else if (right === undefined || left.horse_id < right.horse_id) {
      both.push(left)
      i++
    } else {
      both.push(combineMention(left, right))
      i++
      j++
    }
  }
  return both
}
