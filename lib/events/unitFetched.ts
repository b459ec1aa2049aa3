import { deterministicId } from './eventId.js'
import type { UnitFetched } from './events.js'

/** An entry of the fetch log. Its id is of unit, run, fetch time and outcome; everything unmentioned is null or empty. */
export function unitFetched(
  fetched: Pick<UnitFetched, 'unit' | 'kind' | 'outcome' | 'fetched_at'> &
    Partial<Omit<UnitFetched, 'type' | 'event_id'>>,
): UnitFetched {
  const { unit, outcome, fetched_at, run_id = null } = fetched
  return {
    date: null,
    horse_id: null,
    status: null,
    calls: 0,
    attempts: 0,
    message: null,
    regions: null,
    items: [],
    ...fetched,
    run_id,
    type: 'UnitFetched',
    event_id: deterministicId('UnitFetched', unit, run_id, fetched_at, outcome),
  }
}
