/** From what one event says to mentions of single entities. */
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import type { Mention } from './entityState.js'

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

/** Every entity that the facts of an event name, with the columns they tell. */
export function mentionsOf(facts: EntityFacts): EntityMention[] {
  const { race_date, fetched_at, event_id, seen_on, source } = facts
  const stamp = { race_date, fetched_at, event_id }
  const mention = <Fact extends object, Key extends keyof Fact>(
    type: EntityType,
    key: Key,
    list: readonly Fact[],
  ): EntityMention[] =>
    list.map((fact) => {
      const { [key]: id, ...columns } = fact
      return { type, id: id as string, stamp, seen_on, source, columns: columns as Mention['columns'] }
    })
  return [
    ...mention('horse', 'horse_id', facts.horses),
    ...mention('jockey', 'id', facts.jockeys),
    ...mention('trainer', 'id', facts.trainers),
    ...mention('owner', 'id', facts.owners),
    ...mention('sire', 'id', facts.sires),
    ...mention('dam', 'id', facts.dams),
    ...mention('damsire', 'id', facts.damsires),
    ...mention('course', 'course_id', facts.courses),
    ...mention('region', 'code', facts.regions),
    ...mention('bookmaker', 'code', facts.bookmakers),
  ]
}
