/**
 * The state of a race with only what statistics look at: the ids, positions, prices, times and prizes of its runners and the
 * facts of the race. Texts, odds and names are left out, so that ten years of states stay small; merging reads them as
 * missing, which no statistic sees.
 */
import type {
  CardRace,
  CardReading,
  CardRunner,
  ResultRace,
  ResultReading,
  ResultRunner,
} from '../../lib/racing/readings.js'
import type { RaceState } from '../../lib/racing/raceState.js'
import { stateFormat } from '../../lib/racing/stateFormat.js'

type Fields<T> = readonly (keyof T & string)[]

const sharedRace = [
  'course_id',
  'region',
  'date',
  'off_dt',
  'bare_off',
  'type',
  'surface',
  'race_class',
  'going',
  'distance_f',
  'is_abandoned',
] as const
const cardRace: Fields<CardRace> = [...sharedRace, 'distance', 'distance_round']
const resultRace: Fields<ResultRace> = [...sharedRace, 'dist', 'dist_y', 'dist_m']
// The jockey of a runner is decided by both sources, and by the names where an id is missing.
const rider = ['jockey_id', 'jockey_name', 'jockey_non_runner'] as const
const cardRunner: Fields<CardRunner> = ['horse_id', ...rider]
const resultRunner: Fields<ResultRunner> = [
  'horse_id',
  ...rider,
  'trainer_id',
  'owner_id',
  'sire_id',
  'dam_id',
  'damsire_id',
  'position',
  'position_code',
  'sp_decimal',
  'time_seconds',
  'prize_won',
]

function pick<T extends object>(from: T, fields: Fields<T>): Partial<T> {
  const picked: Partial<T> = {}
  for (const field of fields) if (from[field] !== null && from[field] !== false) picked[field] = from[field]
  return picked
}

/** The reading's own parts, with race and runners cut down. */
function slim<Race extends object, Runner extends object, Reading extends { race: Race; runners: readonly Runner[] }>(
  reading: Reading | null,
  race: Fields<Race>,
  runner: Fields<Runner>,
): object | null {
  if (reading === null) return null
  return { ...reading, race: pick(reading.race, race), runners: reading.runners.map((one) => pick(one, runner)) }
}

const format = stateFormat(1, { cardRace, cardRunner, resultRace, resultRunner })

/** A state as JSON text, without what statistics never ask for. */
export const slimText = (state: RaceState): string => format.textOf(state)

/** A reading as JSON text, without what statistics never ask for. */
export function readingText(reading: CardReading | ResultReading): string {
  return JSON.stringify(
    'endpoint' in reading
      ? slim<ResultRace, ResultRunner, ResultReading>(reading, resultRace, resultRunner)
      : slim<CardRace, CardRunner, CardReading>(reading, cardRace, cardRunner),
  )
}

/** Missing fields read as null, as they were before they were left out. */
function filled<T extends object>(partial: Partial<T>): T {
  return new Proxy(partial, { get: (target, field) => Reflect.get(target, field) ?? null }) as T
}

function whole<Reading extends CardReading | ResultReading>(reading: Reading): Reading {
  return { ...reading, race: filled(reading.race), runners: reading.runners.map((runner) => filled(runner)) }
}

/** The reading of a JSON text that `readingText` wrote. */
export function readingOfText(text: string): CardReading | ResultReading {
  return whole(JSON.parse(text) as CardReading | ResultReading)
}

/** The state of a text that `slimText` wrote; an older one is an object, with the names of all values. */
export function stateOfText(text: string): RaceState {
  const state = text.startsWith('{') ? (JSON.parse(text) as RaceState) : format.stateOf(text)
  return {
    ...state,
    card: state.card === null ? null : whole(state.card),
    result: state.result === null ? null : whole(state.result),
  }
}
