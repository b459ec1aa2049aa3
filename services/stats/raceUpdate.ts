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

/** A race as the events of one batch alone describe it. */
interface MetRace {
  readonly state: RaceState
  readonly readings: Map<string, Reading>
}

/** Races that a batch tells of, by race_id. */
export type MetRaces = Map<string, MetRace>

/** The readings that a state holds: one or two. */
export const readingsOf = (state: RaceState): Reading[] =>
  [state.card, state.result].filter((reading) => reading !== null)

/**
 * Takes in one race event; events come in any order. Returns the state of this event alone.
 * @throws DataError for a race that cannot be stored at all; nothing has changed then
 */
export function meet(met: MetRaces, event: RaceEvent & { readonly race_id: string }): RaceState {
  const one = readRaceEvent(event)
  if (isUnusable(one))
    throw new DataError(`The race ${event.race_id} has no usable ${one.missing.join(', ')}`, {
      event_id: event.event_id,
    })
  const before = met.get(event.race_id)
  const readings = before?.readings ?? new Map<string, Reading>()
  for (const reading of readingsOf(one)) readings.set(reading.event_id, reading)
  met.set(event.race_id, { state: before === undefined ? one : combine(before.state, one), readings })
  return one
}

/** What becomes of stored states (by race_id; absent where there is none) after what a batch tells. */
export function updatesAfter(met: MetRaces, stored: ReadonlyMap<string, RaceState>): RaceUpdate[] {
  return [...met].map(([id, { state, readings }]) => {
    const before = stored.get(id)
    const after = before === undefined ? state : combine(before, state)
    const all = new Map(before === undefined ? [] : readingsOf(before).map((reading) => [reading.event_id, reading]))
    for (const [event, reading] of readings) all.set(event, reading)
    return { state: after, readings: [...all.values()], ...describe(after) }
  })
}
