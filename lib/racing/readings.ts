/**
 * What one event says about one race, after reading: typed, cleaned, columns named as in the tables.
 * A reading is plain data (JSON-serialisable) and never changes; `raceState.ts` decides which readings count.
 */
import type { DateText, Decimal, JsonText, Millis } from './rows.js'

/** Told of every value that could not be read: the field as the API calls it, with its place, and the value. */
export type OnUnreadable = (field: string, raw: unknown) => void

/** Which endpoint an event came from. `results` outranks `results_today`, whatever their times. */
export type RaceEndpoint = 'racecards' | 'results' | 'results_today'

/** What a reader must know of the event around the API's object. */
export interface ReadingMeta {
  readonly event_id: string
  readonly fetched_at: Millis
}

/** A race event, as far as reading goes (a structural part of `RacecardFetched` and `ResultFetched`). */
export type RaceEvent =
  | { readonly type: 'RacecardFetched'; readonly event_id: string; readonly fetched_at: Millis; readonly race: unknown }
  | {
      readonly type: 'ResultFetched'
      readonly event_id: string
      readonly fetched_at: Millis
      readonly endpoint: 'results' | 'results_today'
      readonly race: unknown
    }

/** A race that cannot be stored: without an id, a date or a region. The caller makes it a dead letter. */
export interface UnusableRace {
  readonly unusable: true
  readonly race_id: string | null
  /** The API's fields that are missing or unreadable. */
  readonly missing: readonly ('race' | 'race_id' | 'date' | 'region')[]
}

/** Columns of a race that card and result both carry. */
export interface SharedRace {
  readonly course_id: string | null
  readonly course_name: string | null
  readonly region: string
  readonly date: DateText
  /** The ISO time of the source. */
  readonly off_dt: Millis | null
  /** The bare 12-hour time on the source's date, as an instant; read only where `off_dt` is null. */
  readonly bare_off: Millis | null
  readonly race_name: string | null
  readonly type: string | null
  readonly surface: string | null
  readonly race_class: string | null
  readonly pattern: string | null
  readonly age_band: string | null
  readonly rating_band: string | null
  readonly sex_restriction: string | null
  readonly going: string | null
  readonly jumps: string | null
  readonly distance_f: Decimal | null
  readonly is_abandoned: boolean
  readonly is_big_race: boolean
}

export interface CardRace extends SharedRace {
  readonly distance: string | null
  readonly distance_round: string | null
  readonly going_detailed: string | null
  readonly stalls: string | null
  readonly rail_movements: string | null
  readonly weather: string | null
  readonly prize: Decimal | null
  readonly prize_currency: string | null
  readonly field_size: number | null
  readonly tip: string | null
  readonly verdict: string | null
  readonly betting_forecast: string | null
  readonly race_status: string | null
}

export interface ResultRace extends SharedRace {
  readonly dist: string | null
  /** Whole yards of `dist_y`. */
  readonly dist_y: number | null
  /** Metres of `dist_m`, as printed. */
  readonly dist_m: Decimal | null
  readonly winning_time_seconds: Decimal | null
  readonly winning_time_detail: string | null
  readonly comments: string | null
  readonly non_runners: string | null
  readonly tote_win: string | null
  readonly tote_pl: string | null
  readonly tote_ex: string | null
  readonly tote_csf: string | null
  readonly tote_tricast: string | null
  readonly tote_trifecta: string | null
}

/** Columns of a runner that card and result both carry. */
export interface SharedRunner {
  readonly horse_id: string
  readonly horse_name: string | null
  readonly number: string | null
  readonly draw: number | null
  readonly age: number | null
  readonly sex: string | null
  readonly sex_code: string | null
  /** Where the horse was bred: its suffix, or the card's `region`. */
  readonly region: string | null
  readonly weight_lbs: number | null
  readonly weight_st_lbs: string | null
  readonly headgear: string | null
  readonly jockey_id: string | null
  readonly jockey_name: string | null
  readonly jockey_claim_lbs: number | null
  /** The jockey is called Non-Runner: no jockey, and evidence. */
  readonly jockey_non_runner: boolean
  readonly trainer_id: string | null
  readonly trainer_name: string | null
  readonly owner_id: string | null
  readonly owner_name: string | null
  readonly sire_id: string | null
  readonly dam_id: string | null
  readonly damsire_id: string | null
  readonly silk_url: string | null
}

export interface CardRunner extends SharedRunner {
  readonly colour: string | null
  readonly dob: DateText | null
  readonly headgear_run: string | null
  readonly wind_surgery: string | null
  readonly wind_surgery_run: string | null
  readonly trainer_location: string | null
  readonly form: string | null
  readonly last_run: string | null
  readonly ofr: number | null
  readonly rpr: number | null
  readonly ts: number | null
  readonly comment: string | null
  readonly spotlight: string | null
  readonly trainer_rtf: string | null
  readonly trainer_14_days: JsonText | null
  readonly past_results_flags: JsonText | null
  readonly odds: JsonText | null
  readonly quotes: JsonText | null
  readonly medical: JsonText | null
  readonly stable_tour: JsonText | null
  readonly prev_trainers: JsonText | null
  readonly prev_owners: JsonText | null
}

export interface ResultRunner extends SharedRunner {
  readonly position: number | null
  readonly position_code: string | null
  readonly sp: string | null
  readonly sp_decimal: Decimal | null
  readonly bsp_decimal: Decimal | null
  readonly is_favourite: boolean
  /** Beaten distance as sent (`"nk"`), and in lengths. */
  readonly btn_text: string | null
  readonly btn: Decimal | null
  readonly ovr_btn: Decimal | null
  readonly time_display: string | null
  readonly time_seconds: Decimal | null
  readonly official_rating: number | null
  readonly rpr: number | null
  readonly tsr: number | null
  readonly prize_won: Decimal | null
  readonly prize_currency: string | null
  readonly comment: string | null
}

/** A racecard, read. Runners are in the order of the card, each horse once. */
export interface CardReading {
  readonly event_id: string
  readonly fetched_at: Millis
  readonly race_id: string
  readonly race: CardRace
  readonly runners: readonly CardRunner[]
  /** Entries left out: no horse_id, or a horse_id that an earlier entry has. */
  readonly skipped_runners: number
  /** Out of a store (`storedState.ts`): what runners have from cards alone is not here but in their rows. */
  readonly slim?: true
}

/** A result, read. Runners are in the order of the result, each horse once. */
export interface ResultReading {
  readonly event_id: string
  readonly fetched_at: Millis
  readonly endpoint: 'results' | 'results_today'
  readonly race_id: string
  readonly race: ResultRace
  readonly runners: readonly ResultRunner[]
  readonly skipped_runners: number
  /** Out of a store (`storedState.ts`): what runners have from results alone is not here but in their rows. */
  readonly slim?: true
}

/** Whether a reader gave up on a race. */
export function isUnusable(read: object): read is UnusableRace {
  return 'unusable' in read
}
