/**
 * What is known of one entity, whatever the order of events: per column the non-null value with the greatest stamp
 * (race date, fetch time, event id), and the span of everything that mentions it.
 *
 * A profile counts only once a race has made its horse known. Until then it waits in `waiting`, so that a profile that
 * arrives first and a race that arrives later give the same rows as the other way round.
 */
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'

type Value = string | number | boolean
/** Race date, fetched at (ms), event id; one and the same array for everything that one event says. */
export type Stamp = readonly [string, number, string]
export type StampedValue = readonly [Value, Stamp]

export interface EntityState {
  /** Named by a race, a reference list or the profile of a known horse; false while only profiles wait. */
  readonly known: boolean
  readonly columns: Readonly<Record<string, StampedValue>>
  /** Earliest and latest fetch time (ms) of what mentions it. */
  readonly created_at: number
  readonly updated_at: number
  /** Race dates. */
  readonly first_seen: string | null
  readonly last_seen: string | null
  /** Fetch time (ms) of the newest profile. */
  readonly enriched_at: number | null
  /** Profiles of a horse that no race has named yet, by event id. */
  readonly waiting: Readonly<Record<string, EntityFacts>>
}

/** A state that a batch is being merged into. */
export type EntityDraft = {
  -readonly [Property in keyof EntityState]: EntityState[Property] extends Readonly<Record<string, infer Item>>
    ? Record<string, Item>
    : EntityState[Property]
}

/** What one event says of one entity. */
export interface Mention {
  readonly stamp: Stamp
  readonly seen_on: string | null
  readonly source: EntityFacts['source']
  /** Its columns as told; null claims nothing. */
  readonly fact: Readonly<Record<string, Value | null>>
  /** The property of the fact that is the entity's id and no column. */
  readonly key: string
}

/** Whether stamp `a` is later than `b`, part by part; event ids by code unit. */
function isLater(a: Stamp, b: Stamp): boolean {
  if (a[0] !== b[0]) return a[0] > b[0]
  if (a[1] !== b[1]) return a[1] > b[1]
  return a[2] > b[2]
}

/** A draft that begins as a state; `null` is the state before any mention. */
export function draftOf(state: EntityState | null): EntityDraft {
  return state === null
    ? {
        known: false,
        columns: {},
        created_at: Infinity,
        updated_at: 0,
        first_seen: null,
        last_seen: null,
        enriched_at: null,
        waiting: {},
      }
    : { ...state, columns: { ...state.columns }, waiting: { ...state.waiting } }
}

/** Adds a mention to a draft. The order and number of times of the same mentions makes no difference. */
export function mergeMention(draft: EntityDraft, mention: Mention): void {
  const { stamp, fact, key, seen_on } = mention
  for (const column in fact) {
    const value = fact[column]
    if (value === null || value === undefined || column === key) continue
    const held = draft.columns[column]
    const wins = held === undefined || isLater(stamp, held[1]) || (value > held[0] && !isLater(held[1], stamp))
    if (wins) draft.columns[column] = [value, stamp]
  }
  const at = stamp[1]
  // A profile is merged only where its horse is known, and then so are the parents it names.
  draft.known = true
  if (at < draft.created_at) draft.created_at = at
  if (at > draft.updated_at) draft.updated_at = at
  if (seen_on !== null) {
    if (draft.first_seen === null || seen_on < draft.first_seen) draft.first_seen = seen_on
    if (draft.last_seen === null || seen_on > draft.last_seen) draft.last_seen = seen_on
  }
  if (mention.source === 'profile') draft.enriched_at = Math.max(at, draft.enriched_at ?? 0)
}

/** Stored: stamps once each, columns as value and number of the stamp. Most entities are known from one event or two. */
interface StoredState extends Omit<EntityState, 'columns' | 'created_at'> {
  readonly stamps: readonly Stamp[]
  readonly columns: Readonly<Record<string, readonly [Value, number]>>
  /** Null where nothing has mentioned it yet: JSON has no Infinity. */
  readonly created_at: number | null
}

/** A state as JSON text. */
export function entityStateText(state: EntityState): string {
  const stamps: Stamp[] = []
  const columns: Record<string, readonly [Value, number]> = {}
  for (const column in state.columns) {
    const [value, stamp] = state.columns[column] as StampedValue
    let number = stamps.findIndex((one) => one === stamp || !(isLater(one, stamp) || isLater(stamp, one)))
    if (number < 0) number = stamps.push(stamp) - 1
    columns[column] = [value, number]
  }
  return JSON.stringify({ ...state, stamps, columns })
}

/** The state of a text written by `entityStateText`. */
export function entityStateOfText(text: string): EntityState {
  const { stamps, ...stored } = JSON.parse(text) as StoredState
  const columns: Record<string, StampedValue> = {}
  for (const column in stored.columns) {
    const [value, number] = stored.columns[column] as readonly [Value, number]
    columns[column] = [value, stamps[number] as Stamp]
  }
  return { ...stored, columns, created_at: stored.created_at ?? Infinity }
}
