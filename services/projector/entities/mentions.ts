/** From what one event says to mentions of single entities. */
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import type { Mention, Stamp } from './entityState.js'

/** The kinds of entities, in the order in which their rows are locked and written. */
export const entityTypes = [
  'horse',
  'jockey',
  'trainer',
  'owner',
  'sire',
  'dam',
  'damsire',
  'course',
  'region',
  'bookmaker',
] as const
export type EntityType = (typeof entityTypes)[number]

export interface EntityMention extends Mention {
  readonly type: EntityType
  readonly id: string
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

/** Every entity that the facts of an event name, with the columns they tell. */
export function mentionsOf(facts: EntityFacts): EntityMention[] {
  const { seen_on, source } = facts
  const stamp: Stamp = [facts.race_date, facts.fetched_at, facts.event_id]
  const mentions: EntityMention[] = []
  for (const [type, list, key] of places)
    for (const one of facts[list]) {
      const fact = one as unknown as Mention['fact']
      mentions.push({ type, id: fact[key] as string, stamp, seen_on, source, fact, key })
    }
  return mentions
}
