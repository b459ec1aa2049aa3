/** What runs add to one key (an entity at a distance, at a venue, with another entity), and what they take away again. */
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
  }
}

/** Adds one run in place (`sign` 1), or takes it away (-1). */
export function addRun(sums: Sums, run: RunFact, sign: 1 | -1): void {
  sums.runs += sign
  if (run.position === 1) sums.wins += sign
  else if (run.position === 2) sums.seconds += sign
  else if (run.position === 3) sums.thirds += sign
  if (run.inverse_sp_e10 !== null && run.profit_e10 !== null) {
    sums.priced_runs += sign
    if (run.position === 1) sums.priced_wins += sign
    sums.inverse_sp_e10 += BigInt(sign) * BigInt(run.inverse_sp_e10)
    sums.profit_e10 += BigInt(sign) * BigInt(run.profit_e10)
  }
}
