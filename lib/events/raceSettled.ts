import { deterministicId } from './eventId.js'
import type { RaceSettled } from './events.js'

/** A race is in the database as its newest card and result describe it. `settled_at` is the latest fetched_at of the events applied (ms). */
export function raceSettled(settled: Omit<RaceSettled, 'type' | 'event_id'>): RaceSettled {
  const { race_id, date, card_event_id, result_event_id, settled_at } = settled
  return {
    type: 'RaceSettled',
    event_id: deterministicId('RaceSettled', race_id, date, card_event_id, result_event_id, settled_at),
    ...settled,
  }
}
