/**
 * The published tables, and for each the view that defines it (infra/migrations/racing, stats_definitions): columns of the
 * view are columns of the table. Rows of shared tables belong to the group `entities` as well, so they are never deleted.
 */
import { entityTypes, pairs, parents, people, type EntityType } from './entityTypes.js'

export interface Publication {
  readonly table: string
  readonly definition: string
  readonly key: readonly string[]
  /** Columns that lead to all rows of one entity or race, by an index on either side. */
  readonly scope: readonly string[]
  /** Shared rows keep the columns of their other writer; a row whose facts are gone stays, with its statistics set. */
  readonly shared: boolean
  /** Conditions that divide the definition, each computed in memory of its own; all at once where there are none. */
  readonly parts?: readonly string[]
  /** The same rows as the totals give them: a view of the same columns. */
  readonly kept?: string
}

// In the order of the keys, so that a table filled part by part is in order throughout.
const eachOf = (types: readonly EntityType[]) => [...types].sort().map((type) => `entity_type = '${type}'`)
const byEntity = eachOf(entityTypes)
const byPeople = eachOf(people)
const byParents = eachOf(parents)
const byPair = pairs.map(([first, second]) => `entity1_type = '${first}' AND entity2_type = '${second}'`).sort()

/** The longest to compute come first. */
export const publications = {
  performanceByDistance: {
    table: 'ra_performance_by_distance',
    definition: 'stats_performance_by_distance',
    key: ['entity_type', 'entity_id', 'distance_yards'],
    scope: ['entity_type', 'entity_id'],
    shared: false,
    parts: byEntity,
  },
  runnerStatistics: {
    table: 'ra_runner_statistics',
    definition: 'stats_features',
    key: ['race_id', 'horse_id'],
    scope: ['race_id'],
    shared: false,
  },
  performanceByVenue: {
    table: 'ra_performance_by_venue',
    definition: 'stats_performance_by_venue',
    key: ['entity_type', 'entity_id', 'venue_id'],
    scope: ['entity_type', 'entity_id'],
    shared: false,
    parts: byEntity,
  },
  entityCombinations: {
    table: 'ra_entity_combinations',
    definition: 'stats_entity_combinations',
    key: ['entity1_type', 'entity1_id', 'entity2_type', 'entity2_id'],
    scope: ['entity1_type', 'entity1_id'],
    shared: false,
    parts: byPair,
  },
  jockeys: {
    table: 'ra_mst_jockeys',
    definition: 'stats_jockeys',
    kept: 'stats_jockeys_kept',
    key: ['jockey_id'],
    scope: ['jockey_id'],
    shared: true,
  },
  trainers: {
    table: 'ra_mst_trainers',
    definition: 'stats_trainers',
    kept: 'stats_trainers_kept',
    key: ['trainer_id'],
    scope: ['trainer_id'],
    shared: true,
  },
  owners: {
    table: 'ra_mst_owners',
    definition: 'stats_owners',
    kept: 'stats_owners_kept',
    key: ['owner_id'],
    scope: ['owner_id'],
    shared: true,
  },
  sires: {
    table: 'ra_mst_sires',
    definition: 'stats_sires',
    kept: 'stats_sires_kept',
    key: ['sire_id'],
    scope: ['sire_id'],
    shared: true,
  },
  dams: {
    table: 'ra_mst_dams',
    definition: 'stats_dams',
    kept: 'stats_dams_kept',
    key: ['dam_id'],
    scope: ['dam_id'],
    shared: true,
  },
  damsires: {
    table: 'ra_mst_damsires',
    definition: 'stats_damsires',
    kept: 'stats_damsires_kept',
    key: ['damsire_id'],
    scope: ['damsire_id'],
    shared: true,
  },
} as const satisfies Record<string, Publication>

/**
 * What the rows of people and parents follow from while results arrive (migration stats_totals), kept like published rows: set
 * from the facts as a whole, and by difference after that.
 */
export const totals = {
  people: {
    table: 'stats_people_totals',
    definition: 'stats_people_totals_counted',
    key: ['entity_type', 'entity_id'],
    scope: ['entity_type', 'entity_id'],
    shared: false,
    parts: byPeople,
  },
  parents: {
    table: 'stats_parent_totals',
    definition: 'stats_parent_totals_counted',
    key: ['entity_type', 'entity_id', 'race_class'],
    scope: ['entity_type', 'entity_id'],
    shared: false,
    parts: byParents,
  },
} as const satisfies Record<string, Publication>

/** The master table of each kind of entity that has one with statistics. */
export const masters = {
  jockey: publications.jockeys,
  trainer: publications.trainers,
  owner: publications.owners,
  sire: publications.sires,
  dam: publications.dams,
  damsire: publications.damsires,
} as const satisfies Partial<Record<EntityType, Publication>>

/** What the rows of a master follow from, where they are not counted from the facts. */
export function sourcesOf(publication: Publication): readonly Publication[] {
  const { jockeys, trainers, owners, performanceByDistance } = publications
  return [jockeys, trainers, owners].some(({ table }) => table === publication.table)
    ? [totals.people]
    : [totals.parents, performanceByDistance]
}

const isMaster = ({ table }: Publication) => Object.values(masters).some((one) => one.table === table)

/** All that is set from facts: the longest to compute first, masters behind what they follow from. */
export const everything: readonly Publication[] = [
  ...Object.values(publications).filter((one) => !isMaster(one)),
  ...Object.values(totals),
  ...Object.values(masters),
]

/** Every table that holds statistics. */
export const statisticsTables: readonly string[] = everything.map((one) => one.table)
