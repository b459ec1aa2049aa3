/**
 * Which entities count as named, so that each has its statistics set, with runs or without. Races name people, parents and
 * their horses; a profile names parents, but only once a race has named the horse (docs/racing-values.md).
 */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { HorseProfileFetched, RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { readEntities } from '../../lib/racing/entities.js'
import type { EntityFacts } from '../../lib/racing/entityFacts.js'
import { parents, people } from './entityTypes.js'

const mentionEntities = sqlFile(import.meta.url, './sql/mentionEntities.sql')
const noteProfileParents = sqlFile(import.meta.url, './sql/noteProfileParents.sql')
const mentionProfileParents = sqlFile(import.meta.url, './sql/mentionProfileParents.sql')

export interface Named {
  readonly entity_type: string
  readonly entity_id: string
}

function factsOf(event: RacecardFetched | ResultFetched | HorseProfileFetched): EntityFacts | null {
  const facts = readEntities(event)
  return 'unusable' in facts ? null : facts
}

/** What race events name; returns the entities named for the first time or later than before, horses among them. */
async function byRaces(client: PoolClient, events: readonly (RacecardFetched | ResultFetched)[]): Promise<Named[]> {
  const latest = new Map<string, readonly [string, string, number]>()
  const name = (type: string, id: string, at: number) => {
    const key = `${type}\n${id}`
    const before = latest.get(key)
    if (before === undefined || before[2] < at) latest.set(key, [type, id, at])
  }
  for (const event of events) {
    const facts = factsOf(event)
    if (facts === null) continue
    for (const horse of facts.horses) name('horse', horse.horse_id, event.fetched_at)
    for (const type of [...people, ...parents])
      for (const entity of facts[`${type}s`]) name(type, entity.id, event.fetched_at)
  }
  const rows = [...latest.values()]
  if (rows.length === 0) return []
  return (
    await client.query<Named>(mentionEntities, [
      rows.map(([type]) => type),
      rows.map(([, id]) => id),
      rows.map(([, , at]) => at),
    ])
  ).rows
}

/** Notes what profiles name; returns the horses they are of. */
async function noteProfiles(client: PoolClient, profiles: readonly HorseProfileFetched[]): Promise<string[]> {
  const rows: { horse: string; type: string; id: string; at: number }[] = []
  for (const profile of profiles) {
    const facts = factsOf(profile)
    const horse = facts?.horses[0]?.horse_id
    if (facts === null || horse === undefined) continue
    for (const type of parents)
      for (const entity of facts[`${type}s`]) rows.push({ horse, type, id: entity.id, at: profile.fetched_at })
  }
  if (rows.length === 0) return []
  await client.query(noteProfileParents, [
    rows.map((row) => row.horse),
    rows.map((row) => row.type),
    rows.map((row) => row.id),
    rows.map((row) => row.at),
  ])
  return [...new Set(rows.map((row) => row.horse))]
}

/** Notes the entities that events name; returns the people and parents new, or named later than before. */
export async function mention(
  client: PoolClient,
  races: readonly (RacecardFetched | ResultFetched)[],
  profiles: readonly HorseProfileFetched[],
): Promise<Named[]> {
  const named = await byRaces(client, races)
  const horses = new Set(await noteProfiles(client, profiles))
  for (const one of named) if (one.entity_type === 'horse') horses.add(one.entity_id)
  const ofProfiles =
    horses.size === 0 ? [] : (await client.query<Named>(mentionProfileParents, [[...horses].sort()])).rows
  return [...named, ...ofProfiles].filter((one) => one.entity_type !== 'horse')
}
