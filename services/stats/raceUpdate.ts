/** What the events of a batch make of the races they are about: the stored state, brought up to date, and what follows. */
import { DataError } from '../../lib/projection/dataError.js'
import { distanceGroup } from '../../lib/racing/distanceGroup.js'
import { combine, readRaceEvent, rowsOf, type RaceState } from '../../lib/racing/raceState.js'
import { isUnusable, type RaceEvent, type ResultReading } from '../../lib/racing/readings.js'
import { runFacts, type RunFact } from './runFact.js'

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

export interface RaceUpdate {
  readonly state: RaceState
  /** The results that came, and the one they met; any of them but that of the state is superseded. */
  readonly results: readonly ResultReading[]
  readonly race: RaceFacts
  readonly runs: readonly RunFact[]
  readonly runners: readonly RunnerKey[]
}

/**
 * Applies race events, in any order, to stored states (by race_id; null or absent where there is none).
 * @throws DataError for a race that cannot be stored at all.
 */
export function updateRaces(
  stored: ReadonlyMap<string, RaceState>,
  events: readonly (RaceEvent & { race_id: string })[],
): RaceUpdate[] {
  const states = new Map<string, { state: RaceState; results: ResultReading[] }>()
  for (const event of events) {
    const one = readRaceEvent(event)
    if (isUnusable(one))
      throw new DataError(`The race ${event.race_id} has no usable ${one.missing.join(', ')}`, {
        event_id: event.event_id,
      })
    const met = states.get(event.race_id)
    const before = met?.state ?? stored.get(event.race_id)
    const results = met?.results ?? (before?.result == null ? [] : [before.result])
    if (one.result !== null) results.push(one.result)
    states.set(event.race_id, { state: before === undefined ? one : combine(before, one), results })
  }
  return [...states.values()].map(({ state, results }) => {
    const merged = rowsOf(state)
    const { race_id, date, off_dt, course_id, distance_yards } = merged.race
    return {
      state,
      results,
      race: { race_id, race_date: date, off_dt, course_id, distance_group: distanceGroup(distance_yards) },
      runs: state.result === null ? [] : runFacts(merged, state.result.fetched_at),
      runners: merged.runners.map((runner) => ({ race_id, horse_id: runner.horse_id, jockey_id: runner.jockey_id })),
    }
  })
}
