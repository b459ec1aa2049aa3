// Written by scripts/generate.mjs from schemas/*.avsc: change those, then run `npm run generate`.

/** What ops ask for. Only kinds, ranges, regions and ids: never a URL, a path or SQL. */
export interface ControlMessage {
  /** The message is obeyed once per id. */
  readonly id: string
  /** start_run, pause_run, resume_run, cancel_run, prioritise_run, retry_units, recalculate, reset_statistics, rebuild. */
  readonly command: string
  /** The run meant, where it is not the id itself. */
  readonly run_id: null | string
  /** racecards, results, results_today, profiles, courses, regions, bookmakers. */
  readonly kinds: null | readonly string[]
  readonly start_date: null | string
  readonly end_date: null | string
  readonly regions: null | readonly string[]
  /** live, backfill or profiles. */
  readonly priority: null | string
  /** Units to retry, by name. */
  readonly units: null | readonly string[]
  readonly tables: null | readonly string[]
  readonly projections: null | readonly string[]
  readonly requested_at: null | number
}

/** An event that a group could not apply. */
export interface DeadLetter {
  readonly event_id: string
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly key: null | string
  readonly value: null | Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly error_code: string
  readonly error_message: string
  readonly failed_at: number
}

/** A horse as its profile described it at one moment. */
export interface HorseProfileFetched {
  /** Deterministic: of source, key, fetch time and content. */
  readonly event_id: string
  /** When the answer arrived, milliseconds since the epoch. */
  readonly fetched_at: number
  /** URL of the call, without credentials. */
  readonly source: string
  /** The run that asked for it. */
  readonly run_id: null | string
  /** SHA-256 of the Avro bytes of the field horse, as this version writes it. Version 1: of its canonical JSON. */
  readonly content_hash: string
  /** Version of this schema the event was written with. */
  readonly schema_version: number
  readonly horse_id: string
  /** pro or standard. */
  readonly endpoint: string
  readonly horse: HorseProfile
}

/** A horse of /v1/horses/{horse_id}/pro. */
export interface HorseProfile {
  readonly id?: null | string
  readonly name?: null | string
  readonly dob?: null | string
  readonly sex?: null | string
  readonly sex_code?: null | string
  readonly colour?: null | string
  readonly colour_code?: null | string
  readonly breeder?: null | string
  readonly sire?: null | string
  readonly sire_id?: null | string
  readonly dam?: null | string
  readonly dam_id?: null | string
  readonly damsire?: null | string
  readonly damsire_id?: null | string
}

/** A race is in the database: every row of it, from the events named. */
export interface RaceSettled {
  readonly event_id: string
  readonly race_id: string
  readonly date: null | string
  readonly card_event_id: null | string
  readonly result_event_id: null | string
  /** Latest fetched_at among the events applied. */
  readonly settled_at: number
}

/** A race as its racecard described it at one moment. */
export interface RacecardFetched {
  /** Deterministic: of source, key, fetch time and content. */
  readonly event_id: string
  /** When the answer arrived, milliseconds since the epoch. */
  readonly fetched_at: number
  /** URL of the call, without credentials. */
  readonly source: string
  /** The run that asked for it. */
  readonly run_id: null | string
  /** SHA-256 of the Avro bytes of the field race, as this version writes it. Version 1: of its canonical JSON. */
  readonly content_hash: string
  /** Version of this schema the event was written with. */
  readonly schema_version: number
  readonly race_id: string
  readonly race: RacecardRace
}

/** A race of /v1/racecards/pro. */
export interface RacecardRace {
  readonly race_id?: null | string
  readonly course?: null | string
  readonly course_id?: null | string
  readonly date?: null | string
  readonly off_time?: null | string
  readonly off_dt?: null | string
  readonly race_name?: null | string
  readonly distance_round?: null | string
  readonly distance?: null | string
  readonly distance_f?: null | string
  readonly region?: null | string
  readonly pattern?: null | string
  readonly sex_restriction?: null | string
  readonly race_class?: null | string
  readonly type?: null | string
  readonly age_band?: null | string
  readonly rating_band?: null | string
  readonly prize?: null | string
  readonly field_size?: null | string
  readonly going_detailed?: null | string
  readonly rail_movements?: null | string
  readonly stalls?: null | string
  readonly weather?: null | string
  readonly going?: null | string
  readonly surface?: null | string
  readonly jumps?: null | string
  readonly big_race?: null | boolean
  readonly is_abandoned?: null | boolean
  readonly tip?: null | string
  readonly verdict?: null | string
  readonly betting_forecast?: null | string
  readonly race_status?: null | string
  readonly runners?: null | readonly RacecardRunner[]
}

