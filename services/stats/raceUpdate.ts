/** What the events of a batch make of the races they are about: the stored state, brought up to date, and what follows. */
import { DataError } from '../../lib/projection/dataError.js'
import { combine, readRaceEvent, type RaceState } from '../../lib/racing/raceState.js'
import { isUnusable, type RaceEvent } from '../../lib/racing/readings.js'
import { describe, type Described, type Reading } from './beliefs.js'

export interface RaceUpdate extends Described {
  readonly state: RaceState
  /** The readings that came, and those they met, each once; any that the state does not hold is superseded. */
  readonly readings: readonly Reading[]
}

const readingsOf = (state: RaceState | undefined): Reading[] =>
  [state?.card ?? null, state?.result ?? null].filter((reading) => reading !== null)

/**
 * Applies race events, in any order, to stored states (by race_id; absent where there is none).
 * @throws DataError for a race that cannot be stored at all.
 */
export function updateRaces(
  stored: ReadonlyMap<string, RaceState>,
  events: readonly (RaceEvent & { race_id: string })[],
): RaceUpdate[] {
  const met = new Map<string, { state: RaceState; readings: Map<string, Reading> }>()
  for (const event of events) {
    const one = readRaceEvent(event)
    if (isUnusable(one))
      throw new DataError(`The race ${event.race_id} has no usable ${one.missing.join(', ')}`, {
        event_id: event.event_id,
      })
    const before = met.get(event.race_id)?.state ?? stored.get(event.race_id)
    const readings =
      met.get(event.race_id)?.readings ?? new Map(readingsOf(before).map((reading) => [reading.event_id, reading]))
    for (const reading of readingsOf(one)) readings.set(reading.event_id, reading)
    met.set(event.race_id, { state: before === undefined ? one : combine(before, one), readings })
  }
  return [...met.values()].map(({ state, readings }) => ({
    state,
    readings: [...readings.values()],
    ...describe(state),
  }))
}
