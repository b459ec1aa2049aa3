/**
 * A race's state as text, for a store beside the tables: JSON in which readings are bare values in a fixed order.
 *
 * It holds what merging the next event needs and nothing else. A column of runners that one source owns alone (odds, comments,
 * positions, prices) is not among it: the row has it, and only the next event of that source can change it. So a reading that
 * comes out of the text is `slim`: what it says of runners is enough to merge, and the columns it lacks are not to be written.
 * A race takes 3 kB with its result and 7 kB with card and result; whole readings took 22 kB on average and a third of a replay.
 * Mentions are left out where card and result tell them, which is until one of them is superseded.
 */
import type { Mention } from './mentions.js'
import { combine, stateOfCard, stateOfResult, type RaceState } from './raceState.js'
import type {
  CardRace,
  CardReading,
  CardRunner,
  ResultRace,
  ResultReading,
  ResultRunner,
  SharedRace,
  SharedRunner,
} from './readings.js'

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
const mention: Keys<Mention> = {
  horse_id: true,
  on_card: true,
  first_at: true,
  last_at: true,
  result_first_at: true,
  result_last_at: true,
}

type Values = readonly unknown[]

interface Form<Item> {
  readonly write: (item: Item) => Values
  readonly read: (values: Values) => Item
}

/** Items as their values in the order of some keys. What other properties an item has is lost. */
function form<Item>(keys: Readonly<Record<string, true>>): Form<Item> {
  const names = Object.keys(keys)
  return {
    write: (item) => names.map((name) => (item as Record<string, unknown>)[name]),
    read: (values) => {
      const item: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i++) item[names[i] as string] = values[i]
      return item as Item
    },
  }
}

const forms = {
  cardRace: form<CardRace>(cardRace),
  cardRunner: form<CardRunner>(cardRunner),
  resultRace: form<ResultRace>(resultRace),
  resultRunner: form<ResultRunner>(resultRunner),
  mention: form<Mention>(mention),
}

/** Changes with the order or number of keys: a text of another version is not read wrongly but refused. */
const version = 2

type StoredCard = readonly [
  eventId: string,
  fetchedAt: number,
  skipped: number,
  race: Values,
  runners: readonly Values[],
]
type StoredResult = readonly [...StoredCard, endpoint: ResultReading['endpoint']]
type StoredState = readonly [
  version: number,
  raceId: string,
  card: StoredCard | null,
  result: StoredResult | null,
  firstAt?: number,
  lastAt?: number,
  mentions?: readonly Values[],
]

/** The state that card and result alone tell of. */
function toldBy(card: CardReading | null, result: ResultReading | null): RaceState {
  const [a, b] = [card && stateOfCard(card), result && stateOfResult(result)]
  if (a !== null && b !== null) return combine(a, b)
  return (a ?? b) as RaceState
}

/** Whether card and result alone tell when the race and its horses were mentioned: no event before them that told of another one. */
function isTold({ card, result, mentions, first_at, last_at }: RaceState): boolean {
  const [cardAt, resultAt] = [card?.fetched_at ?? null, result?.fetched_at ?? null]
  const firstOf = (a: number | null, b: number | null) => Math.min(a ?? Infinity, b ?? Infinity)
  const lastOf = (a: number | null, b: number | null) => Math.max(a ?? -Infinity, b ?? -Infinity)
  if (first_at !== firstOf(cardAt, resultAt) || last_at !== lastOf(cardAt, resultAt)) return false
  const onCard = new Set(card?.runners.map((runner) => runner.horse_id))
  const inResult = new Set(result?.runners.map((runner) => runner.horse_id))
  let told = onCard.size
  for (const id of inResult) if (!onCard.has(id)) told += 1
  return (
    mentions.length === told &&
    mentions.every((one) => {
      const [card, result] = [onCard.has(one.horse_id), inResult.has(one.horse_id)]
      const [atCard, atResult] = [card ? cardAt : null, result ? resultAt : null]
      return (
        (card || result) &&
        one.on_card === card &&
        one.first_at === firstOf(atCard, atResult) &&
        one.last_at === lastOf(atCard, atResult) &&
        one.result_first_at === atResult &&
        one.result_last_at === atResult
      )
    })
  )
}

/** The text of a state, slim or whole. The same state always gives the same text. */
export function stateText(state: RaceState): string {
  const { card, result } = state
  const storedCard: StoredCard | null = card && [
    card.event_id,
    card.fetched_at,
    card.skipped_runners,
    forms.cardRace.write(card.race),
    card.runners.map(forms.cardRunner.write),
  ]
  const storedResult: StoredResult | null = result && [
    result.event_id,
    result.fetched_at,
    result.skipped_runners,
    forms.resultRace.write(result.race),
    result.runners.map(forms.resultRunner.write),
    result.endpoint,
  ]
  const stored: StoredState = [version, state.race_id, storedCard, storedResult]
  return JSON.stringify(
    isTold(state) ? stored : [...stored, state.first_at, state.last_at, state.mentions.map(forms.mention.write)],
  )
}

/** The state of a text written by `stateText`, its readings slim. Throws SyntaxError on anything that is none. */
export function stateOfText(text: string): RaceState {
  const stored = JSON.parse(text) as StoredState
  const [found, race_id, storedCard, storedResult, first_at, last_at, mentions] = stored
  if (found !== version) throw new SyntaxError(`a race's state of version ${String(found)}, not ${version}`)
  const card: CardReading | null = storedCard && {
    event_id: storedCard[0],
    fetched_at: storedCard[1],
    race_id,
    race: forms.cardRace.read(storedCard[3]),
    runners: storedCard[4].map(forms.cardRunner.read),
    skipped_runners: storedCard[2],
    slim: true,
  }
  const result: ResultReading | null = storedResult && {
    event_id: storedResult[0],
    fetched_at: storedResult[1],
    endpoint: storedResult[5],
    race_id,
    race: forms.resultRace.read(storedResult[3]),
    runners: storedResult[4].map(forms.resultRunner.read),
    skipped_runners: storedResult[2],
    slim: true,
  }
  const told = toldBy(card, result)
  return first_at === undefined || last_at === undefined || mentions === undefined
    ? told
    : { ...told, first_at, last_at, mentions: mentions.map(forms.mention.read) }
}
