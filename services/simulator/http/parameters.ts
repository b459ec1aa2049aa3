import { isCalendarDay } from '../simulatedClock.js'
import { regionName } from '../regions.js'
import type { InvalidParameter } from './answer.js'

/** How a query parameter is read: repeated ones collect into a list. */
export type ParameterKind =
  | { readonly kind: 'date' }
  | { readonly kind: 'integer'; readonly least: number; readonly most: number | null }
  | { readonly kind: 'regions' }
  | { readonly kind: 'texts' }

export type ParameterKinds = Readonly<Record<string, ParameterKind>>

/** A query that passed: dates as text, integers as numbers, lists as lists in lower case. */
export interface Query {
  /** As sent, in order: what the API echoes. */
  readonly echo: readonly (readonly [string, string])[]
  text(name: string): string | null
  integer(name: string, otherwise: number): number
  list(name: string): readonly string[]
}

/**
 * Reads a query string by the endpoint's parameters. A parameter the endpoint does not know, a day that does not exist,
 * a number out of its limits or a region nobody knows is a problem (422), with FastAPI's `loc`, `msg` and `type`.
 */
export function readQuery(search: URLSearchParams, kinds: ParameterKinds): Query | readonly InvalidParameter[] {
  const echo: (readonly [string, string])[] = []
  const problems: InvalidParameter[] = []
  const values = new Map<string, string[]>()
  for (const [name, value] of search) {
    echo.push([name, value])
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    const problem = kind === undefined ? unknownParameter : problemOf(kind, value)
    if (problem !== null) problems.push({ loc: ['query', name], ...problem })
    else values.set(name, [...(values.get(name) ?? []), value])
  }
  if (problems.length > 0) return problems
  return {
    echo,
    // The last one wins where a single value is repeated, as in FastAPI.
    text: (name) => values.get(name)?.at(-1) ?? null,
    integer: (name, otherwise) => Number(values.get(name)?.at(-1) ?? otherwise),
    list: (name) => (values.get(name) ?? []).map((value) => value.toLowerCase()),
  }
}

type Problem = Omit<InvalidParameter, 'loc'>

const unknownParameter: Problem = { msg: 'Extra inputs are not permitted', type: 'extra_forbidden' }

function problemOf(kind: ParameterKind, value: string): Problem | null {
  switch (kind.kind) {
    case 'date':
      return isCalendarDay(value)
        ? null
        : { msg: 'Value error, expected a date with format YYYY-MM-DD', type: 'value_error' }
    case 'integer':
      if (!/^[+-]?\d{1,15}$/.test(value)) {
        return { msg: 'Input should be a valid integer, unable to parse string as an integer', type: 'int_parsing' }
      }
      if (Number(value) < kind.least) {
        return { msg: `Input should be greater than or equal to ${kind.least}`, type: 'greater_than_equal' }
      }
      if (kind.most !== null && Number(value) > kind.most) {
        return { msg: `Input should be less than or equal to ${kind.most}`, type: 'less_than_equal' }
      }
      return null
    case 'regions':
      return regionName(value) === null
        ? { msg: `Value error, unrecognised region code: ${value}`, type: 'value_error' }
        : null
    case 'texts':
      return null
  }
}
