/**
 * A race's state as text, for a store: JSON in which lists of runners and mentions are tables, column names once and rows
 * as bare values. Values that are JSON themselves (odds, quotes) follow it as they are, a place in between: escaped once more, and
 * again by COPY, they were a third of the work of a replay. A recorded race with card and result takes 17 kB (6 kB compressed).
 */
import type { Mention } from './mentions.js'
import type { RaceState } from './raceState.js'
import type { CardReading, CardRunner, ResultReading, ResultRunner } from './readings.js'

interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Stands between the parts of a text; JSON has no raw control characters. */
const between = '\u0001'

/** Whether a cell is worth moving behind the JSON: long, looks like JSON, and cannot be taken for two parts. */
const isOwnPart = (cell: unknown): cell is string =>
  typeof cell === 'string' && cell.length > 2 && (cell[0] === '[' || cell[0] === '{') && !cell.includes(between)

/** A table of scalars; a cell that became a part of its own is the list of its number. */
function toTable(list: readonly object[], parts: string[]): Table {
  const columns = Object.keys(list[0] ?? {})
  const rows = list.map((item) =>
    columns.map((column) => {
      const cell = (item as Record<string, unknown>)[column]
      return isOwnPart(cell) ? [parts.push(cell)] : cell
    }),
  )
  return { columns, rows }
}

function ofTable<Item>({ columns, rows }: Table, parts: readonly string[]): Item[] {
  return rows.map((row) => {
    const item: Record<string, unknown> = {}
    for (let i = 0; i < columns.length; i++) {
      const cell = row[i]
      item[columns[i] as string] = Array.isArray(cell) ? parts[cell[0] as number] : cell
    }
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
  const parts: string[] = []
  const stored: StoredState = {
    race_id: state.race_id,
    first_at: state.first_at,
    last_at: state.last_at,
    card: card === null ? null : { ...card, runners: toTable(card.runners, parts) },
    result: result === null ? null : { ...result, runners: toTable(result.runners, parts) },
    mentions: toTable(state.mentions, parts),
  }
  return [JSON.stringify(stored), ...parts].join(between)
}

/** The state of a text written by `stateText`. Throws SyntaxError on anything that is no JSON. */
export function stateOfText(text: string): RaceState {
  const parts = text.split(between)
  const stored = JSON.parse(parts[0] ?? '') as StoredState
  const { card, result } = stored
  return {
    race_id: stored.race_id,
    card: card === null ? null : { ...card, runners: ofTable<CardRunner>(card.runners, parts) },
    result: result === null ? null : { ...result, runners: ofTable<ResultRunner>(result.runners, parts) },
    mentions: ofTable<Mention>(stored.mentions, parts),
    first_at: stored.first_at,
    last_at: stored.last_at,
  }
}
