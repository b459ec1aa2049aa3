/**
 * What the events of a batch say, per entity: each event is merged as it comes, before anything is read from the tables, so a
 * batch holds one state per entity and no events. What is stored is merged in afterwards (`withStored`).
 */
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import { entityTypes, type EntityType } from './entityColumns.js'
import { emptyState, mergeFact, mergeState, type EntityState, type Stamp } from './entityState.js'

/** An entity that a batch speaks of. */
export interface Entry {
  readonly type: EntityType
  readonly id: string
  /** What the batch says; with what was stored before, once that is merged in. */
  readonly state: EntityState
  /** The stored state, as text and value; null where there is none, or it is not loaded yet. */
  stored: string | null
  before: EntityState | null
}

export interface Gathered {
  readonly of: Readonly<Record<EntityType, Map<string, Entry>>>
  /** Profiles of the batch by horse: whether they count is known when the horse's state is. */
  readonly profiles: Map<string, EntityFacts[]>
}

/** Where an event's facts of each kind are, and what their ids are called. */
const places = [
  ['horse', 'horses', 'horse_id'],
  ['jockey', 'jockeys', 'id'],
  ['trainer', 'trainers', 'id'],
  ['owner', 'owners', 'id'],
  ['sire', 'sires', 'id'],
  ['dam', 'dams', 'id'],
  ['damsire', 'damsires', 'id'],
  ['course', 'courses', 'course_id'],
  ['region', 'regions', 'code'],
  ['bookmaker', 'bookmakers', 'code'],
] as const satisfies readonly (readonly [EntityType, keyof EntityFacts, string])[]

/** Nothing yet. */
export function nothingGathered(): Gathered {
  const of = Object.fromEntries(entityTypes.map((type) => [type, new Map<string, Entry>()])) as Gathered['of']
  return { of, profiles: new Map() }
}

function entryOf({ of }: Gathered, type: EntityType, id: string): Entry {
  let entry = of[type].get(id)
  if (entry === undefined) {
    entry = { type, id, state: emptyState(type), stored: null, before: null }
    of[type].set(id, entry)
  }
  return entry
}

function merge(gathered: Gathered, facts: EntityFacts): void {
  const { race_date, fetched_at, event_id, seen_on, source } = facts
  const stamp: Stamp = [race_date, fetched_at, event_id]
  const telling = { stamp, fetched_at, seen_on, source }
  for (const [type, list, key] of places)
    for (const one of facts[list]) {
      const fact = one as unknown as Readonly<Record<string, unknown>>
      mergeFact(entryOf(gathered, type, fact[key] as string).state, type, fact, telling)
    }
}

/** Takes in what an event says; profiles are put aside. */
export function gather(gathered: Gathered, facts: EntityFacts): void {
  const horse = facts.source === 'profile' ? facts.horses[0] : undefined
  if (horse === undefined) {
    merge(gathered, facts)
    return
  }
  entryOf(gathered, 'horse', horse.horse_id)
  const others = gathered.profiles.get(horse.horse_id)
  if (others === undefined) gathered.profiles.set(horse.horse_id, [facts])
  else others.push(facts)
}

/** Takes in what other events told of an entity. */
export function gatherState(gathered: Gathered, type: EntityType, id: string, told: EntityState): void {
  mergeState(entryOf(gathered, type, id).state, told)
}

/** Adds what was stored of an entity. */
export function withStored(entry: Entry, stored: string, before: EntityState): void {
  entry.stored = stored
  entry.before = before
  mergeState(entry.state, before)
}

/**
 * Lets the profiles of known horses count, those that were waiting for a horse that has become known as well; the others wait. Called
 * when the stored states of all horses are merged in; it may name parents that the batch did not name before.
 */
export function countProfiles(gathered: Gathered): void {
  for (const entry of [...gathered.of.horse.values()]) {
    const { id, state, before } = entry
    const told = gathered.profiles.get(id) ?? []
    const waiting = before?.waiting ?? {}
    if (state.known) for (const facts of [...told, ...Object.values(waiting)]) merge(gathered, facts)
    else state.waiting = { ...waiting, ...Object.fromEntries(told.map((facts) => [facts.event_id, facts])) }
  }
}
