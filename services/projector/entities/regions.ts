import type { PoolClient } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'

const lockRegions = sqlFile(import.meta.url, '../sql/lockRegions.sql')
const setRegions = sqlFile(import.meta.url, '../sql/setRegions.sql')
const removeRegions = sqlFile(import.meta.url, '../sql/removeRegions.sql')
const nameCourseRegions = sqlFile(import.meta.url, '../sql/nameCourseRegions.sql')

/**
 * Sets `ra_mst_regions` from the courses stored and the regions list, and the regions' names at the courses. Whole, each time:
 * there are a hundred courses, and a course may turn out to be elsewhere. `fetched`: the regions fetched for, upper case.
 */
export async function nameRegions(client: PoolClient, fetched: readonly string[]): Promise<void> {
  await client.query(lockRegions)
  await client.query(setRegions, [fetched])
  await client.query(removeRegions, [fetched])
  await client.query(nameCourseRegions)
}
