import type { RunFact } from './runFact.js'

/** The seven kinds of entities that a run counts for, and where the run names them. */
export const entityColumns = {
  horse: 'horse_id',
  jockey: 'jockey_id',
  trainer: 'trainer_id',
  owner: 'owner_id',
  sire: 'sire_id',
  dam: 'dam_id',
  damsire: 'damsire_id',
} as const satisfies Record<string, keyof RunFact>

export type EntityType = keyof typeof entityColumns
export const entityTypes = Object.keys(entityColumns) as EntityType[]

/** People have windows; parents have classes and distances. */
export const people = ['jockey', 'trainer', 'owner'] as const satisfies readonly EntityType[]
export const parents = ['sire', 'dam', 'damsire'] as const satisfies readonly EntityType[]

/** The six pairs of `ra_entity_combinations`, first and second entity as stored. */
export const pairs = [
  ['jockey', 'trainer'],
  ['jockey', 'horse'],
  ['trainer', 'horse'],
  ['owner', 'horse'],
  ['jockey', 'owner'],
  ['trainer', 'owner'],
] as const satisfies readonly (readonly [EntityType, EntityType])[]
