/** Events of the log that made a row, found by the places that the groups note. */
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { topics, type TopicName } from '../../lib/events/topics.js'
import type { Stamp } from '../../lib/explain/entities.js'
import type { ExplainedEvent } from '../../lib/explain/explanation.js'
import type { Position, StoredEvent } from '../../lib/log/log.js'
import { eventsAt, placesOf } from '../../lib/projection/eventPlaces.js'
import { profileDate } from '../../lib/racing/entityFacts.js'
import type { Runtime } from '../../lib/runtime.js'

/** An event with the place it was read from. */
export interface Found {
  readonly event: DarkhorsesEvent
  readonly stored: StoredEvent
}

/** More events of one row than this are not read. */
export const mostEvents = 2000

/** The id of an event, or of a control message. */
export const eventIdOf = ({ event }: Found): string => ('event_id' in event ? event.event_id : event.id)

const placeOf = (stored: StoredEvent) => `${stored.topic}/${stored.partition}/${stored.offset}`

export function explained(found: Found, effect: string): ExplainedEvent {
  const { event, stored } = found
  const at = 'fetched_at' in event ? event.fetched_at : stored.timestamp
  return {
    event_id: eventIdOf(found),
    type: event.type,
    place: placeOf(stored),
    fetched_at: new Date(at).toISOString(),
    effect,
  }
}

async function read(runtime: Runtime, places: readonly Position[]): Promise<Found[]> {
  const stored = await eventsAt(runtime.log, places)
  await runtime.codec.prepare(stored)
  return stored.map((one) => ({ stored: one, event: runtime.codec.decode(one) }))
}

/** All events of some keys of a topic. */
export async function eventsOf(runtime: Runtime, topic: TopicName, keys: readonly string[]): Promise<Found[]> {
  const places = await placesOf(runtime.pool('racing'), topic, keys)
  return read(runtime, places.slice(-mostEvents))
}

/** The events of races, cards and results. */
export async function raceEvents(runtime: Runtime, raceIds: readonly string[]): Promise<Found[]> {
  const [cards, results] = await Promise.all([
    eventsOf(runtime, topics.racecards, raceIds),
    eventsOf(runtime, topics.results, raceIds),
  ])
  return [...cards, ...results]
}

/** Races of some days, those that an entity is a runner's part of first. */
async function candidateRaces(runtime: Runtime, days: readonly string[], column: string | null, id: string) {
  const own =
    column === null ? 'false' : `EXISTS (SELECT FROM ra_runners u WHERE u.race_id = r.race_id AND u.${column} = $2)`
  const { rows } = await runtime
    .pool('racing')
    .query<{ race_id: string; own: boolean }>(
      `SELECT r.race_id, ${own} AS own FROM ra_races r WHERE r.date = ANY ($1::date[]) AND $2::text IS NOT NULL ORDER BY own DESC, r.race_id`,
      [days, id],
    )
  return rows
}

export interface Wanted {
  readonly stamps: readonly Stamp[]
  /** Kind of entity, and its id. */
  readonly entity: string
  readonly id: string
}

export const runnerColumns: Readonly<Record<string, string>> = {
  horse: 'horse_id',
  jockey: 'jockey_id',
  trainer: 'trainer_id',
  owner: 'owner_id',
  sire: 'sire_id',
  dam: 'dam_id',
  damsire: 'damsire_id',
}
export const listOf: Readonly<Record<string, string>> = {
  course: 'courses',
  region: 'regions',
  bookmaker: 'bookmakers',
}

/** Profiles read at once while one is looked for. */
const someProfiles = 20

/** Whose profiles are looked through: of horses whose newest profile is of the instant, or of those that have had one since. */
export type Profiled = 'newest' | 'later'

/** Horses whose profiles of an instant (ms) can name an entity. */
async function profiledHorses(runtime: Runtime, entity: string, id: string, at: number, which: Profiled) {
  if (entity === 'horse') return which === 'newest' ? [id] : []
  if (!['sire', 'dam', 'damsire'].includes(entity)) return []
  const { rows } = await runtime.pool('racing').query<{ horse_id: string }>(
    `SELECT horse_id FROM ra_mst_horses WHERE ${entity}_id = $1 AND enriched_at ${which === 'newest' ? '=' : '>'} $2
     ORDER BY horse_id LIMIT 500`,
    [id, new Date(at)],
  )
  return rows.map((row) => row.horse_id)
}

/** The profile that names an entity, was fetched at an instant (ms), and is one of those looked for; undefined where there is none. */
export async function profileOf(
  runtime: Runtime,
  entity: string,
  id: string,
  at: number,
  isWanted: (one: Found) => boolean,
  which: Profiled,
): Promise<Found | undefined> {
  const horses = await profiledHorses(runtime, entity, id, at, which)
  for (let i = 0; i < horses.length; i += someProfiles) {
    const profiles = await eventsOf(runtime, topics.horseProfiles, horses.slice(i, i + someProfiles))
    const found = profiles.find(isWanted)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The events of some stamps, by id. Races of the days are looked through, those of the entity first; then profiles and
 * reference lists. What is found nowhere (a race that has moved to another day) is left out.
 */
export async function eventsOfStamps(runtime: Runtime, wanted: Wanted): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  const ids = new Set(wanted.stamps.map((stamp) => stamp.event_id))
  const keep = (events: readonly Found[]) => {
    for (const one of events)
      if ('event_id' in one.event && ids.has(one.event.event_id)) found.set(one.event.event_id, one)
  }
  const days = [...new Set(wanted.stamps.map((stamp) => stamp.race_date).filter((day) => day !== profileDate))]
  const undated = wanted.stamps.filter((stamp) => stamp.race_date === profileDate)
  const list = listOf[wanted.entity]
  if (undated.length > 0 && list !== undefined) keep(await eventsOf(runtime, topics.reference, [list]))
  for (const { event_id, fetched_at } of undated) {
    const isIt = ({ event }: Found) => 'event_id' in event && event.event_id === event_id
    const find = (which: Profiled) => profileOf(runtime, wanted.entity, wanted.id, fetched_at, isIt, which)
    const one = (await find('newest')) ?? (await find('later'))
    if (one !== undefined) keep([one])
  }
  if (days.length === 0) return found
  const races = await candidateRaces(runtime, days, runnerColumns[wanted.entity] ?? null, wanted.id)
  for (const own of [true, false]) {
    const some = races.filter((race) => race.own === own).map((race) => race.race_id)
    if (some.length > 0 && found.size < ids.size) keep(await raceEvents(runtime, some))
  }
  return found
}
