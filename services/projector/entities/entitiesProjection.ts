/**
 * The projection of the group `entities`: racecards, results, profiles and reference lists → masters, pedigree and links.
 *
 * Each entity has a mergeable state. A batch is merged in memory event by event (gathered.ts), then with what is stored, and the
 * states and rows that differ are set. Statistics columns of the same rows belong to the group `stats` and are never written here.
 */
import type { PoolClient } from 'pg'
import { inserting } from '../../../lib/db/bulkInsert.js'
import { upserting } from '../../../lib/db/bulkUpsert.js'
import { together } from '../../../lib/db/together.js'
import { writeInOrder, type Write } from '../../../lib/db/writes.js'
import { topics } from '../../../lib/events/topics.js'
import { DataError } from '../../../lib/projection/dataError.js'
import {
  applyGathered,
  type Gathering,
  type Projection,
  type ProjectionEvent,
} from '../../../lib/projection/projection.js'
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import { cardFields, resultFields } from '../../../lib/racing/entityFields.js'
import { readEntities } from '../../../lib/racing/entities.js'
import type { OnUnreadable } from '../../../lib/racing/readings.js'
import type { Coordinates } from './coordinates.js'
import { entityTypes } from './entityColumns.js'
import { entityTables, type EntityTable } from './entityRows.js'
import { entityStateText } from './entityState.js'
import { countProfiles, gather, nothingGathered, type Entry, type Gathered } from './gathered.js'
import { linksToTry, relinking, type LinksToTry } from './links.js'
import { namingRegions } from './regions.js'
import { loadEntities, lockEntities, storeEntities } from './storedEntities.js'

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

function factsOf({ event }: ProjectionEvent, on: OnUnreadable): EntityFacts {
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
}

/** Merges what is stored into what was gathered, profiles included. */
async function mergeStored(client: PoolClient, gathered: Gathered): Promise<void> {
  const sizes = entityTypes.map((type) => gathered.of[type].size)
  await together(client, () => [
    lockEntities(client),
    ...entityTypes.map((type) => loadEntities(client, type, gathered.of[type])),
  ])
  countProfiles(gathered)
  // The parents that profiles of known horses name, where the batch had not named them before.
  await together(client, () => entityTypes.map((type, i) => loadEntities(client, type, gathered.of[type], sizes[i])))
}

interface Changed extends Entry {
  /** The state to be stored. */
  readonly text: string
}

/** What the batch has changed, by kind, in the order of keys in which two writers of one table meet (`COLLATE "C"`). */
function changesOf(gathered: Gathered): Changed[] {
  const changed: Changed[] = []
  for (const type of entityTypes) {
    const entries = [...gathered.of[type].values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const { id, state, stored, before } of entries) {
      const text = entityStateText(state)
      if (text !== stored) changed.push({ type, id, state, stored, before, text })
    }
  }
  return changed
}

function* cellsOf(table: EntityTable, entities: Iterable<Changed>) {
  for (const { id, state } of entities) {
    const cells = table.cells(id, state)
    if (cells !== null) yield cells
  }
}

/** Rows of one table; where nobody else writes, those of entities that are new go straight into it. */
function setRows(table: EntityTable, entities: readonly Changed[]): Write[] {
  if (table.isShared) return upserting(table, cellsOf(table, entities))
  const fresh = entities.filter(({ before }) => before?.known !== true)
  const old = entities.filter(({ before }) => before?.known === true)
  return [...inserting(table, () => cellsOf(table, fresh)), ...upserting(table, cellsOf(table, old))]
}

function setAll(changed: readonly Changed[], options: EntitiesOptions): Write[] {
  const tables = entityTables(options.coordinates)
  const links: LinksToTry | null = options.linkLater?.() === true ? null : linksToTry(changed)
  const ofTypes = entityTypes.flatMap((type) => {
    const ofType = changed.filter((one) => one.type === type)
    const rows = ofType.length > 0 ? tables[type].flatMap((table) => setRows(table, ofType)) : []
    // At once: no row of a table is touched after rows of a later one.
    return links === null ? rows : [...rows, ...relinking(type, links)]
  })
  const areas = changed.some((one) => one.type === 'course' || one.type === 'region')
  return [...storeEntities(changed), ...ofTypes, ...(areas ? namingRegions(options.regions) : [])]
}

/** The projection of masters, pedigree, reference lists and links. */
export function entitiesProjection(options: EntitiesOptions): Projection {
  const on: OnUnreadable = (field, raw) => {
    if (ownFields.test(field)) options.onUnreadable?.(field, raw)
  }
  function begin(): Gathering {
    const gathered = nothingGathered()
    return {
      add: (one) => gather(gathered, factsOf(one, on)),
      apply: async (client) => {
        await mergeStored(client, gathered)
        const changed = changesOf(gathered)
        await writeInOrder(client, setAll(changed, options))
      },
    }
  }
  return {
    group: 'entities',
    topics: [topics.racecards, topics.results, topics.horseProfiles, topics.reference],
    indexes: [topics.horseProfiles, topics.reference],
    reads: { RacecardFetched: { race: cardFields }, ResultFetched: { race: resultFields } },
    gather: begin,
    apply: applyGathered(begin),
  }
}
