/**
 * A race's state as text, for a store: JSON in which lists of runners and mentions are tables, column names once and rows
 * as bare values. A recorded race with card and result takes 17 kB (6 kB compressed), 25 kB as plain JSON.
 */
import type { Mention } from './mentions.js'
import type { RaceState } from './raceState.js'
import type { CardReading, CardRunner, ResultReading, ResultRunner } from './readings.js'

interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

function toTable(list: readonly object[]): Table {
  const columns = Object.keys(list[0] ?? {})
  return { columns, rows: list.map((item) => columns.map((column) => (item as Record<string, unknown>)[column])) }
}

function ofTable<Item>(table: Table): Item[] {
  const { columns } = table
  return table.rows.map((row) => {
    const item: Record<string, unknown> = {}
    for (let i = 0; i < columns.length; i++) item[columns[i] as string] = row[i]
    return item as Item
  })
}

type Stored<Reading> = Omit<Reading, 'runners'> & { readonly runners: Table }

interface StoredState extends Omit<RaceState, 'card' | 'result' | 'mentions'> {
  readonly card: Stored<CardReading> | null
  readonly result: Stored<ResultReading> | null
  readonly mentions: Table
}

/** The text of a state. The same state always gives the same text. */
export function stateText(state: RaceState): string {
  const { card, result } = state
  const stored: StoredState = {
    race_id: state.race_id,
    first_at: state.first_at,
    last_at: state.last_at,
    card: card === null ? null : { ...card, runners: toTable(card.runners) },
    result: result === null ? null : { ...result, runners: toTable(result.runners) },
    mentions: toTable(state.mentions),
  }
  return JSON.stringify(stored)
}

/** The state of a text written by `stateText`. Throws SyntaxError on anything that is no JSON. */
export function stateOfText(text: string): RaceState {
  const stored = JSON.parse(text) as StoredState
  const { card, result } = stored
  return {
    race_id: stored.race_id,
    card: card === null ? null : { ...card, runners: ofTable<CardRunner>(card.runners) },
    result: result === null ? null : { ...result, runners: ofTable<ResultRunner>(result.runners) },
    mentions: ofTable<Mention>(stored.mentions),
    first_at: stored.first_at,
    last_at: stored.last_at,
  }
}
