/** A result of the same race that says something else of everything a feature is made from: what a leak would carry back. */
import type { RaceState } from '../../lib/racing/raceState.js'
import type { ResultReading, ResultRunner } from '../../lib/racing/readings.js'

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function perturbed(runner: ResultRunner, position: number | null, random: () => number): ResultRunner {
  return {
    ...runner,
    trainer_id: `trn_9${Math.floor(random() * 1e6)}`,
    position,
    position_code: position === null ? 'DSQ' : String(position),
    sp_decimal: (2 + Math.floor(random() * 50)).toString(),
    prize_won: (1_000_000 + Math.floor(random() * 1e6)).toString(),
    time_seconds: null,
  }
}

/**
 * The state with another outcome, as if that had been told from the start: the order of the race turned round, or every runner
 * void. What was known before the off (where, when, who rides whom) stays, because the race's own features may depend on it.
 */
export function perturbedState(state: RaceState & { result: ResultReading }, random: () => number): RaceState {
  const { result } = state
  const isVoid = random() < 0.2
  const runners = result.runners.map((runner, i) => {
    if (isVoid) return { ...runner, position: null, position_code: 'VOI' }
    const position = result.runners.length - i
    return perturbed(runner, position > 3 && random() < 0.3 ? null : position, random)
  })
  return { ...state, result: { ...result, runners } }
}
