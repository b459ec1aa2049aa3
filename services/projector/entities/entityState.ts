/**
 * What is known of one entity, whatever the order of events: per column the non-null value with the greatest stamp
 * (race date, fetch time, event id), and the span of everything that mentions it.
 *
 * A profile counts only once a race has made its horse known. Until then it waits in `waiting`, so that a profile that
 * arrives first and a race that arrives later give the same rows as the other way round.
 */
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'

type Value = string | number | boolean
/** value, race date, fetched at (ms), event id */
export type StampedValue = readonly [Value, string, number, string]

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

export interface Mention {
  readonly stamp: { readonly race_date: string; readonly fetched_at: number; readonly event_id: string }
  readonly seen_on: string | null
  readonly source: EntityFacts['source']
  readonly columns: Readonly<Record<string, Value | null>>
}

/** Whether stamp `a` is later than `b`, part by part; event ids by code unit. */
function isLater(a: StampedValue, b: StampedValue): boolean {
  if (a[1] !== b[1]) return a[1] > b[1]
  if (a[2] !== b[2]) return a[2] > b[2]
  if (a[3] !== b[3]) return a[3] > b[3]
  return a[0] > b[0]
}

const least = (a: string | null, b: string | null) => (a === null ? b : b === null ? a : a < b ? a : b)
const greatest = (a: string | null, b: string | null) => (a === null ? b : b === null ? a : a > b ? a : b)

/** The state after one more mention; `null` is the state before any. Commutative, associative and idempotent. */
export function mergeMention(state: EntityState | null, mention: Mention): EntityState {
  const { race_date, fetched_at, event_id } = mention.stamp
  const columns: Record<string, StampedValue> = { ...state?.columns }
  for (const [column, value] of Object.entries(mention.columns)) {
    if (value === null) continue
    const stamped: StampedValue = [value, race_date, fetched_at, event_id]
    const held = columns[column]
    if (held === undefined || isLater(stamped, held)) columns[column] = stamped
  }
  const profile = mention.source === 'profile' ? fetched_at : null
  const enriched = state?.enriched_at ?? null
  return {
    // A profile is merged only where its horse is known, and then so are the parents it names.
    known: true,
    columns,
    created_at: Math.min(state?.created_at ?? Infinity, fetched_at),
    updated_at: Math.max(state?.updated_at ?? 0, fetched_at),
    first_seen: least(state?.first_seen ?? null, mention.seen_on),
    last_seen: greatest(state?.last_seen ?? null, mention.seen_on),
    enriched_at: profile === null ? enriched : Math.max(profile, enriched ?? 0),
    waiting: state?.waiting ?? {},
  }
}

/** The state of a horse that a profile tells of before any race does: the profile waits. */
export function withWaiting(state: EntityState | null, facts: EntityFacts): EntityState {
  const blank = {
    known: false,
    columns: {},
    created_at: Infinity,
    updated_at: 0,
    first_seen: null,
    last_seen: null,
    enriched_at: null,
  }
  return { ...(state ?? blank), waiting: { ...state?.waiting, [facts.event_id]: facts } }
}

/** A state as JSON text, and back; an entity without a mention has no earliest time yet, which JSON writes as null. */
export function entityStateText(state: EntityState): string {
  return JSON.stringify(state)
}

/** @see entityStateText */
export function entityStateOfText(text: string): EntityState {
  const state = JSON.parse(text) as Omit<EntityState, 'created_at'> & { created_at: number | null }
  return { ...state, created_at: state.created_at ?? Infinity }
}
