/**
 * The statements that compute a whole published table from the facts. Most are the definition itself, part by part so that
 * each is grouped in memory of its own. Where another way to the same rows takes a fraction of the time, it stands here beside
 * the definition, which `stats check` and the oracles of the tests compare it with.
 */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { mostRuns, type WholeTable } from './packedCounts.js'
import { publications, sourcesOf, type Publication } from './publications.js'
import { wholeFeatures } from './wholeFeatures.js'
import { mostGoings, wholeDistances } from './wholeDistances.js'
import { wholePairs, wholeVenues } from './wholeGroups.js'

const allGoings = sqlFile(import.meta.url, './sql/allGoings.sql')
const crowded = sqlFile(import.meta.url, './sql/crowded.sql')

/** The same by the definition alone, plain SQL throughout: what everything else is compared with. */
export const byDefinition = (publication: Publication): readonly string[] =>
  (publication.parts ?? ['true']).map((part) => `SELECT * FROM ${publication.definition} WHERE ${part}`)

/** The quick way to the groups of a table, null where it has none. */
async function packed(client: PoolClient, { table }: Publication): Promise<WholeTable | null> {
  const { performanceByDistance, performanceByVenue, entityCombinations } = publications
  if (table === performanceByVenue.table) return wholeVenues()
  if (table === entityCombinations.table) return wholePairs()
  if (table !== performanceByDistance.table) return null
  const goings = (await client.query<{ going: string }>(allGoings)).rows.map((row) => row.going)
  return goings.length === 0 || goings.length > mostGoings ? null : wholeDistances(goings)
}

const plainly = (...selects: readonly string[]): WholeTable => ({ before: [], selects, temporary: [] })

/**
 * How every row of a publication is computed; columns named as in its definition.
 * `fresh` are the tables that have just been set from the facts as a whole: masters follow from those. `most` runs of an entity
 * are what packed counters hold.
 */
export async function wholeTable(
  client: PoolClient,
  publication: Publication,
  fresh: ReadonlySet<string> = new Set(),
  most = mostRuns,
): Promise<WholeTable> {
  if (publication.kept !== undefined && sourcesOf(publication).every(({ table }) => fresh.has(table)))
    return plainly(`SELECT * FROM ${publication.kept}`)
  if (publication.table === publications.runnerStatistics.table) return plainly(...(await wholeFeatures(client)))
  const quick = await packed(client, publication)
  if (quick === null) return plainly(...byDefinition(publication))
  const { rows } = await client.query<{ crowded: boolean }>(crowded, [most])
  return rows[0]?.crowded === false ? quick : plainly(...byDefinition(publication))
}
