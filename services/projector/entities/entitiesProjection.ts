/**
 * The projection of the group `entities`: racecards, results, profiles and reference lists → masters, pedigree and links.
 *
 * Each entity has a mergeable state; a batch locks the states it touches in key order, merges its mentions in memory and sets
 * the rows. Statistics columns of the same rows belong to the group `stats` and are never written here.
 */
import type { PoolClient } from 'pg'
import { bulkInsert } from '../../../lib/db/bulkInsert.js'
import { bulkUpsert } from '../../../lib/db/bulkUpsert.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { topics } from '../../../lib/events/topics.js'
import { DataError } from '../../../lib/projection/dataError.js'
import type { Projection, ProjectionEvent } from '../../../lib/projection/projection.js'
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import { readEntities } from '../../../lib/racing/entities.js'
import type { OnUnreadable } from '../../../lib/racing/readings.js'
import type { Coordinates } from './coordinates.js'
import { entityTables, type EntityTable } from './entityRows.js'
import {
  draftOf,
  entityStateOfText,
  entityStateText,
  mergeMention,
  type EntityDraft,
  type EntityState,
} from './entityState.js'
import { EntitiesMeanwhileStored } from './errors.js'
import { relink, type Changed } from './links.js'
import { entityTypes, mentionsOf, type EntityType } from './mentions.js'
import { nameRegions } from './regions.js'

const loadEntities = sqlFile(import.meta.url, '../sql/loadEntities.sql')

export interface EntitiesOptions {
  /** Regions fetched for, upper case. */
  readonly regions: readonly string[]
  readonly coordinates: Coordinates
  /** True while links to racing records are left for `linkAll` (links.ts), as a rebuild does. */
  readonly linkLater?: () => boolean
  /** Told of every value that could not be read, where no other group reads it. */
  readonly onUnreadable?: OnUnreadable
}

/** Fields of races that masters and pedigree alone are made of; the rest is read, and counted, by the group `projector`. */
const ownFields = /^(?!racecard\.|result\.)|\.runners\.(breeder|(sire|dam|damsire)(_region)?|odds\.bookmaker)$/

/** An entity of the batch: its state as stored (text and value), and as merged. */
interface Entry {
  readonly type: EntityType
  readonly id: string
  stored: string | null
  before: EntityState | null
  /** Null until the batch says something of it. */
  draft: EntityDraft | null
}

/** The entities that a batch has met, by kind and id; `unread` are those whose stored states are not loaded yet. */
interface States {
  readonly of: Readonly<Record<EntityType, Map<string, Entry>>>
  unread: Entry[]
}

function noStates(): States {
  return {
    of: Object.fromEntries(entityTypes.map((type) => [type, new Map<string, Entry>()])) as States['of'],
    unread: [],
  }
}

function meet(states: States, type: EntityType, id: string): Entry {
  let entry = states.of[type].get(id)
  if (entry === undefined) {
    entry = { type, id, stored: null, before: null, draft: null }
    states.of[type].set(id, entry)
    states.unread.push(entry)
  }
  return entry
}

const drafting = (entry: Entry): EntityDraft => (entry.draft ??= draftOf(entry.before))

/** The order in which entities are locked and stored, so that two writers meet in one order: `COLLATE "C"`. */
function byKey(a: Entry, b: Entry): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Loads the states of the entities that were met last, and locks those that are stored. */
async function load(client: PoolClient, states: States): Promise<void> {
  const sorted = states.unread.sort(byKey)
  states.unread = []
  if (sorted.length === 0) return
  const { rows } = await client.query<{ entity_type: EntityType; entity_id: string; state: string }>(loadEntities, [
    sorted.map(({ type }) => type),
    sorted.map(({ id }) => id),
  ])
  for (const { entity_type, entity_id, state } of rows) {
    const entry = meet(states, entity_type, entity_id)
    entry.stored = state
    entry.before = entityStateOfText(state)
  }
}

