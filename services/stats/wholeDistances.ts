/**
 * Performance by distance of all entities of one kind in one grouping of the facts. The definition groups by going first and
 * adds the groups up, a second time through most of the runs; here the runs of each going are counted beside the other sums,
 * packed like those, and the breakdown is written from them.
 */
import pg from 'pg'
import { entityColumns, type EntityType } from './entityTypes.js'
import {
  counted,
  counter,
  exactColumns,
  one,
  packedRuns,
  packedSums,
  performanceColumns,
  perNumber,
} from './packedCounts.js'

/** With more goings than this, which no racing has, the definition itself is quicker. */
export const mostGoings = 60

const text = pg.escapeLiteral

/** Where the runs of a going are counted. */
const counterOf = (i: number) => ({ column: `goings_${Math.floor(i / perNumber)}`, place: i % perNumber })

/** One row per going: a one at its place, and nulls. */
function places(goings: readonly string[], columns: readonly string[]): string {
  const rows = goings.map((going, i) => {
    const { column, place } = counterOf(i)
    const ones = columns.map((each) => (each === column ? one(place) : 'NULL::bigint'))
    return `(${[text(going), ...ones].join(', ')})`
  })
  return `(VALUES ${rows.join(', ')}) AS place(going, ${columns.join(', ')})`
}

/** The breakdown as JSON, by far most often of a single run. */
function breakdown(goings: readonly string[]): string {
  const counters = goings.map((going, i) => ({ name: JSON.stringify(going), ...counterOf(i) }))
  const single = counters.map(
    ({ name, column, place }) => `WHEN ${column} = ${one(place)} THEN ${text(`{${name}: 1}`)}::jsonb`,
  )
  const several = counters.map(({ name, column, place }) => {
    const count = counter(column, place)
    return `CASE WHEN ${count} > 0 THEN ${text(`${name}:`)} || ${count} END`
  })
  return `CASE WHEN ${counted.runs} = 1 THEN CASE ${single.join(' ')} ELSE '{}' END
    ELSE ('{' || concat_ws(',', ${several.join(', ')}) || '}')::jsonb END`
}

/** The rows of `stats_performance_by_distance` of one kind of entity. `goings` are all that the facts have, at least one. */
export function wholeDistances(type: EntityType, goings: readonly string[]): string {
  const columns = [...new Set(goings.map((_going, i) => counterOf(i).column))]
  const entity = entityColumns[type]
  return `SELECT '${type}'::text AS entity_type, ${entity} AS entity_id, distance_group AS distance_yards,
    distance_display(distance_group) AS distance_display,
    ${performanceColumns},
    hundredths(best_cs) AS best_time_seconds,
    hundredths(rounded_ratio(time_sum_cs, timed_runs)) AS avg_time_seconds,
    hundredths(9999999 - right(last_finish_key, 7)::int) AS last_time_seconds,
    ${breakdown(goings)} AS going_breakdown,
    calculated_at,
    ${exactColumns},
    timed_runs::int AS timed_runs, coalesce(time_sum_cs, 0) AS time_sum_cs, last_finish_key
  FROM (
    SELECT ${entity}, distance_group, ${packedSums},
      count(time_cs) AS timed_runs,
      sum(time_cs) AS time_sum_cs,
      min(time_cs) AS best_cs,
      max(finish_key) AS last_finish_key,
      ${columns.map((column) => `coalesce(exact_sum(${column}), 0) AS ${column}`).join(', ')}
    FROM ${packedRuns([entity, 'distance_group', 'going', 'time_cs', 'finish_key'])} LEFT JOIN ${places(goings, columns)} USING (going)
    WHERE ${entity} IS NOT NULL AND distance_group IS NOT NULL
    GROUP BY ${entity}, distance_group
    ORDER BY ${entity}, distance_group
  ) AS sums`
}
