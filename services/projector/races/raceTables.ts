/** The columns of the three race tables, in the order in which rows are written, and how a row's values become cells. */
import type { BulkTable } from '../../../lib/db/bulkUpsert.js'
import type { Cell } from '../../../lib/db/copy.js'
import { instantText } from '../../../lib/db/instantText.js'
import type { RaceRow, ResultRow, RunnerRow } from '../../../lib/racing/rows.js'
import { valuesOf } from '../../../lib/racing/valuesOf.js'

/** Every key of a row type, checked by the compiler: a column added there must be added here. */
type Columns<Row> = Readonly<Record<keyof Row, true>>

const raceColumns: Columns<RaceRow> = {
  race_id: true, course_id: true, course_name: true, region: true, date: true, off_time: true, off_dt: true, race_name: true,
  meet_id: true, type: true, surface: true, race_class: true, pattern: true, age_band: true, rating_band: true,
  sex_restriction: true, distance: true, distance_round: true, distance_f: true, distance_yards: true, distance_m: true,
  going: true, going_detailed: true, stalls: true, rail_movements: true, weather: true, jumps: true, prize: true,
  prize_currency: true, field_size: true, is_big_race: true, is_abandoned: true, has_result: true,
  winning_time_seconds: true, winning_time_detail: true, comments: true, non_runners: true, tote_win: true, tote_pl: true,
  tote_ex: true, tote_csf: true, tote_tricast: true, tote_trifecta: true, tip: true, verdict: true, betting_forecast: true,
  race_status: true, created_at: true, updated_at: true,
} // prettier-ignore

const runnerColumns: Columns<RunnerRow> = {
  race_id: true, horse_id: true, horse_name: true, number: true, draw: true, age: true, sex: true, sex_code: true,
  colour: true, dob: true, region: true, weight_lbs: true, weight_st_lbs: true, headgear: true, headgear_run: true,
  wind_surgery: true, wind_surgery_run: true, jockey_id: true, jockey_name: true, jockey_claim_lbs: true, trainer_id: true,
  trainer_name: true, trainer_location: true, owner_id: true, owner_name: true, sire_id: true, dam_id: true,
  damsire_id: true, form: true, last_run: true, ofr: true, rpr: true, ts: true, comment: true, spotlight: true,
  trainer_rtf: true, trainer_14_days: true, past_results_flags: true, odds: true, quotes: true, medical: true,
  stable_tour: true, prev_trainers: true, prev_owners: true, silk_url: true, is_non_runner: true, position: true,
  position_code: true, distance_beaten: true, overall_beaten_distance: true, finishing_time: true,
  finishing_time_seconds: true, prize_won: true, starting_price: true, starting_price_decimal: true, bsp_decimal: true,
  race_comment: true, result_updated_at: true, created_at: true, updated_at: true,
} // prettier-ignore

const resultColumnsOf: Columns<ResultRow> = {
  race_id: true, race_date: true, horse_id: true, horse_name: true, jockey_id: true, jockey_name: true,
  jockey_claim_lbs: true, trainer_id: true, trainer_name: true, owner_id: true, owner_name: true, sire_id: true,
  dam_id: true, damsire_id: true, number: true, draw: true, age: true, sex: true, weight_lbs: true, weight_st_lbs: true,
  headgear: true, position: true, position_code: true, sp: true, sp_decimal: true, bsp_decimal: true, is_favourite: true,
  btn: true, ovr_btn: true, time_seconds: true, time_display: true, official_rating: true, rpr: true, tsr: true,
  prize_won: true, prize_currency: true, comment: true, silk_url: true, created_at: true, updated_at: true,
} // prettier-ignore

export interface RowTable<Row> extends BulkTable {
  cells(row: Row): readonly Cell[]
}

const instants: ReadonlySet<string> = new Set(['off_dt', 'created_at', 'updated_at', 'result_updated_at'])

function rowTable<Row extends object>(
  table: string,
  key: readonly string[],
  names: readonly (keyof Row & string)[],
): RowTable<Row> {
  const values = valuesOf<Row>(names)
  const instantPlaces = names.flatMap((name, i) => (instants.has(name) ? [i] : []))
  return {
    table,
    key,
    columns: names,
    cells: (row) => {
      const cells = values(row)
      for (const i of instantPlaces) cells[i] = instantText(cells[i] as number | null)
      return cells as Cell[]
    },
  }
}

const namesOf = <Row>(columns: Columns<Row>) => Object.keys(columns) as (keyof Row & string)[]

/** The same table with some columns left as they are. */
export function without<Row extends object>(
  { table, key, columns }: RowTable<Row>,
  left: readonly (keyof Row)[],
): RowTable<Row> {
  const names = columns as readonly (keyof Row & string)[]
  return rowTable(
    table,
    key,
    names.filter((name) => !left.includes(name)),
  )
}

/** A race with its number among those of its meeting. */
export type NumberedRace = RaceRow & { readonly race_number: number | null }

export const raceTable = rowTable<RaceRow>('ra_races', ['race_id'], namesOf(raceColumns))
export const numberedRaceTable = rowTable<NumberedRace>(
  'ra_races',
  ['race_id'],
  [...(raceTable.columns as (keyof RaceRow)[]), 'race_number'],
)
export const runnerTable = rowTable<RunnerRow>('ra_runners', ['race_id', 'horse_id'], namesOf(runnerColumns))
export const resultTable = rowTable<ResultRow>('ra_race_results', ['race_id', 'horse_id'], namesOf(resultColumnsOf))
