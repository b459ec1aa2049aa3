/**
 * What one event says about horses, people, parents, courses and bookmakers: the input of masters and pedigree.
 *
 * All facts of an event carry the event's one stamp `(race_date, fetched_at, event_id)`: per column, the non-null value
 * with the greatest stamp wins. A null column claims nothing. Each entity appears once per event; where an event names it
 * twice (a trainer with two runners), the first non-null value of each column in the order of the event is taken.
 */
import type { DateText, Millis } from './rows.js'

/** `race_date` in the stamp of profiles and reference lists: later than every race date a reader accepts. */
export const profileDate: DateText = '9999-12-31'

/** The order of facts: greatest wins, compared part by part (event_id by code unit, `COLLATE "C"`). */
export interface Stamp {
  /** The race's date as the event gives it; `profileDate` for profiles and reference lists. */
  readonly race_date: DateText
  readonly fetched_at: Millis
  readonly event_id: string
}

/** A horse with its pedigree as sent with it; feeds `ra_mst_horses` and `ra_horse_pedigree`. */
export interface HorseFact {
  readonly horse_id: string
  readonly name: string | null
  readonly dob: DateText | null
  readonly sex: string | null
  readonly sex_code: string | null
  readonly colour: string | null
  readonly colour_code: string | null
  /** Where it was bred. */
  readonly region: string | null
  readonly breeder: string | null
  readonly sire_id: string | null
  readonly sire: string | null
  readonly dam_id: string | null
  readonly dam: string | null
  readonly damsire_id: string | null
  readonly damsire: string | null
}

/** A jockey or an owner. */
export interface PersonFact {
  readonly id: string
  readonly name: string | null
}

export interface TrainerFact extends PersonFact {
  /** Only racecards tell it. */
  readonly location: string | null
}

/** A sire, dam or damsire by its own id (`sir_`, `dam_`, `dsi_`). */
export interface ParentFact {
  readonly id: string
  readonly name: string | null
  readonly region: string | null
}

export interface CourseFact {
  readonly course_id: string
  readonly name: string | null
  /** Upper case. */
  readonly region_code: string | null
  /** The region's name, only in `/courses`. */
  readonly region: string | null
}

export interface RegionFact {
  /** Upper case. */
  readonly code: string
  readonly name: string | null
}

export type BookmakerType = 'online' | 'exchange' | 'spread'

export interface BookmakerFact {
  readonly code: string
  readonly name: string
  readonly type: BookmakerType
  readonly is_active: boolean
}

/** Everything one event says. */
export interface EntityFacts extends Stamp {
  /** Null for profiles and reference lists. `first_seen` and `last_seen` are the least and greatest of these. */
  readonly seen_on: DateText | null
  /**
   * `profile`: fills rows of a known horse only. While the horse is unknown nothing of the event counts, its parents
   * included; keep it, and apply it when a race makes the horse known. `reference`: `/courses` names go before races'.
   */
  readonly source: 'racecard' | 'result' | 'profile' | 'reference'
  readonly race_id: string | null
  readonly horses: readonly HorseFact[]
  readonly jockeys: readonly PersonFact[]
  readonly trainers: readonly TrainerFact[]
  readonly owners: readonly PersonFact[]
  readonly sires: readonly ParentFact[]
  readonly dams: readonly ParentFact[]
  readonly damsires: readonly ParentFact[]
  readonly courses: readonly CourseFact[]
  readonly regions: readonly RegionFact[]
  readonly bookmakers: readonly BookmakerFact[]
}
