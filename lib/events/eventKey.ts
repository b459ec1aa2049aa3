import type { DarkhorsesEvent, EventType } from './events.js'
import { topics, type TopicName } from './topics.js'

/**
 * The topic of each event type. Their order is the order in which schemas are registered everywhere, so that ids agree
 * between registries: a new type goes to the end.
 */
export const topicOf: Readonly<Record<EventType, TopicName>> = {
  RacecardFetched: topics.racecards,
  ResultFetched: topics.results,
  HorseProfileFetched: topics.horseProfiles,
  ReferenceFetched: topics.reference,
  ControlMessage: topics.control,
  UnitFetched: topics.fetchLog,
  DeadLetter: topics.deadLetters,
  RaceSettled: topics.settled,
}

/** All event types, in order of registration. */
export const eventTypes = Object.keys(topicOf) as readonly EventType[]

/** What an event is about: its key in its topic. Events of one key keep their order. */
export function keyOf(event: DarkhorsesEvent): string {
  switch (event.type) {
    case 'RacecardFetched':
    case 'ResultFetched':
    case 'RaceSettled':
      return event.race_id
    case 'HorseProfileFetched':
      return event.horse_id
    case 'ReferenceFetched':
      return event.list
    case 'ControlMessage':
      return event.run_id ?? event.id
    case 'UnitFetched':
      return event.unit
    case 'DeadLetter':
      return event.group
  }
}