/** A declared runner. */
export interface RacecardRunner {
  readonly horse_id?: null | string
  readonly horse?: null | string
  readonly dob?: null | string
  readonly age?: null | string
  readonly sex?: null | string
  readonly sex_code?: null | string
  readonly colour?: null | string
  readonly region?: null | string
  readonly breeder?: null | string
  readonly dam?: null | string
  readonly dam_id?: null | string
  readonly dam_region?: null | string
  readonly sire?: null | string
  readonly sire_id?: null | string
  readonly sire_region?: null | string
  readonly damsire?: null | string
  readonly damsire_id?: null | string
  readonly damsire_region?: null | string
  readonly trainer?: null | string
  readonly trainer_id?: null | string
  readonly trainer_location?: null | string
  readonly trainer_14_days?: null | TrainerFortnight
  readonly owner?: null | string
  readonly owner_id?: null | string
  readonly prev_trainers?: null | readonly FormerTrainer[]
  readonly prev_owners?: null | readonly FormerOwner[]
  readonly comment?: null | string
  readonly spotlight?: null | string
  readonly quotes?: null | readonly Quote[]
  readonly stable_tour?: null | readonly StableTour[]
  readonly medical?: null | readonly Medical[]
  readonly number?: null | string
  readonly draw?: null | string
  readonly headgear?: null | string
  readonly headgear_run?: null | string
  readonly wind_surgery?: null | string
  readonly wind_surgery_run?: null | string
  readonly past_results_flags?: null | readonly string[]
  readonly lbs?: null | string
  readonly ofr?: null | string
  readonly rpr?: null | string
  readonly ts?: null | string
  readonly jockey?: null | string
  readonly jockey_id?: null | string
  readonly silk_url?: null | string
  readonly last_run?: null | string
  readonly form?: null | string
  readonly trainer_rtf?: null | string
  readonly odds?: null | readonly Odds[]
}

/** The trainer's last 14 days. */
export interface TrainerFortnight {
  readonly runs?: null | string
  readonly wins?: null | string
  readonly percent?: null | string
}

/** A former trainer. */
export interface FormerTrainer {
  readonly trainer?: null | string
  readonly trainer_id?: null | string
  readonly change_date?: null | string
}

/** A former owner. */
export interface FormerOwner {
  readonly owner?: null | string
  readonly owner_id?: null | string
  readonly change_date?: null | string
}

/** What connections said. */
export interface Quote {
  readonly date?: null | string
  readonly horse?: null | string
  readonly horse_id?: null | string
  readonly race?: null | string
  readonly race_id?: null | string
  readonly course?: null | string
  readonly course_id?: null | string
  readonly distance_f?: null | string
  readonly distance_y?: null | string
  readonly quote?: null | string
}

/** What the trainer said on a stable tour. */
export interface StableTour {
  readonly horse?: null | string
  readonly horse_id?: null | string
  readonly quote?: null | string
}

/** A veterinary event. */
export interface Medical {
  readonly date?: null | string
  readonly type?: null | string
}

/** A bookmaker's price. */
export interface Odds {
  readonly bookmaker?: null | string
  readonly fractional?: null | string
  readonly decimal?: null | string
  readonly ew_places?: null | string
  readonly ew_denom?: null | string
  readonly updated?: null | string
  readonly history?: null | readonly OddsChange[]
}

/** One earlier price. */
export interface OddsChange {
  readonly changed_at?: null | string
  readonly fractional?: null | string
  readonly decimal?: null | string
}

/** A reference list as it was at one moment. */
export interface ReferenceFetched {
  /** Deterministic: of source, key, fetch time and content. */
  readonly event_id: string
  /** When the answer arrived, milliseconds since the epoch. */
  readonly fetched_at: number
  /** URL of the call, without credentials. */
  readonly source: string
  /** The run that asked for it. */
  readonly run_id: null | string
  /** SHA-256 of the Avro bytes of the field items, as this version writes it. Version 1: of its canonical JSON. */
  readonly content_hash: string
  /** Version of this schema the event was written with. */
  readonly schema_version: number
  /** courses, regions or bookmakers. */
  readonly list: string
  readonly items: readonly ReferenceItem[]
}

