/**
 * Performance by venue and combinations, whole: the sums of their definitions, packed, and sorted before they are written out,
 * while a row is a third as wide.
 */
import { entityColumns, type EntityType } from './entityTypes.js'
import { exactColumns, packedRuns, packedSums, performanceColumns } from './packedCounts.js'

/** The groups of facts by two columns, in order of both. */
const grouped = (first: string, second: string) => `(
    SELECT ${first}, ${second}, ${packedSums}
    FROM ${packedRuns([first, second])}
    WHERE ${first} IS NOT NULL AND ${second} IS NOT NULL
    GROUP BY ${first}, ${second}
    ORDER BY ${first}, ${second}
  ) AS sums`

/** The rows of `stats_performance_by_venue` of one kind of entity. */
export function wholeVenues(type: EntityType): string {
  const column = entityColumns[type]
  return `SELECT '${type}'::text AS entity_type, ${column} AS entity_id, course_id AS venue_id,
    ${performanceColumns}, calculated_at, ${exactColumns}
  FROM ${grouped(column, 'course_id')}`
}

/** The rows of `stats_entity_combinations` of one pair of kinds. */
export function wholePair([first, second]: readonly [EntityType, EntityType]): string {
  const [column1, column2] = [entityColumns[first], entityColumns[second]]
  return `SELECT '${first}'::text AS entity1_type, ${column1} AS entity1_id, '${second}'::text AS entity2_type, ${column2} AS entity2_id,
    ${performanceColumns}, calculated_at, NULL::jsonb AS query_filters, ${exactColumns}
  FROM ${grouped(column1, column2)}`
}
