import { sqlFile } from '../../../lib/db/sqlFile.js'
import { statement, type Write } from '../../../lib/db/writes.js'

const setRegions = sqlFile(import.meta.url, '../sql/setRegions.sql')
const removeRegions = sqlFile(import.meta.url, '../sql/removeRegions.sql')
const nameCourseRegions = sqlFile(import.meta.url, '../sql/nameCourseRegions.sql')

/**
 * Sets `ra_mst_regions` from the courses stored and the regions list, and the regions' names at the courses. Whole, each time:
 * there are a hundred courses, and a course may turn out to be elsewhere. Call `lockEntities` first. `fetched`: the regions fetched for, upper case.
 */
export function namingRegions(fetched: readonly string[]): Write[] {
  return [statement(setRegions, [fetched]), statement(removeRegions, [fetched]), statement(nameCourseRegions)]
}
