/**
 * Which entities count as named, so that each has its statistics set, with runs or without. Races name people, parents and
 * their horses; a profile names parents, but only once a race has named the horse (docs/racing-values.md).
 */
import type { PoolClient } from 'pg'
import { addRows } from '../../lib/db/bulkInsert.js'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import { textArray } from '../../lib/db/textArray.js'
import type { HorseProfileFetched } from '../../lib/events/events.js'
import { readEntities } from '../../lib/racing/entities.js'
import type { Reading } from './beliefs.js'
import { entityColumns, entityTypes, parents, type EntityType } from './entityTypes.js'

const statement = sqlFiles(import.meta.url)
const mentionEntities = statement('mentionEntities')
const noteProfileParents = statement('noteProfileParents')
const mentionProfileParents = statement('mentionProfileParents')
const countNamed = statement('countNamed')
const countProfileParents = statement('countProfileParents')

export interface Named {
  readonly entity_type: string
  readonly entity_id: string
}

interface ProfileParent {
  readonly horse: string
  readonly type: string
  readonly id: string
  readonly at: number
}

/** What the events of a batch name. */
export interface Mentioned {
  /** By kind, the entities that races name, and the latest `fetched_at` (ms) of those that do. */
  readonly byRaces: Readonly<Record<EntityType, Map<string, { at: number }>>>
  readonly byProfiles: ProfileParent[]
}

/** A batch that names nobody yet. */
export const nobodyMentioned = (): Mentioned => ({
  byRaces: {
    horse: new Map(),
    jockey: new Map(),
    trainer: new Map(),
    owner: new Map(),
    sire: new Map(),
    dam: new Map(),
    damsire: new Map(),
  },
  byProfiles: [],
})

/** Takes in what a race event names: everybody on its card, or in its result. */
export function nameOfRace({ byRaces }: Mentioned, { fetched_at, runners }: Reading): void {
  for (const runner of runners) {
    for (const type of entityTypes) {
      const id = runner[entityColumns[type]]
      if (id === null) continue
      const named = byRaces[type].get(id)
      if (named === undefined) byRaces[type].set(id, { at: fetched_at })
      else if (named.at < fetched_at) named.at = fetched_at
    }
  }
}

/** Takes in what a profile names. One without an id names nobody. */
export function nameOfProfile({ byProfiles }: Mentioned, profile: HorseProfileFetched): void {
  const facts = readEntities(profile)
  const horse = 'unusable' in facts ? undefined : facts.horses[0]?.horse_id
  if ('unusable' in facts || horse === undefined) return
  for (const type of parents)
    for (const { id } of facts[`${type}s`]) byProfiles.push({ horse, type, id, at: profile.fetched_at })
}

const namesOf = ({ byRaces }: Mentioned) =>
  entityTypes.flatMap((type) => [...byRaces[type]].map(([id, { at }]) => [type, id, at] as const))

/** Notes what races name; returns the entities named for the first time or later than before. */
async function noteRaces(client: PoolClient, mentioned: Mentioned): Promise<Named[]> {
  const rows = namesOf(mentioned)
  if (rows.length === 0) return []
  return (
    await client.query<Named>(mentionEntities, [
      textArray(rows.map(([type]) => type)),
      textArray(rows.map(([, id]) => id)),
      `{${rows.map(([, , at]) => at).join(',')}}`,
    ])
  ).rows
}

/** Notes what profiles name; returns the horses they are of. */
async function noteProfiles(client: PoolClient, rows: readonly ProfileParent[]): Promise<string[]> {
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
export async function mention(client: PoolClient, mentioned: Mentioned): Promise<Named[]> {
  const named = await noteRaces(client, mentioned)
  const horses = new Set(await noteProfiles(client, mentioned.byProfiles))
  for (const one of named) if (one.entity_type === 'horse') horses.add(one.entity_id)
  const ofProfiles =
    horses.size === 0 ? [] : (await client.query<Named>(mentionProfileParents, [[...horses].sort()])).rows
  return [...named, ...ofProfiles].filter((one) => one.entity_type !== 'horse')
}

/** Puts down whom the events of a replay name. They count as named from `countMentioned` on. */
export async function mentionLater(client: PoolClient, mentioned: Mentioned): Promise<void> {
  const rows = namesOf(mentioned).map(([type, id, at]) => [type, id, new Date(at)])
  await addRows(client, 'stats_named', ['entity_type', 'entity_id', 'mentioned_at'], rows)
  await noteProfiles(client, mentioned.byProfiles)
}

/** Counts whom a replay has named: before statistics are published, while the caller has the group's turn (lockClock). */
export async function countMentioned(client: PoolClient): Promise<void> {
  await client.query(countNamed)
  await client.query('TRUNCATE stats_named')
  await client.query(countProfileParents)
}
