/**
 * Which event decided each column of a master or a pedigree: per column the value with the greatest stamp (race date, fetch time,
 * event id) wins (lib/racing/entityFacts.ts), and the stored state keeps the stamps.
 */
import { profileDate } from '../racing/entityFacts.js'
import type { Decision } from './explanation.js'

/** A value with its stamp (race date, fetched at in ms, event id), as the state of an entity keeps it. */
export type Stamped = readonly [
  value: string | number | boolean,
  stamp: readonly [raceDate: string, fetchedAt: number, eventId: string],
]

export interface StampedState {
  readonly columns: Readonly<Record<string, Stamped>>
  readonly created_at: number | null
  readonly updated_at: number | null
  readonly first_seen: string | null
  readonly last_seen: string | null
  readonly enriched_at: number | null
}

/** The stamp of a deciding event. */
export interface Stamp {
  readonly event_id: string
  readonly race_date: string
  readonly fetched_at: number
}

/** The events that decide any of some columns, in the order of their effect: the greatest stamp last. */
export function decidingStamps(state: StampedState, columns: readonly string[]): Stamp[] {
  const stamps = new Map<string, Stamp>()
  for (const column of columns) {
    const stamped = state.columns[column]
    if (stamped === undefined) continue
    const [race_date, fetched_at, event_id] = stamped[1]
    stamps.set(event_id, { event_id, race_date, fetched_at })
  }
  const order = (a: Stamp, b: Stamp) =>
    a.race_date !== b.race_date
      ? a.race_date < b.race_date
        ? -1
        : 1
      : a.fetched_at - b.fetched_at || (a.event_id < b.event_id ? -1 : 1)
  return [...stamps.values()].sort(order)
}

/** The decisions of the columns that events fill. `key` is the key column, `columns` those with stamps. */
export function explainEntity(state: StampedState, key: string, id: string, columns: readonly string[]): Decision[] {
  const decisions: Decision[] = [{ column: key, value: id, decided_by: [], why: 'the key' }]
  for (const column of columns) {
    const stamped = state.columns[column]
    if (stamped === undefined) {
      decisions.push({ column, value: null, decided_by: [], why: 'no event has a value' })
      continue
    }
    const [value, [raceDate, , eventId]] = stamped
    const why =
      raceDate === profileDate
        ? 'a profile or reference list: goes before every race'
        : `the latest race with a value, of ${raceDate}`
    decisions.push({ column, value, decided_by: [eventId], why })
  }
  const span = (column: string, value: unknown, why: string) => decisions.push({ column, value, decided_by: [], why })
  span('created_at', state.created_at, 'the first event that names it')
  span('updated_at', state.updated_at, 'the last event that names it')
  span('first_seen', state.first_seen, 'the earliest race date that it is named on')
  span('last_seen', state.last_seen, 'the latest race date that it is named on')
  span('enriched_at', state.enriched_at, 'its newest profile')
  return decisions
}
