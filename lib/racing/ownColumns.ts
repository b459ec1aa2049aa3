/** Columns of `ra_runners` that one source owns alone: the newest card sets them, or the newest result, and nothing else does. */
import type { RunnerRow } from './rows.js'

/** Columns of runners that come from cards alone. */
export const cardColumns: readonly (keyof RunnerRow)[] = [
  'colour', 'dob', 'headgear_run', 'wind_surgery', 'wind_surgery_run', 'trainer_location', 'form', 'last_run', 'rpr', 'ts',
  'comment', 'spotlight', 'trainer_rtf', 'trainer_14_days', 'past_results_flags', 'odds', 'quotes', 'medical', 'stable_tour',
  'prev_trainers', 'prev_owners',
] // prettier-ignore

/** Columns of runners that come from results alone. */
export const resultColumns: readonly (keyof RunnerRow)[] = [
  'position', 'position_code', 'distance_beaten', 'overall_beaten_distance', 'finishing_time', 'finishing_time_seconds',
  'prize_won', 'starting_price', 'starting_price_decimal', 'bsp_decimal', 'race_comment', 'result_updated_at',
] // prettier-ignore
