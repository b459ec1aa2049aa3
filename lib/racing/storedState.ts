/**
 * A race's state as text, for a store beside the tables: JSON in which readings are bare values in a fixed order.
 *
 * It holds what merging the next event needs and nothing else. A column of runners that one source owns alone (odds, comments,
 * positions, prices) is not among it: the row has it, and only the next event of that source can change it. So a reading that
 * comes out of the text is `slim`: what it says of runners is enough to merge, and the columns it lacks are not to be written.
 * A race takes 3 kB with its result and 7 kB with card and result; whole readings took 22 kB on average and a third of a replay.
 * Mentions are left out where card and result tell them, which is until one of them is superseded.
 */
import type { RaceState } from './raceState.js'
import type { CardRace, CardRunner, ResultRace, ResultRunner, SharedRace, SharedRunner } from './readings.js'
import { stateFormat } from './stateFormat.js'

/** Every key of a type, checked by the compiler; their order is that of the text. */
type Keys<Item> = Readonly<Record<keyof Item, true>>

const sharedRace: Keys<SharedRace> = {
  course_id: true, course_name: true, region: true, date: true, off_dt: true, bare_off: true, race_name: true, type: true,
  surface: true, race_class: true, pattern: true, age_band: true, rating_band: true, sex_restriction: true, going: true,
  jumps: true, distance_f: true, is_abandoned: true, is_big_race: true,
} // prettier-ignore
const cardRace: Keys<CardRace> = {
  ...sharedRace, distance: true, distance_round: true, going_detailed: true, stalls: true, rail_movements: true, weather: true,
  prize: true, prize_currency: true, field_size: true, tip: true, verdict: true, betting_forecast: true, race_status: true,
} // prettier-ignore
const resultRace: Keys<ResultRace> = {
  ...sharedRace, dist: true, dist_y: true, dist_m: true, winning_time_seconds: true, winning_time_detail: true, comments: true,
  non_runners: true, tote_win: true, tote_pl: true, tote_ex: true, tote_csf: true, tote_tricast: true, tote_trifecta: true,
} // prettier-ignore
const sharedRunner: Keys<SharedRunner> = {
  horse_id: true, horse_name: true, number: true, draw: true, age: true, sex: true, sex_code: true, region: true,
  weight_lbs: true, weight_st_lbs: true, headgear: true, jockey_id: true, jockey_name: true, jockey_claim_lbs: true,
  jockey_non_runner: true, trainer_id: true, trainer_name: true, owner_id: true, owner_name: true, sire_id: true,
  dam_id: true, damsire_id: true, silk_url: true,
} // prettier-ignore
const cardRunner: Keys<Pick<CardRunner, keyof SharedRunner | 'ofr'>> = { ...sharedRunner, ofr: true }
const resultRunner: Keys<Pick<ResultRunner, keyof SharedRunner | 'position_code' | 'official_rating'>> = {
  ...sharedRunner,
  position_code: true,
  official_rating: true,
}
const namesOf = <Item>(keys: Readonly<Partial<Record<keyof Item, true>>>) =>
  Object.keys(keys) as (keyof Item & string)[]

/** Changes with the order or number of keys. */
const format = stateFormat(2, {
  cardRace: namesOf<CardRace>(cardRace),
  cardRunner: namesOf<CardRunner>(cardRunner),
  resultRace: namesOf<ResultRace>(resultRace),
  resultRunner: namesOf<ResultRunner>(resultRunner),
})

/** The text of a state, slim or whole. The same state always gives the same text. */
export const stateText = (state: RaceState): string => format.textOf(state)

/** The state of a text written by `stateText`, its readings slim. Throws SyntaxError on anything that is none. */
export function stateOfText(text: string): RaceState {
  const state = format.stateOf(text)
  const { card, result } = state
  return { ...state, card: card && { ...card, slim: true }, result: result && { ...result, slim: true } }
}
