/**
 * From changed facts to published rows, in the transaction that changes the facts. Rows that only gain runs get the sums of
 * the new ones, whatever the length of history; rows that lose a run, people, parents and features are counted from facts.
 */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { entityColumns, type EntityType } from './entityTypes.js'
import type { FactChange } from './factChange.js'
import { distanceKeys, pairKeys, touchedKeys, venueKeys, type KeySums, type TouchedKeys } from './keySums.js'
import { masters, publications, type Publication } from './publications.js'
import { columnsOf, recountKeys } from './publicationSql.js'

const addDistances = sqlFile(import.meta.url, './sql/addPerformanceByDistance.sql')
const addVenues = sqlFile(import.meta.url, './sql/addPerformanceByVenue.sql')
const addPairs = sqlFile(import.meta.url, './sql/addEntityCombinations.sql')
const featuresOfHorses = sqlFile(import.meta.url, './sql/setFeaturesOfHorses.sql')
const removeFeatures = sqlFile(import.meta.url, './sql/removeFeatures.sql')

const emptiedTables = sqlFile(import.meta.url, './sql/emptiedTables.sql')

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
    await client.query(statement, arrays)
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
): Promise<void> {
  if (emptied.has(publication.table)) {
    // There is nothing to add to.
    await recount(client, publication, [...touched.recount, ...touched.add.map((sums) => sums.key)])
    return
  }
  await recount(client, publication, touched.recount)
  if (touched.add.length > 0)
    await client.query(addStatement, [JSON.stringify(touched.add.map((sums) => sumsRow(publication, sums)))])
}

/** What else a batch touches, beside the runs that changed. */
export interface Touched {
  /** Entities named for the first time or again: each has its statistics set, with runs or without. */
  readonly entities: readonly { readonly entity_type: string; readonly entity_id: string }[]
  /** Horses whose features may change: of changed runs, runners and races. */
  readonly horses: ReadonlySet<string>
  /** Runners that are gone. */
  readonly removedRunners: readonly { readonly race_id: string; readonly horse_id: string }[]
}

async function publishMasters(
  client: PoolClient,
  change: FactChange,
  touched: Touched,
  unpublished: ReadonlySet<string>,
): Promise<void> {
  for (const [type, publication] of Object.entries(masters) as [keyof typeof masters, Publication][]) {
    if (unpublished.has(publication.table)) continue
    const ids = new Set<string>()
    for (const run of [...change.added, ...change.removed]) {
      const id = run[entityColumns[type as EntityType]]
      if (typeof id === 'string') ids.add(id)
    }
    for (const entity of touched.entities) if (entity.entity_type === type) ids.add(entity.entity_id)
    await recount(
      client,
      publication,
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
  if (touched.horses.size > 0) await client.query(featuresOfHorses, [[...touched.horses].sort()])
}

const nothing: ReadonlySet<string> = new Set()

/** Sets every published row that a change of facts can change, but for tables that are still to be published as a whole. */
export async function publishChange(
  client: PoolClient,
  change: FactChange,
  touched: Touched,
  unpublished: ReadonlySet<string> = nothing,
): Promise<void> {
  const emptied = new Set((await client.query<{ table_name: string }>(emptiedTables)).rows.map((row) => row.table_name))
  const publish = async (publication: Publication, keys: TouchedKeys, add: string) => {
    if (!unpublished.has(publication.table)) await publishKeys(client, publication, keys, add, emptied)
  }
  await publish(publications.performanceByDistance, touchedKeys(change, distanceKeys), addDistances)
  await publish(publications.performanceByVenue, touchedKeys(change, venueKeys), addVenues)
  await publish(publications.entityCombinations, touchedKeys(change, pairKeys), addPairs)
  await publishMasters(client, change, touched, unpublished)
  if (!unpublished.has(publications.runnerStatistics.table)) await publishFeatures(client, touched)
}