/** A course, region or bookmaker. */
export interface ReferenceItem {
  readonly id?: null | string
  readonly course?: null | string
  readonly region_code?: null | string
  readonly region?: null | string
  readonly bookmaker?: null | string
  readonly name?: null | string
  readonly code?: null | string
  readonly type?: null | string
  readonly is_active?: null | boolean
  readonly latitude?: null | string
  readonly longitude?: null | string
}

/** A race as its result described it at one moment. */
export interface ResultFetched {
  /** Deterministic: of source, key, fetch time and content. */
  readonly event_id: string
  /** When the answer arrived, milliseconds since the epoch. */
  readonly fetched_at: number
  /** URL of the call, without credentials. */
  readonly source: string
  /** The run that asked for it. */
  readonly run_id: null | string
  /** SHA-256 of the Avro bytes of the field race, as this version writes it. Version 1: of its canonical JSON. */
  readonly content_hash: string
  /** Version of this schema the event was written with. */
  readonly schema_version: number
  readonly race_id: string
  /** results or results_today; the former outranks the latter. */
  readonly endpoint: string
  readonly race: ResultRace
}

/** A race of /v1/results. */
export interface ResultRace {
  readonly race_id?: null | string
  readonly date?: null | string
  readonly region?: null | string
  readonly course?: null | string
  readonly course_id?: null | string
  readonly off?: null | string
  readonly off_dt?: null | string
  readonly race_name?: null | string
  readonly type?: null | string
  readonly class?: null | string
  readonly pattern?: null | string
  readonly rating_band?: null | string
  readonly age_band?: null | string
  readonly sex_rest?: null | string
  readonly dist?: null | string
  readonly dist_y?: null | string
  readonly dist_m?: null | string
  readonly dist_f?: null | string
  readonly going?: null | string
  readonly surface?: null | string
  readonly jumps?: null | string
  readonly winning_time_detail?: null | string
  readonly comments?: null | string
  readonly non_runners?: null | string
  readonly tote_win?: null | string
  readonly tote_pl?: null | string
  readonly tote_ex?: null | string
  readonly tote_csf?: null | string
  readonly tote_tricast?: null | string
  readonly tote_trifecta?: null | string
  readonly runners?: null | readonly ResultRunner[]
}

/** A runner of a result. */
export interface ResultRunner {
  readonly horse_id?: null | string
  readonly horse?: null | string
  readonly sp?: null | string
  readonly sp_dec?: null | string
  readonly bsp?: null | string
  readonly number?: null | string
  readonly position?: null | string
  readonly draw?: null | string
  readonly btn?: null | string
  readonly ovr_btn?: null | string
  readonly age?: null | string
  readonly sex?: null | string
  readonly weight?: null | string
  readonly weight_lbs?: null | string
  readonly headgear?: null | string
  readonly time?: null | string
  readonly or?: null | string
  readonly rpr?: null | string
  readonly tsr?: null | string
  readonly prize?: null | string
  readonly jockey?: null | string
  readonly jockey_claim_lbs?: null | string
  readonly jockey_id?: null | string
  readonly trainer?: null | string
  readonly trainer_id?: null | string
  readonly owner?: null | string
  readonly owner_id?: null | string
  readonly sire?: null | string
  readonly sire_id?: null | string
  readonly dam?: null | string
  readonly dam_id?: null | string
  readonly damsire?: null | string
  readonly damsire_id?: null | string
  readonly comment?: null | string
  readonly silk_url?: null | string
}

/** The fetch log: what was fetched, when, with what outcome; and the answers to control messages that were refused. */
export interface UnitFetched {
  readonly event_id: string
  /** Name of the unit: kind:date or kind:horse_id. */
  readonly unit: string
  readonly kind: string
  readonly date: null | string
  readonly horse_id: null | string
  readonly run_id: null | string
  /** ok, empty, not_found, failed, not_in_plan or rejected. */
  readonly outcome: string
  /** HTTP status of the last call. */
  readonly status: null | number
  /** HTTP calls made for it. */
  readonly calls: number
  readonly attempts: number
  readonly message: null | string
  /** When its first page was asked for. */
  readonly fetched_at: number
  readonly regions: null | readonly string[]
  readonly items: readonly FetchedItem[]
}

/** One thing a unit brought. */
export interface FetchedItem {
  readonly topic: string
  readonly key: string
  readonly content_hash: string
  /** False: unchanged since the last event of this key. */
  readonly appended: boolean
}
