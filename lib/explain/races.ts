/**
 * Which event decided each column of a race, a runner and a result.
 *
 * A race is a pure function of its newest card, its newest result and its mentions (lib/racing/mergeRace.ts), so the question is
 * put to that function itself: what does the row say by the result alone, by the card alone, by both? What one of them says
 * alone was decided by it; the order in which they are asked is the one in which the merge asks them. So the rules of merging
 * are nowhere written down a second time, but for the columns in which the card goes first.
 */
import type { CardReading, RaceEvent, ResultReading } from '../racing/readings.js'
import { isUnusable } from '../racing/readings.js'
import { combine, readRaceEvent, rowsOf, type RaceState } from '../racing/raceState.js'
import type { MergedRace } from '../racing/rows.js'
import type { Decision } from './explanation.js'

export type RaceTable = 'ra_races' | 'ra_runners' | 'ra_race_results'
type Row = Readonly<Record<string, unknown>>

export interface RaceProvenance {
  /** Event ids with what each does, in the order of their effect: superseded ones first, those that count last. */
  readonly effects: readonly { readonly event_id: string; readonly effect: string }[]
  readonly decisions: readonly Decision[]
}

function rowIn(merged: MergedRace, table: RaceTable, horseId: string | null): Row | undefined {
  if (table === 'ra_races') return merged.race as unknown as Row
  const rows = table === 'ra_runners' ? merged.runners : merged.results
  return rows.find((row) => row.horse_id === horseId) as unknown as Row | undefined
}

/** Columns that the card decides where it has a value, whatever the result says. */
const cardFirst: ReadonlySet<string> = new Set(['distance', 'distance_round'])

/** Whether the merge looks at the card before the result. */
function asksCardFirst(column: string, state: RaceState, onCard: boolean): boolean {
  const { result } = state
  if (cardFirst.has(column)) return true
  if (column === 'off_dt' || column === 'off_time') return result?.race.off_dt === null
  if (column === 'distance_yards') return result?.race.dist_y === null
  if (column === 'distance_m') return result?.race.dist_m === null && result.race.dist_y === null
  return column === 'ofr' && onCard
}

interface One {
  readonly event: RaceEvent
  /** The state of the event alone; null for one that cannot be used. */
  readonly state: RaceState | null
}

const nameOfEndpoint = (reading: CardReading | ResultReading) =>
  'endpoint' in reading ? (reading.endpoint === 'results' ? 'result' : 'result of the day') : 'racecard'

const read = (event: RaceEvent): One => {
  const state = readRaceEvent(event)
  return { event, state: isUnusable(state) ? null : state }
}

const combined = (events: readonly One[]): RaceState | undefined =>
  events.reduce<RaceState | undefined>(
    (state, one) => (one.state === null ? state : state === undefined ? one.state : combine(state, one.state)),
    undefined,
  )

/** The state of a race after some events; undefined where none is usable. */
export function stateAfter(events: readonly RaceEvent[]): RaceState | undefined {
  return combined(events.map(read))
}

function effectsOf(events: readonly One[], state: RaceState, horseId: string | null) {
  const counting = [state.card?.event_id, state.result?.event_id]
  const order = (event: RaceEvent) => {
    const [card, result] = counting
    if (event.event_id === result) return 3
    if (event.event_id === card) return 2
    return event.type === 'ResultFetched' ? 1 : 0
  }
  return [...events]
    .sort(
      ({ event: a }, { event: b }) =>
        order(a) - order(b) || a.fetched_at - b.fetched_at || (a.event_id < b.event_id ? -1 : 1),
    )
    .map(({ event: { event_id }, state: one }) => {
      if (one === null) return { event_id, effect: 'unusable: a dead letter' }
      const reading = one.result ?? one.card
      const kind = reading === null ? 'event' : nameOfEndpoint(reading)
      const counts = counting.includes(event_id)
      const names = horseId === null || one.mentions.some((mention) => mention.horse_id === horseId)
      const outranked =
        one.result?.endpoint === 'results_today' && state.result?.endpoint === 'results'
          ? ' by a result of /results'
          : ''
      return {
        event_id,
        effect:
          (counts ? `the newest ${kind}: its values count` : `a ${kind}, superseded${outranked}: counts as a mention`) +
          (names ? '' : '; it does not name this horse'),
      }
    })
}

/** The event that mentions the row first or last, for created_at and updated_at. */
function mentionAt(events: readonly One[], table: RaceTable, horseId: string | null, at: unknown): string | undefined {
  return events.find(({ event, state }) => {
    if (state === null || event.fetched_at !== at) return false
    if (table === 'ra_races') return true
    if (table === 'ra_race_results' && state.result === null) return false
    return state.mentions.some((mention) => mention.horse_id === horseId)
  })?.event.event_id
}

