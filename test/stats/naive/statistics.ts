/**
 * Every statistic of docs/domain.md section 4 in plain loops over all races: the third oracle, written from the page alone,
 * slow and easy to check by eye. Nothing of it is shared with the service or its SQL.
 */
import type { MergedRace } from '../../../lib/racing/rows.js'
import { entities, type Entity } from './entities.js'
import { features } from './features.js'
import { groupBy, type Row } from './figures.js'
import { parent } from './parents.js'
import { byDistance, byVenue, combinations } from './performances.js'
import { person } from './people.js'
import { runsOf } from './runs.js'

type Master = Exclude<Entity, 'horse'>

/** Every entity that an event names, with the latest fetch time (ms) of such an event: its date while it has no run. */
export type Known = Readonly<Record<Master, ReadonlyMap<string, number>>>

/** The statistics of all tables by table name; `known` are the master rows there are, with or without runs. */
export function naiveStatistics(races: readonly MergedRace[], known: Known, asOf: string): Record<string, Row[]> {
  const runs = runsOf(races)
  const ofEach = (kind: Master, dated: string, row: (own: typeof runs) => Row) => {
    const groups = groupBy(runs, entities[kind])
    return [...known[kind]].map(([id, named]): Row => {
      const own = groups.get(id)
      if (own !== undefined) return { [`${kind}_id`]: id, ...row(own) }
      return { [`${kind}_id`]: id, ...row([]), [dated]: new Date(named).toISOString() }
    })
  }
  return {
    ra_mst_jockeys: ofEach('jockey', 'stats_updated_at', (own) => person('jockey', own, asOf)),
    ra_mst_trainers: ofEach('trainer', 'stats_updated_at', (own) => person('trainer', own, asOf)),
    ra_mst_owners: ofEach('owner', 'stats_updated_at', (own) => person('owner', own, asOf)),
    ra_mst_sires: ofEach('sire', 'analysis_last_updated', parent),
    ra_mst_dams: ofEach('dam', 'analysis_last_updated', parent),
    ra_mst_damsires: ofEach('damsire', 'analysis_last_updated', parent),
    ra_entity_combinations: combinations(runs),
    ra_performance_by_distance: byDistance(runs),
    ra_performance_by_venue: byVenue(runs),
    ra_runner_statistics: features(races, runs),
  }
}
