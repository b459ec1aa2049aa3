/** Pairs, distances and venues. */
import { asText, decimal, divided, isLess, plus, rounded, whole, type Fraction } from './exact.js'
import { entities, type Entity } from './entities.js'
import { groupBy, performance, type Row } from './figures.js'
import type { Run } from './runs.js'

const pairs: readonly (readonly [Entity, Entity])[] = [
  ['jockey', 'trainer'],
  ['jockey', 'horse'],
  ['trainer', 'horse'],
  ['owner', 'horse'],
  ['jockey', 'owner'],
  ['trainer', 'owner'],
]

/** ra_entity_combinations. */
export function combinations(runs: readonly Run[]): Row[] {
  const rows: Row[] = []
  for (const [first, second] of pairs) {
    for (const [firstId, ofFirst] of groupBy(runs, entities[first])) {
      for (const [secondId, ofBoth] of groupBy(ofFirst, entities[second])) {
        rows.push({
          entity1_type: first,
          entity1_id: firstId,
          entity2_type: second,
          entity2_id: secondId,
          ...performance(ofBoth),
          query_filters: null,
        })
      }
    }
  }
  return rows
}

/** `5½f`, `1m`, `1m½f`, `2m4f`. */
export function distanceDisplay(group: number): string {
  let halves = group / 110
  let miles = 0
  while (halves >= 16) {
    halves -= 16
    miles += 1
  }
  let furlongs = ''
  if (halves === 1) furlongs = '½f'
  else if (halves % 2 === 1) furlongs = `${(halves - 1) / 2}½f`
  else if (halves > 0 || miles === 0) furlongs = `${halves / 2}f`
  return `${miles > 0 ? `${miles}m` : ''}${furlongs}`
}

/** Best, mean and last time of these runs: finishers with a time alone. */
function times(runs: readonly Run[]): Row {
  let best: Fraction | null = null
  let sum = whole(0)
  let number = 0
  let last: Run | null = null
  for (const run of runs) {
    if (run.result.position === null || run.result.time_seconds === null) continue
    const time = decimal(run.result.time_seconds)
    if (best === null || isLess(time, best)) best = time
    sum = plus(sum, time)
    number += 1
    if (last === null || isLater(run, last)) last = run
  }
  return {
    best_time_seconds: best === null ? null : asText(best),
    avg_time_seconds: number === 0 ? null : asText(rounded(divided(sum, whole(number)), 2)),
    last_time_seconds: last === null ? null : asText(decimal(last.result.time_seconds ?? '0')),
  }
}

/** Whether `a` decides the last time before `b`: the later race by (off_dt, race_id), in it the better placed, of a dead heat the faster. */
function isLater(a: Run, b: Run): boolean {
  if (a.race.off_dt !== b.race.off_dt) return a.race.off_dt > b.race.off_dt
  if (a.race.race_id !== b.race.race_id) return a.race.race_id > b.race.race_id
  const [own, other] = [a.result.position ?? 0, b.result.position ?? 0]
  if (own !== other) return own < other
  return isLess(decimal(a.result.time_seconds ?? '0'), decimal(b.result.time_seconds ?? '0'))
}

function goings(runs: readonly Run[]): Record<string, number> {
  const breakdown = Object.create(null) as Record<string, number>
  for (const run of runs) if (run.race.going !== null) breakdown[run.race.going] = (breakdown[run.race.going] ?? 0) + 1
  return breakdown
}

/** ra_performance_by_distance. */
export function byDistance(runs: readonly Run[]): Row[] {
  const rows: Row[] = []
  for (const [kind, id] of Object.entries(entities)) {
    for (const [entity, own] of groupBy(runs, id)) {
      for (const [group, there] of groupBy(own, (run) => run.group)) {
        rows.push({
          entity_type: kind,
          entity_id: entity,
          distance_yards: group,
          distance_display: distanceDisplay(group),
          ...performance(there),
          ...times(there),
          going_breakdown: goings(there),
        })
      }
    }
  }
  return rows
}

/** ra_performance_by_venue. */
export function byVenue(runs: readonly Run[]): Row[] {
  const rows: Row[] = []
  for (const [kind, id] of Object.entries(entities)) {
    for (const [entity, own] of groupBy(runs, id)) {
      for (const [venue, there] of groupBy(own, (run) => run.race.course_id)) {
        rows.push({ entity_type: kind, entity_id: entity, venue_id: venue, ...performance(there) })
      }
    }
  }
  return rows
}
