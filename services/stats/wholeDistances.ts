/**
 * Performance by distance, whole. The definition groups by going first and adds the groups up, a second time through most of the
 * runs; here the runs of each going are counted beside the other sums, packed like those, and the breakdown is written from them.
 * All but jockeys follow from runs grouped by horse and connections: half as many rows.
 */
import pg from 'pg'
import { entityColumns, entityTypes, type EntityType } from './entityTypes.js'
import {
  counter,
  exactColumns,
  keepGroups,
  one,
  packedRuns,
  packedSums,
  performanceColumns,
  perNumber,
  type WholeTable,
} from './packedCounts.js'

/** With more goings than this, which no racing has, the definition itself is quicker. */
export const mostGoings = 60

const groups = 'grouped_distances'
const names = 'named_distances'
const fewGoings = 'few_goings'

const text = pg.escapeLiteral

/** Where the runs of a going are counted. */
const counterOf = (i: number) => ({ column: `goings_${Math.floor(i / perNumber)}`, place: i % perNumber })

/** One row per going: its number, its name, and a one at its place among nulls. */
function places(goings: readonly string[], columns: readonly string[]): string {
  const rows = goings.map((going, i) => {
    const { column, place } = counterOf(i)
    const ones = columns.map((each) => (each === column ? one(place) : 'NULL::bigint'))
    return `(${[String(i), text(going), ...ones].join(', ')})`
  })
  return `(VALUES ${rows.join(', ')}) AS place(number, going, ${columns.join(', ')})`
}

/** The runs by going that up to three runs can have, each with its breakdown: most rows have no more, and JSON takes long to make. */
function breakdownsOfFew(goings: readonly string[], columns: readonly string[]): string {
  const place = `place AS (SELECT * FROM ${places(goings, columns)})`
  const sums = (...of: readonly string[]) =>
    columns.map((column) => of.map((each) => `coalesce(${each}.${column}, 0)`).join(' + ') + ` AS ${column}`).join(', ')
  return `CREATE TEMPORARY TABLE ${fewGoings} ON COMMIT DROP AS
    WITH ${place}, few AS (
      SELECT '{}'::text[] AS names, ${columns.map((column) => `0::bigint AS ${column}`).join(', ')}
      UNION ALL SELECT ARRAY[a.going], ${sums('a')} FROM place a
      UNION ALL SELECT ARRAY[a.going, b.going], ${sums('a', 'b')} FROM place a JOIN place b ON b.number >= a.number
      UNION ALL SELECT ARRAY[a.going, b.going, c.going], ${sums('a', 'b', 'c')}
        FROM place a JOIN place b ON b.number >= a.number JOIN place c ON c.number >= b.number
    )
    SELECT ${columns.join(', ')}, (
      SELECT coalesce(jsonb_object_agg(name, runs), '{}') FROM (SELECT name, count(*) AS runs FROM unnest(names) AS name GROUP BY name) AS each
    ) AS breakdown FROM few`
}

/** The breakdown as JSON, of any number of runs. */
function breakdownOfMany(goings: readonly string[]): string {
  const parts = goings.map((going, i) => {
    const { column, place } = counterOf(i)
    const count = counter(column, place)
    return `CASE WHEN ${count} > 0 THEN ${text(`${JSON.stringify(going)}:`)} || ${count} END`
  })
  return `('{' || concat_ws(',', ${parts.join(', ')}) || '}')::jsonb`
}

const packedSumsWith = (columns: readonly string[]) => `${packedSums},
      exact_sum(timed_runs) AS timed_runs, exact_sum(time_sum_cs) AS time_sum_cs, min(best_cs) AS best_cs,
      max(last_finish_key) AS last_finish_key, ${columns.map((column) => `exact_sum(${column}) AS ${column}`).join(', ')}`

/** The facts of races with a distance, with what is summed of each run. */
function runsOf(entities: readonly string[], goings: readonly string[], columns: readonly string[]): string {
  return `(SELECT runs.*, time_cs::bigint AS time_sum_cs, time_cs AS best_cs, finish_key AS last_finish_key,
      CASE WHEN time_cs IS NULL THEN 0::bigint ELSE 1 END AS timed_runs, ${columns.join(', ')}
    FROM ${packedRuns([...entities, 'distance_group', 'going', 'time_cs', 'finish_key'])} LEFT JOIN ${places(goings, columns)} USING (going)
    WHERE distance_group IS NOT NULL) AS timed`
}

function distancesOf(type: EntityType, source: string, goings: readonly string[], columns: readonly string[]): string {
  const entity = entityColumns[type]
  return `SELECT '${type}'::text AS entity_type, ${entity} AS entity_id, distance_group AS distance_yards, distance_display,
    ${performanceColumns},
    hundredths(best_cs) AS best_time_seconds,
    hundredths(rounded_ratio(time_sum_cs, timed_runs)) AS avg_time_seconds,
    hundredths(9999999 - right(last_finish_key, 7)::int) AS last_time_seconds,
    coalesce(breakdown, ${breakdownOfMany(goings)}) AS going_breakdown,
    calculated_at,
    ${exactColumns},
    timed_runs::int AS timed_runs, coalesce(time_sum_cs, 0) AS time_sum_cs, last_finish_key
  FROM (
    SELECT sums.*, breakdown, distance_display
    FROM (
      SELECT ${entity}, distance_group, front, back, inverse_sp_e10, profit_e10, calculated_at, timed_runs, time_sum_cs, best_cs, last_finish_key,
        ${columns.map((column) => `coalesce(${column}, 0) AS ${column}`).join(', ')}
      FROM (
        SELECT ${entity}, distance_group, ${packedSumsWith(columns)} FROM ${source} WHERE ${entity} IS NOT NULL GROUP BY ${entity}, distance_group
      ) AS grouped
    ) AS sums LEFT JOIN ${fewGoings} USING (${columns.join(', ')}) JOIN ${names} USING (distance_group)
    ORDER BY ${entity}, distance_group
  ) AS named`
}

/** The rows of `stats_performance_by_distance`, in the order of its key. `goings` are all that the facts have, at least one. */
export function wholeDistances(goings: readonly string[]): WholeTable {
  const columns = [...new Set(goings.map((_going, i) => counterOf(i).column))]
  const { jockey, ...others } = entityColumns
  const together = [...Object.values(others), 'distance_group']
  return {
    before: [
      breakdownsOfFew(goings, columns),
      keepGroups(groups, together, packedSumsWith(columns), runsOf(Object.values(others), goings, columns)),
      `CREATE TEMPORARY TABLE ${names} ON COMMIT DROP AS
        SELECT distance_group, distance_display(distance_group) AS distance_display FROM ${groups} GROUP BY distance_group`,
      // Or the planner, which thinks them larger, sorts everything to join them.
      `ANALYZE ${fewGoings}, ${names}`,
    ],
    selects: [...entityTypes]
      .sort()
      .map((type) =>
        distancesOf(type, type === 'jockey' ? runsOf([jockey], goings, columns) : groups, goings, columns),
      ),
    temporary: [fewGoings, groups, names],
  }
}
