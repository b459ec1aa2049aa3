/** Races as the events of one batch describe them, taken in event by event: what was decoded is let go again at once. */
import type { DarkhorsesEvent } from '../../../lib/events/events.js'
import { passedOn, type PassedHeaders } from '../../../lib/events/traceContext.js'
import type { StoredEvent } from '../../../lib/log/log.js'
import { DataError } from '../../../lib/projection/dataError.js'
import { applyEvent, combine, type RaceState } from '../../../lib/racing/raceState.js'
import { isUnusable, type OnUnreadable } from '../../../lib/racing/readings.js'
import type { StoredRace } from './raceStore.js'

/** An event that was taken in, without its content. */
export interface Taken {
  readonly race_id: string
  readonly isResult: boolean
  readonly place: Pick<StoredEvent, 'topic' | 'partition' | 'offset'>
  readonly headers: PassedHeaders
}

export interface GatheredRaces {
  /** The state of each race after this batch's events alone. */
  readonly states: Map<string, RaceState>
  readonly taken: Taken[]
}

/**
 * Takes in one event.
 * @throws DataError when it describes no race that can be stored, or is no race event at all; nothing has changed then
 */
export function takeIn(
  { states, taken }: GatheredRaces,
  { event, stored }: { readonly event: DarkhorsesEvent; readonly stored: StoredEvent },
  onUnreadable?: OnUnreadable,
): void {
  if (event.type !== 'RacecardFetched' && event.type !== 'ResultFetched')
    throw new DataError(`A ${event.type} has no place in a topic of races`)
  const { race_id, event_id } = event
  const next = applyEvent(states.get(race_id) ?? null, event, onUnreadable)
  if (isUnusable(next))
    throw new DataError(`The race ${race_id} has no usable ${next.missing.join(', ')}`, { event_id })
  if (next.race_id !== race_id)
    throw new DataError(`The event of race ${race_id} describes race ${next.race_id}`, { event_id })
  states.set(race_id, next)
  const { topic, partition, offset, headers } = stored
  taken.push({
    race_id,
    isResult: event.type === 'ResultFetched',
    place: { topic, partition, offset },
    headers: passedOn(headers),
  })
}

/** The states after what is stored and what was gathered, in the order of the races' ids. */
export function statesAfter(
  { states }: GatheredRaces,
  stored: ReadonlyMap<string, StoredRace>,
): ReadonlyMap<string, RaceState> {
  return new Map(
    [...states].map(([id, state]) => {
      const before = stored.get(id)?.state ?? null
      return [id, before === null ? state : combine(before, state)]
    }),
  )
}
