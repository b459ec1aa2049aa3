import { asObject, type ApiObject } from './apiObject.js'
import { readDate } from './calendar.js'
import { readRegion } from './horseName.js'
import type { OnUnreadable, UnusableRace } from './readings.js'
import type { DateText } from './rows.js'
import { readId } from './text.js'

/** What a race cannot be stored without. */
export interface RaceKey {
  readonly race: ApiObject
  readonly race_id: string
  readonly date: DateText
  readonly region: string
}

/** A race's id, date and region; a race that lacks one of them cannot be stored (a dead letter). */
export function readRaceKey(raw: unknown, place: string, on?: OnUnreadable): RaceKey | UnusableRace {
  const race = asObject(raw)
  if (race === null) return { unusable: true, race_id: null, missing: ['race'] }
  const raceId = readId(race.race_id, `${place}race_id`, on)
  const date = readDate(race.date, `${place}date`, on)
  const region = readRegion(race.region, `${place}region`, on)
  if (raceId !== null && date !== null && region !== null) return { race, race_id: raceId, date, region }
  const missing = [
    ...(raceId === null ? (['race_id'] as const) : []),
    ...(date === null ? (['date'] as const) : []),
    ...(region === null ? (['region'] as const) : []),
  ]
  return { unusable: true, race_id: raceId, missing }
}
