/**
 * The projection of the group `entities`: racecards, results, profiles and reference lists → masters, pedigree and links.
 *
 * Each entity has a mergeable state. A batch is merged in memory event by event (gathered.ts), then with what is stored, and the
 * states and rows that differ are set. Statistics columns of the same rows belong to the group `stats` and are never written here.
 */
import type { PoolClient } from 'pg'
import { inserting } from '../../../lib/db/bulkInsert.js'
import { updating, upserting } from '../../../lib/db/bulkUpsert.js'
import { together } from '../../../lib/db/together.js'
import { writeInOrder, type Write } from '../../../lib/db/writes.js'
import { topics } from '../../../lib/events/topics.js'
import { DataError } from '../../../lib/projection/dataError.js'
import { failureKind } from '../../../lib/projection/failure.js'
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
import { entityTypes, type EntityType } from './entityColumns.js'
import { entityTables, type EntityTable } from './entityRows.js'
import { entityStateText } from './entityState.js'
import { EntityRefused } from './errors.js'
import { countProfiles, gather, nothingGathered, type Entry, type Gathered } from './gathered.js'
import { noLinks, noteLinks, relinking, type LinksToTry } from './links.js'
import { namingRegions } from './regions.js'
import { loadEntities, lockEntities, storeEntities } from './storedEntities.js'
import { everythingTold, forgetTold, gatherTold, tellLater, type Told } from './toldEntities.js'

export interface EntitiesOptions {
  /** Regions fetched for, upper case. */
  readonly regions: readonly string[]
  readonly coordinates: Coordinates
  /**
   * True while what events tell is put down for `mergeTold`, and links to racing records are left for `linkAll` (links.ts), as a
   * rebuild does.
   */
  readonly later?: () => boolean
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

/** Merges what is stored of some kinds into what was gathered; horses, which come first, with their profiles. */
async function mergeStored(client: PoolClient, gathered: Gathered, types: readonly EntityType[]): Promise<void> {
  const isFirst = types.includes('horse')
  const sizes = types.map((type) => gathered.of[type].size)
  await together(client, () => [
    ...(isFirst ? [lockEntities(client)] : []),
    ...types.map((type) => loadEntities(client, type, gathered.of[type])),
  ])
  if (!isFirst) return
  countProfiles(gathered)
  // The parents that profiles of known horses name, where the batch had not named them before.
  await together(client, () => types.map((type, i) => loadEntities(client, type, gathered.of[type], sizes[i])))
}

interface Changed extends Entry {
  /** The state to be stored. */
  readonly text: string
}

/** What the batch has changed of some kinds, in the order of keys in which two writers of one table meet (`COLLATE "C"`). */
function changesOf(gathered: Gathered, types: readonly EntityType[]): Changed[] {
  const changed: Changed[] = []
  for (const type of types)
    for (const id of [...gathered.of[type].keys()].sort()) {
      const { state, stored, before } = gathered.of[type].get(id) as Entry
      const text = entityStateText(state)
      if (text !== stored) changed.push({ type, id, state, stored, before, text })
    }
  return changed
}

function* cellsOf(table: EntityTable, entities: Iterable<Changed>) {
  for (const { id, state } of entities) {
    const cells = table.cells(id, state)
    if (cells !== null) yield cells
  }
}

/**
 * Rows of one table; those of entities that are new go straight into it. Where somebody else writes the table as well (not so while a
 * rebuild fills it: `isAlone`), one statement sets all of them in the order of keys: in two, each could wait for the other.
 */
function setRows(table: EntityTable, entities: readonly Changed[], isAlone: boolean): Write[] {
  if (table.isShared && !isAlone) return upserting(table, cellsOf(table, entities))
  const fresh = entities.filter(({ before }) => before?.known !== true)
  const old = entities.filter(({ before }) => before?.known === true)
  return [...inserting(table, () => cellsOf(table, fresh)), ...updating(table, cellsOf(table, old))]
}

/** Rows of some kinds; `links` are tried again, unless that is left for later, as at the end of a rebuild. */
function setAll(
  changed: readonly Changed[],
  types: readonly EntityType[],
  tables: ReturnType<typeof entityTables>,
  links: LinksToTry | null,
): Write[] {
  const ofTypes = types.flatMap((type) => {
    const ofType = changed.filter((one) => one.type === type)
    const rows = ofType.length > 0 ? tables[type].flatMap((table) => setRows(table, ofType, links === null)) : []
    // At once: no row of a table is touched after rows of a later one.
    return links === null ? rows : [...rows, ...relinking(type, links)]
  })
  return [...storeEntities(changed), ...ofTypes]
}

/** From so many entities on they are loaded, merged and written kind by kind, so that few are held as they were and as they are. */
const manyEntities = 2000

/** Merges what was gathered into what is stored, and sets what differs. */
async function applyAll(client: PoolClient, gathered: Gathered, options: EntitiesOptions): Promise<void> {
  const tables = entityTables(options.coordinates)
  const links = options.later?.() === true ? null : noLinks()
  const count = entityTypes.reduce((sum, type) => sum + gathered.of[type].size, 0)
  let areas = false
  for (const types of count < manyEntities ? [entityTypes] : entityTypes.map((type) => [type])) {
    await mergeStored(client, gathered, types)
    const changed = changesOf(gathered, types)
    for (const type of types) gathered.of[type].clear()
    if (links !== null) noteLinks(links, changed)
    areas ||= changed.some((one) => one.type === 'course' || one.type === 'region')
    const regions = areas && types.includes('bookmaker') ? namingRegions(options.regions) : []
    await writeInOrder(client, [...setAll(changed, types, tables, links), ...regions])
  }
}

/** Merges what was told of some entities; halves them where the tables refuse, until it is known of which one. */
async function mergeSome(client: PoolClient, told: readonly Told[], options: EntitiesOptions): Promise<void> {
  await client.query('SAVEPOINT told_entities')
  try {
    await applyAll(client, gatherTold(told), options)
    await client.query('RELEASE SAVEPOINT told_entities')
  } catch (error) {
    const [only] = told
    if (failureKind(error) !== 'event' || only === undefined) throw error
    if (told.length === 1) throw new EntityRefused(only.type, only.id, error)
    await client.query('ROLLBACK TO SAVEPOINT told_entities')
    const middle = Math.ceil(told.length / 2)
    await mergeSome(client, told.slice(0, middle), options)
    await mergeSome(client, told.slice(middle), options)
  }
}

/**
 * Merges what was put down for the end of a rebuild, and sets states and rows, in one transaction of the caller. Links are left.
 * @throws EntityRefused
 */
export async function mergeTold(client: PoolClient, options: Omit<EntitiesOptions, 'later'>): Promise<void> {
  for (const type of entityTypes)
    for await (const told of everythingTold(client, type))
      await mergeSome(client, told, { ...options, later: () => true })
  await forgetTold(client)
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
      apply: (client) =>
        options.later?.() === true ? tellLater(client, gathered) : applyAll(client, gathered, options),
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
