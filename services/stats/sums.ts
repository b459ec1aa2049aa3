/**
 * What a set of new runs adds to one key (an entity at a distance, at a venue, with another entity).
 * Only additions are summed here: a key that loses a run is counted again from its facts, because a greatest value
 * cannot be subtracted.
 */
import type { RunFact } from './runFact.js'

export interface Sums {
  runs: number
  wins: number
  seconds: number
  thirds: number
  priced_runs: number
  priced_wins: number
  inverse_sp_e10: bigint
  profit_e10: bigint
  /** Latest fetch time (ms) among the runs. */
  fetched_at: number
}

/** No runs yet. */
export function emptySums(): Sums {
  return {
    runs: 0,
    wins: 0,
    seconds: 0,
    thirds: 0,
    priced_runs: 0,
    priced_wins: 0,
    inverse_sp_e10: 0n,
    profit_e10: 0n,
    fetched_at: 0,
  }
}

/** Adds one run in place. */
export function addRun(sums: Sums, run: RunFact): void {
  sums.runs += 1
  if (run.position === 1) sums.wins += 1
  else if (run.position === 2) sums.seconds += 1
  else if (run.position === 3) sums.thirds += 1
  if (run.inverse_sp_e10 !== null && run.profit_e10 !== null) {
    sums.priced_runs += 1
    if (run.position === 1) sums.priced_wins += 1
    sums.inverse_sp_e10 += BigInt(run.inverse_sp_e10)
    sums.profit_e10 += BigInt(run.profit_e10)
  }
  sums.fetched_at = Math.max(sums.fetched_at, run.fetched_at)
}
