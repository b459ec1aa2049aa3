/**
 * Performance by venue and combinations, whole: the sums of their definitions, packed, and sorted before they are written out,
 * while a row is a third as wide. Combinations follow from runs grouped by all that ride, train and own together.
 */
import { entityColumns, entityTypes, pairs, type EntityType } from './entityTypes.js'
import {
  exactColumns,
  keepGroups,
  packedRuns,
  packedSums,
  performanceColumns,
  type WholeTable,
} from './packedCounts.js'

function venuesOf(type: EntityType): string {
  const column = entityColumns[type]
  return `SELECT '${type}'::text AS entity_type, ${column} AS entity_id, course_id AS venue_id,
    ${performanceColumns}, calculated_at, ${exactColumns}
  FROM (
    SELECT ${column}, course_id, ${packedSums}
    FROM ${packedRuns([column, 'course_id'])}
    WHERE ${column} IS NOT NULL AND course_id IS NOT NULL
    GROUP BY ${column}, course_id
    ORDER BY ${column}, course_id
  ) AS sums`
}

/** The rows of `stats_performance_by_venue`, in the order of its key. */
export const wholeVenues = (): WholeTable => ({
  before: [],
  selects: [...entityTypes].sort().map(venuesOf),
  temporary: [],
})

const rides = 'grouped_rides'
const stables = 'grouped_stables'
const stable: readonly string[] = [entityColumns.horse, entityColumns.trainer, entityColumns.owner]

/** Pairs that begin with one kind, in the order of the key: by the first's id, then the kind and id of the second. */
function pairsOf(first: EntityType): string {
  const column1 = entityColumns[first]
  const groupsWith = pairs
    .filter(([one]) => one === first)
    .map(([, second]) => {
      const column2 = entityColumns[second]
      const source = [column1, column2].every((column) => stable.includes(column)) ? stables : rides
      return `SELECT ${column1} AS id1, '${second}'::text AS type2, ${column2} AS id2, ${packedSums}
      FROM ${source}
      WHERE ${column1} IS NOT NULL AND ${column2} IS NOT NULL
      GROUP BY ${column1}, ${column2}`
    })
  return `SELECT '${first}'::text AS entity1_type, id1 AS entity1_id, type2 AS entity2_type, id2 AS entity2_id,
    ${performanceColumns}, calculated_at, NULL::jsonb AS query_filters, ${exactColumns}
  FROM (${groupsWith.join(' UNION ALL ')} ORDER BY id1, type2, id2) AS sums`
}

/** The rows of `stats_entity_combinations`, in the order of its key. */
export function wholePairs(): WholeTable {
  const riders = [entityColumns.jockey, ...stable]
  return {
    before: [keepGroups(rides, riders, packedSums, packedRuns(riders)), keepGroups(stables, stable, packedSums, rides)],
    selects: [...new Set(pairs.map(([first]) => first))].sort().map(pairsOf),
    temporary: [rides, stables],
  }
}
