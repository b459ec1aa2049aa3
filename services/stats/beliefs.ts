/**
 * The second clock: what was believed of a race, and from when. A belief is what the events fetched by some instant make of
 * the race: its facts, its runners with their jockeys, its runs. Beliefs follow from the set of events alone, so they do not
 * depend on the order in which events are applied, and a rebuild gives the same.
 */
import { distanceGroup } from '../../lib/racing/distanceGroup.js'
import { combine, rowsOf, stateOfCard, stateOfResult, type RaceState } from '../../lib/racing/raceState.js'
import type { CardReading, ResultReading } from '../../lib/racing/readings.js'
import { runFacts, type RunFact } from './runFact.js'

export type Reading = CardReading | ResultReading

/** The facts of a race that features refer to. `off_dt` in milliseconds, `distance_group` in yards. */
export interface RaceFacts {
  readonly race_id: string
  readonly race_date: string
  readonly off_dt: number
  readonly course_id: string | null
  readonly distance_group: number | null
}

export interface RunnerKey {
  readonly race_id: string
  readonly horse_id: string
  readonly jockey_id: string | null
}

/** What a state of a race says. */
export interface Described {
  readonly race: RaceFacts
  readonly runners: readonly RunnerKey[]
  readonly runs: readonly RunFact[]
}

export interface Belief extends Described {
  /** Held from this instant (ms) on. */
  readonly known_from: number
}

export function describe(state: RaceState): Described {
  const merged = rowsOf(state)
  const { race_id, date, off_dt, course_id, distance_yards } = merged.race
  return {
    race: { race_id, race_date: date, off_dt, course_id, distance_group: distanceGroup(distance_yards) },
    runners: merged.runners.map((runner) => ({ race_id, horse_id: runner.horse_id, jockey_id: runner.jockey_id })),
    runs: state.result === null ? [] : runFacts(merged, state.result.fetched_at),
  }
}

export const isResult = (reading: Reading): reading is ResultReading => 'endpoint' in reading

const stateOf = (reading: Reading): RaceState => (isResult(reading) ? stateOfResult(reading) : stateOfCard(reading))

/** Every belief there was, oldest first, each different from the one before. `readings` are of one race, at least one. */
export function beliefsOf(readings: readonly Reading[]): Belief[] {
  const beliefs: Belief[] = []
  let state: RaceState | null = null
  let said = ''
  const ordered = [...readings].sort((a, b) => a.fetched_at - b.fetched_at)
  for (const [i, reading] of ordered.entries()) {
    const one = stateOf(reading)
    state = state === null ? one : combine(state, one)
    // What was fetched in the same instant is known at once.
    if (ordered[i + 1]?.fetched_at === reading.fetched_at) continue
    const described = describe(state)
    const text = JSON.stringify(described)
    if (text !== said) beliefs.push({ ...described, known_from: reading.fetched_at })
    said = text
  }
  return beliefs
}

const day = 86_400_000

/** Whether a reading is of live fetching: fetched before the end of the day after its race. */
export function isLive(reading: Reading): boolean {
  return reading.fetched_at < Date.parse(reading.race.date) + 2 * day
}
