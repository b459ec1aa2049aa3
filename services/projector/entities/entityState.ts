/**
 * What is known of one entity, whatever the order of events: per column the non-null value with the greatest stamp
 * (race date, fetch time, event id), and the span of everything that mentions it.
 *
 * A profile counts only once a race has made its horse known. Until then it waits in `waiting`, so that a profile that
 * arrives first and a race that arrives later give the same rows as the other way round.
 */
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import { columnsOf, type EntityType } from './entityColumns.js'

export type Value = string | number | boolean
/** Race date, fetched at (ms), event id; one and the same array for everything that one event says. */
export type Stamp = readonly [string, number, string]

export interface EntityState {
  /** Named by a race, a reference list or the profile of a known horse; false while only profiles wait. */
  known: boolean
  /** Values and their stamps in the order of `columnsOf`; null where no event has one. */
  readonly values: (Value | null)[]
  readonly stamps: (Stamp | null)[]
  /** Earliest and latest fetch time (ms) of what mentions it; null before that. */
  created_at: number | null
  updated_at: number | null
  /** Race dates; of horses alone. */
  first_seen: string | null
  last_seen: string | null
  /** Fetch time (ms) of the newest profile; of horses alone. */
  enriched_at: number | null
  /** Profiles of a horse that no race has named yet, by event id. */
  waiting: Readonly<Record<string, EntityFacts>>
}

const nothing: EntityState['waiting'] = {}

/** The state before any mention. */
export function emptyState(type: EntityType): EntityState {
  const { length } = columnsOf[type]
  return {
    known: false,
    values: new Array<null>(length).fill(null),
    stamps: new Array<null>(length).fill(null),
    created_at: null,
    updated_at: null,
    first_seen: null,
    last_seen: null,
    enriched_at: null,
    waiting: nothing,
  }
}

/** Whether stamp `a` is later than `b`, part by part; event ids by code unit. */
function isLater(a: Stamp, b: Stamp): boolean {
  if (a === b) return false
  if (a[0] !== b[0]) return a[0] > b[0]
  if (a[1] !== b[1]) return a[1] > b[1]
  return a[2] > b[2]
}

function offer(state: EntityState, column: number, value: Value, stamp: Stamp): void {
  const held = state.stamps[column] as Stamp | null
  if (held === null || isLater(stamp, held) || (value > (state.values[column] as Value) && !isLater(held, stamp))) {
    state.values[column] = value
    state.stamps[column] = stamp
  }
}

const earlier = <T extends number | string>(a: T | null, b: T | null) => (a === null || (b !== null && b < a) ? b : a)
const later = <T extends number | string>(a: T | null, b: T | null) => (a === null || (b !== null && b > a) ? b : a)

/** What all facts of one event have in common. */
export type Telling = Pick<EntityFacts, 'seen_on' | 'source' | 'fetched_at'> & { readonly stamp: Stamp }

/**
 * Adds what an event tells of an entity (its columns by name; null claims nothing). The order and number of times of the same
 * facts makes no difference.
 */
export function mergeFact(
  state: EntityState,
  type: EntityType,
  fact: Readonly<Record<string, unknown>>,
  { stamp, seen_on, source, fetched_at }: Telling,
): void {
  const columns = columnsOf[type]
  for (let i = 0; i < columns.length; i += 1) {
    const value = fact[columns[i] as string] as Value | null | undefined
    if (value !== null && value !== undefined) offer(state, i, value, stamp)
  }
  // A profile is merged only where its horse is known, and then so are the parents it names.
  state.known = true
  state.created_at = earlier(state.created_at, fetched_at)
  state.updated_at = later(state.updated_at, fetched_at)
  if (type !== 'horse') return
  state.first_seen = earlier(state.first_seen, seen_on)
  state.last_seen = later(state.last_seen, seen_on)
  if (source === 'profile') state.enriched_at = later(state.enriched_at, fetched_at)
}

