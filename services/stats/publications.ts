/**
 * The published tables, and for each the view that defines it (infra/migrations/racing, stats_definitions): columns of the
 * view are columns of the table. Rows of shared tables belong to the group `entities` as well, so they are never deleted.
 */
import { entityTypes, pairs, type EntityType } from './entityTypes.js'

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
}

const byEntity = entityTypes.map((type) => `entity_type = '${type}'`)
const byPair = pairs.map(([first, second]) => `entity1_type = '${first}' AND entity2_type = '${second}'`)

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
    key: ['jockey_id'],
    scope: ['jockey_id'],
    shared: true,
  },
  trainers: {
    table: 'ra_mst_trainers',
    definition: 'stats_trainers',
    key: ['trainer_id'],
    scope: ['trainer_id'],
    shared: true,
  },
  owners: { table: 'ra_mst_owners', definition: 'stats_owners', key: ['owner_id'], scope: ['owner_id'], shared: true },
  sires: { table: 'ra_mst_sires', definition: 'stats_sires', key: ['sire_id'], scope: ['sire_id'], shared: true },
  dams: { table: 'ra_mst_dams', definition: 'stats_dams', key: ['dam_id'], scope: ['dam_id'], shared: true },
  damsires: {
    table: 'ra_mst_damsires',
    definition: 'stats_damsires',
    key: ['damsire_id'],
    scope: ['damsire_id'],
    shared: true,
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

/** Every table that holds statistics. */
export const statisticsTables: readonly string[] = Object.values(publications).map((one) => one.table)
