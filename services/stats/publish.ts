/**
 * From changed facts to published rows, in the transaction that changes the facts. Rows and totals are changed by the difference
 * (keySums.ts); people and parents are set from their totals, whatever the length of history; features from the horse's runs.
 * Rows that would have nothing to be changed from, because their table was reset or is still to be published, are counted.
 */
import type { PoolClient } from 'pg'
import { prepared } from '../../lib/db/prepared.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { entityColumns } from './entityTypes.js'
import type { FactChange } from './factChange.js'
import {
  distanceKeys,
  pairKeys,
  parentKeys,
  peopleKeys,
  touchedKeys,
  venueKeys,
  type KeySums,
  type TouchedKeys,
} from './keySums.js'
import { horsesOfOwners } from './horsesOfOwners.js'
import { masters, publications, sourcesOf, totals, type Publication } from './publications.js'
import { columnsOf, recountKeys } from './publicationSql.js'

const addDistances = sqlFile(import.meta.url, './sql/addPerformanceByDistance.sql')
const addVenues = sqlFile(import.meta.url, './sql/addPerformanceByVenue.sql')
const addPairs = sqlFile(import.meta.url, './sql/addEntityCombinations.sql')
const addPeople = sqlFile(import.meta.url, './sql/addPeopleTotals.sql')
const addParents = sqlFile(import.meta.url, './sql/addParentTotals.sql')
const featuresOfHorses = sqlFile(import.meta.url, './sql/setFeaturesOfHorses.sql')
const removeFeatures = sqlFile(import.meta.url, './sql/removeFeatures.sql')

const prepareFew = sqlFile(import.meta.url, './sql/prepareFew.sql')

const int = new Set(['distance_yards'])
const typesOf = (publication: Publication) => publication.key.map((column) => (int.has(column) ? 'int' : 'text'))

/** Counts some rows of a publication afresh. `keys` are its key columns' values, row by row. */
export async function recount(
  client: PoolClient,
  publication: Publication,
  keys: readonly (readonly (string | number)[])[],
): Promise<void> {
  if (keys.length === 0) return
  const arrays = publication.key.map((_column, i) => keys.map((key) => key[i]))
  for (const statement of recountKeys(
    publication,
    await columnsOf(client, publication.definition),
    typesOf(publication),
  )) {
    await client.query(prepared(statement, arrays))
  }
}

function sumsRow(publication: Publication, sums: KeySums): Record<string, unknown> {
  const { key, fetched_at, inverse_sp_e10, profit_e10, ...rest } = sums
  return {
    ...Object.fromEntries(publication.key.map((column, i) => [column, key[i]])),
    ...rest,
    inverse_sp_e10: inverse_sp_e10.toString(),
    profit_e10: profit_e10.toString(),
    calculated_at: new Date(fetched_at).toISOString(),
  }
}

async function publishKeys(
  client: PoolClient,
  publication: Publication,
  touched: TouchedKeys,
  addStatement: string,
  emptied: ReadonlySet<string>,
  ...rest: readonly string[]
): Promise<void> {
  if (emptied.has(publication.table)) {
    // There is nothing to add to.
    await recount(client, publication, [...touched.recount, ...touched.add.map((sums) => sums.key)])
    return
  }
  await recount(client, publication, touched.recount)
  if (touched.add.length > 0)
    await client.query(
      prepared(addStatement, [JSON.stringify(touched.add.map((sums) => sumsRow(publication, sums))), ...rest]),
    )
}

/** What else a batch touches, beside the runs that changed. */
export interface Touched {
  /** Entities named for the first time or again: each has its statistics set, with runs or without. */
  readonly entities: readonly { readonly entity_type: string; readonly entity_id: string }[]
  /** Horses whose features may change, of changed runs, runners and races: in races off since when, ms. */
  readonly horses: ReadonlyMap<string, number>
  /** Runners that are gone. */
  readonly removedRunners: readonly { readonly race_id: string; readonly horse_id: string }[]
}

/** `isKept` says whether a table has been kept up to the change, so that something else may follow from it. */
async function publishMasters(
  client: PoolClient,
  change: FactChange,
  touched: Touched,
  unpublished: ReadonlySet<string>,
  isKept: (publication: Publication) => boolean,
): Promise<void> {
  for (const type of Object.keys(masters) as (keyof typeof masters)[]) {
    const publication = masters[type]
    if (unpublished.has(publication.table)) continue
    const ids = new Set<string>()
    for (const run of [...change.added, ...change.removed]) {
      const id = run[entityColumns[type]]
      if (id !== null) ids.add(id)
    }
    for (const entity of touched.entities) if (entity.entity_type === type) ids.add(entity.entity_id)
    const definition = sourcesOf(publication).every(isKept) ? publication.kept : publication.definition
    await recount(
      client,
      { ...publication, definition },
      [...ids].sort().map((id) => [id]),
    )
  }
}

async function publishFeatures(client: PoolClient, touched: Touched): Promise<void> {
  if (touched.removedRunners.length > 0) {
    await client.query(removeFeatures, [
      touched.removedRunners.map((r) => r.race_id),
      touched.removedRunners.map((r) => r.horse_id),
    ])
  }
  if (touched.horses.size > 0)
    await client.query(
      prepared(featuresOfHorses, [[...touched.horses.keys()], [...touched.horses.values()].map(Math.floor)]),
    )
}

const nothing: ReadonlySet<string> = new Set()

/** Sets every published row that a change of facts can change, but for tables that are still to be published as a whole. */
export async function publishChange(
  client: PoolClient,
  change: FactChange,
  touched: Touched,
  unpublished: ReadonlySet<string> = nothing,
): Promise<void> {
  const emptied = new Set((await client.query<{ emptied: string[] }>(prepared(prepareFew))).rows[0]?.emptied)
  const publish = async (publication: Publication, keys: TouchedKeys, add: string, ...rest: readonly string[]) => {
    if (!unpublished.has(publication.table)) await publishKeys(client, publication, keys, add, emptied, ...rest)
  }
  await publish(publications.performanceByDistance, touchedKeys(change, distanceKeys), addDistances)
  await publish(publications.performanceByVenue, touchedKeys(change, venueKeys), addVenues)
  await publish(publications.entityCombinations, touchedKeys(change, pairKeys), addPairs)
  await publish(totals.people, touchedKeys(change, peopleKeys), addPeople, JSON.stringify(horsesOfOwners(change)))
  await publish(totals.parents, touchedKeys(change, parentKeys), addParents)
  const isKept = ({ table }: Publication) => !unpublished.has(table) && !emptied.has(table)
  await publishMasters(client, change, touched, unpublished, isKept)
  if (!unpublished.has(publications.runnerStatistics.table)) await publishFeatures(client, touched)
}