/** Adds everything but what waits of one state to another of the same entity. */
export function mergeState(into: EntityState, from: EntityState): void {
  for (let i = 0; i < from.values.length; i += 1) {
    const stamp = from.stamps[i] as Stamp | null
    if (stamp !== null) offer(into, i, from.values[i] as Value, stamp)
  }
  into.known ||= from.known
  into.created_at = earlier(into.created_at, from.created_at)
  into.updated_at = later(into.updated_at, from.updated_at)
  into.first_seen = earlier(into.first_seen, from.first_seen)
  into.last_seen = later(into.last_seen, from.last_seen)
  into.enriched_at = later(into.enriched_at, from.enriched_at)
}

/**
 * A state as it is stored: a JSON list without names, because it is rewritten with nearly every mention. Stamps are there once
 * each; `by` says per column which one it is, and is 0 where all columns have the same, as after most events. What comes after the
 * update time is of horses alone, and left out where there is nothing.
 */
type StoredState = readonly [
  values: readonly (Value | null)[],
  by: 0 | readonly (number | null)[],
  stamps: readonly Stamp[],
  created_at: number | null,
  updated_at: number | null,
  first_seen?: string | null,
  last_seen?: string | null,
  enriched_at?: number | null,
  waiting?: EntityState['waiting'],
]

let lastStamp: Stamp | undefined
let lastStampText = ''

/** A stamp as JSON. That of the event in hand comes again and again. */
function stampText(stamp: Stamp): string {
  if (stamp !== lastStamp) {
    lastStamp = stamp
    lastStampText = `["${stamp[0]}",${stamp[1]},${JSON.stringify(stamp[2])}]`
  }
  return lastStampText
}

const isSame = (a: Stamp, b: Stamp) => a === b || !(isLater(a, b) || isLater(b, a))
const dateText = (date: string | null) => (date === null ? 'null' : `"${date}"`)

/** A state as text. The same state always gives the same text. */
export function entityStateText(state: EntityState): string {
  const distinct: Stamp[] = []
  let stamps = ''
  let by: (number | null)[] | null = null
  for (let i = 0; i < state.stamps.length; i += 1) {
    const stamp = state.stamps[i] as Stamp | null
    if (stamp === null) {
      by?.push(null)
      continue
    }
    let number = 0
    while (number < distinct.length && !isSame(distinct[number] as Stamp, stamp)) number += 1
    if (number === distinct.length) {
      distinct.push(stamp)
      stamps += number === 0 ? stampText(stamp) : `,${stampText(stamp)}`
    }
    if (number > 0) by ??= state.stamps.slice(0, i).map((one) => (one === null ? null : 0))
    by?.push(number)
  }
  const { values, created_at, updated_at, first_seen, last_seen, enriched_at, waiting, known } = state
  const text = `[${JSON.stringify(values)},${by === null ? '0' : JSON.stringify(by)},[${stamps}],${created_at},${updated_at}`
  if (known && enriched_at === null && last_seen === null) return `${text}]`
  const seen = `${text},${dateText(first_seen)},${dateText(last_seen)}`
  if (!known) return `${seen},${enriched_at},${JSON.stringify(waiting)}]`
  return enriched_at === null ? `${seen}]` : `${seen},${enriched_at}]`
}

/** The state of a text written by `entityStateText`. */
export function entityStateOfText(type: EntityType, text: string): EntityState {
  const [values, by, stamps, created_at, updated_at, first_seen, last_seen, enriched_at, waiting] = JSON.parse(
    text,
  ) as StoredState
  const state = emptyState(type)
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as Value | null
    if (value === null) continue
    state.values[i] = value
    state.stamps[i] = stamps[by === 0 ? 0 : (by[i] as number)] as Stamp
  }
  state.known = waiting === undefined
  state.created_at = created_at
  state.updated_at = updated_at
  state.first_seen = first_seen ?? null
  state.last_seen = last_seen ?? null
  state.enriched_at = enriched_at ?? null
  state.waiting = waiting ?? nothing
  return state
}

/** The columns that have a value, with it and its stamp. */
export function stampedColumns(type: EntityType, state: EntityState): Record<string, readonly [Value, Stamp]> {
  const columns: Record<string, readonly [Value, Stamp]> = {}
  for (const [i, column] of columnsOf[type].entries()) {
    const stamp = state.stamps[i] as Stamp | null
    if (stamp !== null) columns[column] = [state.values[i] as Value, stamp]
  }
  return columns
}