function factsOf(batch: readonly ProjectionEvent[], onUnreadable?: OnUnreadable): EntityFacts[] {
  const on: OnUnreadable = (field, raw) => {
    if (ownFields.test(field)) onUnreadable?.(field, raw)
  }
  return batch.map(({ event }) => {
    switch (event.type) {
      case 'RacecardFetched':
      case 'ResultFetched':
      case 'HorseProfileFetched':
      case 'ReferenceFetched': {
        const facts = readEntities(event, on)
        if (!('unusable' in facts)) return facts
        throw new DataError(`A ${event.type} has no usable ${facts.missing.join(', ')}`, { event_id: event.event_id })
      }
      default:
        throw new DataError(`A ${event.type} tells of no entities`)
    }
  })
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
    const entry = horse === undefined ? undefined : meet(states, 'horse', horse.horse_id)
    if (entry !== undefined && !known.has(entry.id) && entry.before?.known !== true)
      drafting(entry).waiting[one.event_id] = one
    else counting.push(one)
  }
  for (const id of known) {
    const entry = meet(states, 'horse', id)
    const waiting = Object.values(entry.before?.waiting ?? {})
    if (waiting.length === 0) continue
    counting.push(...waiting)
    drafting(entry).waiting = {}
  }
  return counting
}

interface Written extends Changed {
  readonly type: EntityType
  readonly text: string
  readonly isNew: boolean
}

/** What the batch has changed, in key order. */
function changesOf(states: States): Written[] {
  const drafted = entityTypes.flatMap((type) => [...states.of[type].values()].filter((entry) => entry.draft !== null))
  return drafted.sort(byKey).flatMap(({ type, id, stored, before, draft }) => {
    const state = draft as EntityDraft
    const text = entityStateText(state)
    return text === stored ? [] : [{ type, id, before, state, text, isNew: stored === null }]
  })
}

const stateTable = {
  table: 'entity_state',
  key: ['entity_type', 'entity_id'],
  columns: ['entity_type', 'entity_id', 'state'],
}

async function storeStates(client: PoolClient, changed: readonly Written[]): Promise<void> {
  const cells = function* (isNew: boolean) {
    for (const one of changed) if (one.isNew === isNew) yield [one.type, one.id, one.text]
  }
  const fresh = changed.filter((one) => one.isNew)
  if (fresh.length > 0 && !(await bulkInsert(client, stateTable, cells(true))))
    throw new EntitiesMeanwhileStored(fresh.map((one) => `${one.type} ${one.id}`))
  if (fresh.length < changed.length) await bulkUpsert(client, stateTable, cells(false))
}

/** Rows of one table; where nobody else writes, those of entities that are new go straight into it. */
async function setRows(client: PoolClient, table: EntityTable, entities: readonly Written[]): Promise<void> {
  const cellsOf = (some: readonly Written[]) =>
    some.flatMap((one) => {
      const cells = table.cells(one.id, one.state)
      return cells === null ? [] : [cells]
    })
  const straight = table.isShared ? [] : cellsOf(entities.filter((one) => one.before?.known !== true))
  let rest = cellsOf(table.isShared ? entities : entities.filter((one) => one.before?.known === true))
  if (straight.length > 0 && !(await bulkInsert(client, table, straight))) rest = [...rest, ...straight]
  if (rest.length > 0) await bulkUpsert(client, table, rest)
}

async function writeRows(client: PoolClient, changed: readonly Written[], options: EntitiesOptions): Promise<void> {
  const tables = entityTables(options.coordinates)
  // First of all: it is here that two writers of one new entity meet.
  await storeStates(client, changed)
  for (const type of entityTypes) {
    const ofType = changed.filter((one) => one.type === type)
    if (ofType.length > 0) for (const table of tables[type]) await setRows(client, table, ofType)
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
      const facts = factsOf(batch, options.onUnreadable)
      const states = noStates()
      for (const one of facts) for (const horse of one.horses) meet(states, 'horse', horse.horse_id)
      await load(client, states)
      const mentions = countingFacts(facts, states).flatMap(mentionsOf)
      const entries = mentions.map(({ type, id }) => meet(states, type, id))
      await load(client, states)
      for (const [i, mention] of mentions.entries()) mergeMention(drafting(entries[i] as Entry), mention)
      const changed = changesOf(states)
      if (changed.length > 0) await writeRows(client, changed, options)
    },
  }
}
