/** What `darkhorses explain` says of a row: its events, and for each column what decided it. */

export interface ExplainedEvent {
  readonly event_id: string
  readonly type: string
  /** Where it is in the log, as `topic/partition/offset`; null where it was not found. */
  readonly place: string | null
  readonly fetched_at: string
  /** What it does to the row, in words. */
  readonly effect: string
}

/** What decided one column. */
export interface Decision {
  readonly column: string
  /** The value by the events named; compared with the cell. Left out where it is counted or derived elsewhere. */
  readonly value?: unknown
  /** Ids of the events; several where only together they make the value; none where no event has one. */
  readonly decided_by: readonly string[]
  /** For statistics: how many facts it was counted from. */
  readonly facts?: number
  readonly why: string
}

/** A decision with the table's cell. */
export interface ExplainedColumn extends Omit<Decision, 'value'> {
  readonly value: unknown
  /** What the events say, where the cell says something else: somebody has changed it by hand. */
  readonly expected?: unknown
}

/** One counted run, with the result event that says so. */
export interface ExplainedFact {
  readonly race_id: string
  readonly horse_id: string
  readonly race_date: string
  readonly position: number | null
  readonly event_id: string | null
}

export interface Explanation {
  readonly table: string
  readonly key: Readonly<Record<string, string>>
  readonly row: Readonly<Record<string, unknown>>
  /** In the order of their effect: what counts comes last. */
  readonly events: readonly ExplainedEvent[]
  /** Events of the row that are not listed. */
  readonly more_events: number
  readonly columns: readonly ExplainedColumn[]
  /** Newest first; empty for tables without statistics. */
  readonly facts: readonly ExplainedFact[]
  readonly more_facts: number
}

const instant = (value: unknown): number | null => {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'number') return value
  return null
}

/**
 * Whether a value as the pure code has it (rows.ts: instants in ms, decimals and JSON as text) is what a cell of Postgres
 * holds, as lib/db/pool.ts reads it.
 */
export function isSameCell(value: unknown, cell: unknown): boolean {
  if (value === null || value === undefined || cell === null || cell === undefined)
    return (value ?? null) === (cell ?? null)
  if (cell instanceof Date) return instant(value) === cell.getTime()
  if (typeof cell === 'object')
    return sameJson(typeof value === 'string' ? (JSON.parse(value) as unknown) : value, cell)
  if (typeof cell === 'boolean' || typeof value === 'boolean') return value === cell
  if (typeof value === 'object') return false
  const [a, b] = [`${value as string | number}`, `${cell as string | number}`]
  return a === b || (/^-?\d+(\.\d+)?$/.test(a) && /^-?\d+(\.\d+)?$/.test(b) && sameDecimal(a, b))
}

/** Equal as numbers without passing a float: `8.30` is `8.3`. */
function sameDecimal(a: string, b: string): boolean {
  const plain = (text: string) =>
    (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^(-?)0+(?=\d)/, '$1')
  return plain(a) === plain(b)
}

function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => sameJson(one, b[i]))
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
    const keys = Object.keys(x)
    return keys.length === Object.keys(y).length && keys.every((key) => key in y && sameJson(x[key], y[key]))
  }
  return a === b
}

/** Decisions beside the cells of a row; columns without a decision say so. */
export function withCells(row: Readonly<Record<string, unknown>>, decisions: readonly Decision[]): ExplainedColumn[] {
  const known = new Map(decisions.map((one) => [one.column, one]))
  return Object.entries(row).map(([column, cell]) => {
    const { value: said, ...decision } = known.get(column) ?? { column, decided_by: [], why: 'no event decides it' }
    const differs = 'value' in (known.get(column) ?? {}) && !isSameCell(said, cell)
    return { ...decision, value: cell, ...(differs ? { expected: said ?? null } : {}) }
  })
}
