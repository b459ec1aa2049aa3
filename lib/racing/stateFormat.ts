/** A race's state as JSON in which readings are bare values in a fixed order; a store says which of them it needs. */
import { objectOf, valuesOf } from './valuesOf.js'
import type { Mention } from './mentions.js'
import { combine, stateOfCard, stateOfResult, type RaceState } from './raceState.js'
import type { CardRace, CardReading, CardRunner, ResultRace, ResultReading, ResultRunner } from './readings.js'

type Names<Item> = readonly (keyof Item & string)[]
type Values = readonly unknown[]

/** What is kept of readings. The order is that of the text. */
export interface Kept {
  readonly cardRace: Names<CardRace>
  readonly cardRunner: Names<CardRunner>
  readonly resultRace: Names<ResultRace>
  readonly resultRunner: Names<ResultRunner>
}

export interface StateFormat {
  /** The same state always gives the same text. */
  textOf(state: RaceState): string
  /** The state of a text; what is not kept is absent. @throws SyntaxError on anything that `textOf` did not write */
  stateOf(text: string): RaceState
}

const mentionNames: Names<Mention> = ['horse_id', 'on_card', 'first_at', 'last_at', 'result_first_at', 'result_last_at']

const form = <Item extends object>(names: Names<Item>) => ({
  write: valuesOf<Item>(names),
  read: objectOf<Item>(names),
})

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

/** A format that keeps some values. `version` changes with their order or number: another one's text is not read wrongly but refused. */
export function stateFormat(version: number, kept: Kept): StateFormat {
  const forms = {
    cardRace: form<CardRace>(kept.cardRace),
    cardRunner: form<CardRunner>(kept.cardRunner),
    resultRace: form<ResultRace>(kept.resultRace),
    resultRunner: form<ResultRunner>(kept.resultRunner),
    mention: form<Mention>(mentionNames),
  }

  function textOf(state: RaceState): string {
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

  function stateOf(text: string): RaceState {
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
    }
    const result: ResultReading | null = storedResult && {
      event_id: storedResult[0],
      fetched_at: storedResult[1],
      endpoint: storedResult[5],
      race_id,
      race: forms.resultRace.read(storedResult[3]),
      runners: storedResult[4].map(forms.resultRunner.read),
      skipped_runners: storedResult[2],
    }
    const told = toldBy(card, result)
    return first_at === undefined || last_at === undefined || mentions === undefined
      ? told
      : { ...told, first_at, last_at, mentions: mentions.map(forms.mention.read) }
  }

  return { textOf, stateOf }
}