const copies: Readonly<Record<RaceTable, Readonly<Record<string, string>>>> = {
  ra_races: { id: 'race_id', winning_time: 'winning_time_detail' },
  ra_runners: { runner_id: 'race_id:horse_id', is_scratched: 'is_non_runner' },
  ra_race_results: { position_str: 'position_code', margin: 'btn' },
}

/** Explains the rows of a race; undefined for a row that its events do not make. */
export type RaceExplainer = (table: RaceTable, horseId: string | null) => RaceProvenance | undefined

/** Reads the events of a race once, for the explanation of any of its rows. */
export function explainRace(given: readonly RaceEvent[]): RaceExplainer {
  const events = given.map(read)
  const state = combined(events)
  if (state === undefined) return () => undefined
  const { card, result } = state
  const merged = rowsOf(state)
  const mergedCard = card === null ? undefined : rowsOf({ ...state, result: null })
  const mergedResult = result === null ? undefined : rowsOf({ ...state, card: null })
  return (table, horseId) => {
    const row = rowIn(merged, table, horseId)
    if (row === undefined) return undefined
    const names = (reading: CardReading | ResultReading | null) =>
      reading !== null && (horseId === null || reading.runners.some((runner) => runner.horse_id === horseId))
    const [onCard, inResult] = [names(card), names(result)]
    const byCard = onCard && mergedCard !== undefined ? rowIn(mergedCard, table, horseId) : undefined
    const byResult = inResult && mergedResult !== undefined ? rowIn(mergedResult, table, horseId) : undefined
    return explainOne({ table, horseId, events, state, row, onCard, inResult, byCard, byResult })
  }
}

interface Asked {
  readonly table: RaceTable
  readonly horseId: string | null
  readonly events: readonly One[]
  readonly state: RaceState
  readonly row: Row
  readonly onCard: boolean
  readonly inResult: boolean
  readonly byCard: Row | undefined
  readonly byResult: Row | undefined
}

function explainOne({ table, horseId, events, state, row, onCard, inResult, byCard, byResult }: Asked): RaceProvenance {
  const { card, result } = state
  const newest = [result, card].flatMap((one) => (one === null ? [] : [one.event_id]))
  const decide = (column: string, value: unknown): Decision => {
    if (column === 'created_at' || column === 'updated_at') {
      const id = mentionAt(events, table, horseId, value)
      const why = `the ${column === 'created_at' ? 'first' : 'last'} event that mentions it`
      return { column, value, decided_by: id === undefined ? [] : [id], why }
    }
    if (!onCard && !inResult) {
      const older = mentionAt(events, table, horseId, row['updated_at'])
      const why = 'dropped: on an older racecard, on neither the newest one nor the result'
      return { column, value, decided_by: value === null || older === undefined ? newest : [older, ...newest], why }
    }
    if (value === null) {
      const asked = [result, card].flatMap((one) => (one === null ? [] : [`the newest ${nameOfEndpoint(one)}`]))
      return { column, value, decided_by: [], why: `no value in ${asked.join(' or ')}` }
    }
    const ways = [
      { row: byResult, reading: result },
      { row: byCard, reading: card },
    ]
    if (asksCardFirst(column, state, onCard)) ways.reverse()
    for (const { row: alone, reading } of ways) {
      if (reading !== null && alone !== undefined && alone[column] === value)
        return { column, value, decided_by: [reading.event_id], why: `the newest ${nameOfEndpoint(reading)}` }
    }
    return {
      column,
      value,
      decided_by: newest,
      why: 'racecard and result together',
    }
  }
  const decisions = Object.entries(row).map(([column, value]) => decide(column, value))
  for (const [column, of] of Object.entries(copies[table])) {
    const source = decisions.find((one) => one.column === of)
    decisions.push({
      column,
      ...(source === undefined ? {} : { value: source.value }),
      decided_by: source?.decided_by ?? [],
      why: `a copy of ${of}`,
    })
  }
  if (table === 'ra_races') {
    const by = decisions.filter((one) => ['off_dt', 'course_id', 'date'].includes(one.column))
    decisions.push({
      column: 'race_number',
      decided_by: [...new Set(by.flatMap((one) => one.decided_by))],
      why: 'its rank by off time among the races of its meeting',
    })
  }
  return { effects: effectsOf(events, state, horseId), decisions }
}
