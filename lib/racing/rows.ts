/**
 * The rows of the three race tables, one property per stored column, named as the columns (docs/domain.md, section 2).
 *
 * How the values are held, so that they go to Postgres without another thought:
 * text as cleaned strings (no NUL, no lone surrogate); `int` as numbers within int4; `numeric` as exact decimal strings;
 * `date` as `YYYY-MM-DD`; `timestamptz` as milliseconds since 1970; `time` as `HH:MM:SS`; `jsonb` as JSON text.
 * Generated columns (`id`, `runner_id`, `winning_time`, `is_scratched`, `position_str`, `margin`) are not here,
 * nor is `race_number`: it ranks a whole meeting, so SQL computes it.
 */

/** An exact decimal number as text, like `"3.25"`; never a float. */
export type Decimal = string
/** A calendar date, `YYYY-MM-DD`. */
export type DateText = string
/** A time of day, `HH:MM:SS`, 24 hours, London. */
export type TimeText = string
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number
/** JSON text that Postgres accepts as jsonb. */
export type JsonText = string

/** A row of `ra_races`. */
export interface RaceRow {
  race_id: string
  course_id: string | null
  course_name: string | null
  region: string
  date: DateText
  /** Null where no source has a readable off time: `off_dt` is then noon in London, and the audit counts it. */
  off_time: TimeText | null
  off_dt: Millis
  race_name: string | null
  meet_id: string | null
  type: string | null
  surface: string | null
  race_class: string | null
  pattern: string | null
  age_band: string | null
  rating_band: string | null
  sex_restriction: string | null
  distance: string | null
  distance_round: string | null
  distance_f: Decimal | null
  distance_yards: number | null
  distance_m: number | null
  going: string | null
  going_detailed: string | null
  stalls: string | null
  rail_movements: string | null
  weather: string | null
  jumps: string | null
  prize: Decimal | null
  prize_currency: string | null
  field_size: number | null
  is_big_race: boolean
  is_abandoned: boolean
  has_result: boolean
  winning_time_seconds: Decimal | null
  winning_time_detail: string | null
  comments: string | null
  non_runners: string | null
  tote_win: string | null
  tote_pl: string | null
  tote_ex: string | null
  tote_csf: string | null
  tote_tricast: string | null
  tote_trifecta: string | null
  tip: string | null
  verdict: string | null
  betting_forecast: string | null
  race_status: string | null
  created_at: Millis
  updated_at: Millis
}

/** A row of `ra_runners`. `region` is where the horse was bred. */
export interface RunnerRow {
  race_id: string
  horse_id: string
  horse_name: string | null
  number: string | null
  draw: number | null
  age: number | null
  sex: string | null
  sex_code: string | null
  colour: string | null
  dob: DateText | null
  region: string | null
  weight_lbs: number | null
  weight_st_lbs: string | null
  headgear: string | null
  headgear_run: string | null
  wind_surgery: string | null
  wind_surgery_run: string | null
  jockey_id: string | null
  jockey_name: string | null
  jockey_claim_lbs: number | null
  trainer_id: string | null
  trainer_name: string | null
  trainer_location: string | null
  owner_id: string | null
  owner_name: string | null
  sire_id: string | null
  dam_id: string | null
  damsire_id: string | null
  form: string | null
  last_run: string | null
  ofr: number | null
  rpr: number | null
  ts: number | null
  comment: string | null
  spotlight: string | null
  trainer_rtf: string | null
  trainer_14_days: JsonText | null
  past_results_flags: JsonText | null
  odds: JsonText | null
  quotes: JsonText | null
  medical: JsonText | null
  stable_tour: JsonText | null
  prev_trainers: JsonText | null
  prev_owners: JsonText | null
  silk_url: string | null
  is_non_runner: boolean
  position: number | null
  position_code: string | null
  distance_beaten: string | null
  overall_beaten_distance: Decimal | null
  finishing_time: string | null
  finishing_time_seconds: Decimal | null
  prize_won: Decimal | null
  starting_price: string | null
  starting_price_decimal: Decimal | null
  bsp_decimal: Decimal | null
  race_comment: string | null
  /** `fetched_at` of the result that gave the post-race columns; null without one. */
  result_updated_at: Millis | null
  created_at: Millis
  updated_at: Millis
}

/** A row of `ra_race_results`. `sex` is the code; everything is the result's own, nothing filled from the card. */
export interface ResultRow {
  race_id: string
  race_date: DateText
  horse_id: string
  horse_name: string | null
  jockey_id: string | null
  jockey_name: string | null
  jockey_claim_lbs: number | null
  trainer_id: string | null
  trainer_name: string | null
  owner_id: string | null
  owner_name: string | null
  sire_id: string | null
  dam_id: string | null
  damsire_id: string | null
  number: string | null
  draw: number | null
  age: number | null
  sex: string | null
  weight_lbs: number | null
  weight_st_lbs: string | null
  headgear: string | null
  position: number | null
  /** As sent, also for finishers (`"1"`, `"PU"`); `"DIED"` for `Died as a 5`. */
  position_code: string | null
  sp: string | null
  sp_decimal: Decimal | null
  bsp_decimal: Decimal | null
  is_favourite: boolean
  btn: Decimal | null
  ovr_btn: Decimal | null
  time_seconds: Decimal | null
  time_display: string | null
  official_rating: number | null
  rpr: number | null
  tsr: number | null
  prize_won: Decimal | null
  prize_currency: string | null
  comment: string | null
  silk_url: string | null
  created_at: Millis
  updated_at: Millis
}

/** Everything the tables hold of one race. Runners and results are sorted by horse_id. */
export interface MergedRace {
  race: RaceRow
  runners: RunnerRow[]
  results: ResultRow[]
  /** Where `off_dt` comes from: an ISO time, a bare 12-hour time, or nothing (noon; the audit counts these). */
  off_source: OffSource
}

export type OffSource = 'off_dt' | 'bare' | 'noon'
