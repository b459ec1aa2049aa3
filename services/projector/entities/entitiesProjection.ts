/**
 * The projection of the group `entities`: racecards, results, profiles and reference lists → masters, pedigree and links.
 *
 * Each entity has a mergeable state; a batch locks the states it touches in key order, merges its mentions in memory and sets
 * the rows. Statistics columns of the same rows belong to the group `stats` and are never written here.
 */
import type { PoolClient } from 'pg'
import { bulkUpsert } from '../../../lib/db/bulkUpsert.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { topics } from '../../../lib/events/topics.js'
import { DataError } from '../../../lib/projection/dataError.js'
import type { Projection, ProjectionEvent } from '../../../lib/projection/projection.js'
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import { readEntities } from '../../../lib/racing/entities.js'
import type { Coordinates } from './coordinates.js'
import { entityTables } from './entityRows.js'
import { entityStateOfText, entityStateText, mergeMention, withWaiting, type EntityState } from './entityState.js'
import { relink } from './links.js'
import { nameRegions } from './regions.js'
import { entityTypes, mentionsOf, type EntityMention, type EntityType } from './mentions.js'

const lockEntities = sqlFile(import.meta.url, '../sql/lockEntities.sql')
const loadEntities = sqlFile(import.meta.url, '../sql/loadEntities.sql')

export interface EntitiesOptions {
  /** Regions fetched for, upper case. */
  readonly regions: readonly string[]
  readonly coordinates: Coordinates
  /** True while links to racing records are left for `linkAll` (links.ts), as a rebuild does. */
  readonly linkLater?: () => boolean
}

type Key = readonly [EntityType, string]
const nameOf = ([type, id]: Key) => `${type}\n${id}`

/** The states of a batch: as stored (text and value), then as merged. */
interface Entry {
  readonly key: Key
  readonly stored: string | null
  readonly before: EntityState | null
  state: EntityState | null
}
type States = Map<string, Entry>

async function load(client: PoolClient, keys: readonly Key[], states: States): Promise<void> {
  const missing = new Map(keys.filter((key) => !states.has(nameOf(key))).map((key) => [nameOf(key), key]))
  if (missing.size === 0) return
  const sorted = [...missing.keys()].sort().map((name) => missing.get(name) as Key)
  const columns = [sorted.map(([type]) => type), sorted.map(([, id]) => id)]
  await client.query(lockEntities, columns)
  const { rows } = await client.query<{ entity_type: EntityType; entity_id: string; state: string | null }>(
    loadEntities,
    columns,
  )
  for (const row of rows) {
    const key: Key = [row.entity_type, row.entity_id]
    const before = row.state === null ? null : entityStateOfText(row.state)
    states.set(nameOf(key), { key, stored: row.state, before, state: before })
  }
}

function factsOf(batch: readonly ProjectionEvent[]): EntityFacts[] {
  return batch.map(({ event }) => {
    switch (event.type) {
      case 'RacecardFetched':
      case 'ResultFetched':
      case 'HorseProfileFetched':
      case 'ReferenceFetched': {
        const facts = readEntities(event)
        if (!('unusable' in facts)) return facts
        throw new DataError(`A ${event.type} has no usable ${facts.missing.join(', ')}`, { event_id: event.event_id })
      }
      default:
        throw new DataError(`A ${event.type} tells of no entities`)
    }
  })
}

function merge(states: States, mention: EntityMention): void {
  const entry = states.get(nameOf([mention.type, mention.id]))
  if (entry !== undefined) entry.state = mergeMention(entry.state, mention)
}

/**
 * Facts that count now: all but profiles of unknown horses, which are put aside in the horse's state, and with them the
 * profiles that were waiting for a horse that has become known.
 */
function countingFacts(facts: readonly EntityFacts[], states: States): EntityFacts[] {
  const known = new Set<string>()
  for (const { source, horses } of facts)
    if (source !== 'profile') for (const horse of horses) known.add(horse.horse_id)
  const counting: EntityFacts[] = []
  for (const one of facts) {
    const horse = one.source === 'profile' ? one.horses[0] : undefined
    const entry = horse === undefined ? undefined : states.get(nameOf(['horse', horse.horse_id]))
    if (horse !== undefined && entry !== undefined && !known.has(horse.horse_id) && !(entry.state?.known ?? false)) {
      entry.state = withWaiting(entry.state, one)
    } else counting.push(one)
  }
  for (const id of known) {
    const entry = states.get(nameOf(['horse', id]))
    if (entry?.state === undefined || entry.state === null) continue
    counting.push(...Object.values(entry.state.waiting))
    entry.state = { ...entry.state, waiting: {} }
  }
  return counting
}

async function writeRows(client: PoolClient, states: States, options: EntitiesOptions): Promise<void> {
  const tables = entityTables(options.coordinates)
  const changed = [...states.values()].flatMap(({ key: [type, id], stored, before, state }) => {
    if (state === null) return []
    const text = entityStateText(state)
    return text === stored ? [] : [{ type, id, before, state, text }]
  })
  if (changed.length === 0) return
  const state = {
    table: 'entity_state',
    key: ['entity_type', 'entity_id'],
    columns: ['entity_type', 'entity_id', 'state'],
  }
  await bulkUpsert(
    client,
    state,
    changed.map((one) => [one.type, one.id, one.text]),
  )
  for (const type of entityTypes) {
    for (const table of tables[type]) {
      const rows = changed
        .filter((one) => one.type === type)
        .flatMap((one) => {
          const cells = table.cells(one.id, one.state)
          return cells === null ? [] : [cells]
        })
      if (rows.length > 0) await bulkUpsert(client, table, rows)
    }
  }
  if (options.linkLater?.() !== true) await relink(client, changed)
  if (changed.some((one) => one.type === 'course' || one.type === 'region')) await nameRegions(client, options.regions)
}

/** The projection of masters, pedigree, reference lists and links. */
export function entitiesProjection(options: EntitiesOptions): Projection {
  return {
    group: 'entities',
    topics: [topics.racecards, topics.results, topics.horseProfiles, topics.reference],
    indexes: [topics.horseProfiles, topics.reference],
    apply: async (batch, client) => {
      const facts = factsOf(batch)
      const states: States = new Map()
      await load(
        client,
        facts.flatMap((one) => one.horses.map((horse): Key => ['horse', horse.horse_id])),
        states,
      )
      const mentions = countingFacts(facts, states).flatMap(mentionsOf)
      await load(
        client,
        mentions.map(({ type, id }): Key => [type, id]),
        states,
      )
      for (const mention of mentions) merge(states, mention)
      await writeRows(client, states, options)
    },
  }
}
