import type { Run } from './runs.js'

/** The seven kinds an entity of a result can be of, and where its id stands. */
export const entities = {
  horse: (run: Run) => run.result.horse_id,
  jockey: (run: Run) => run.result.jockey_id,
  trainer: (run: Run) => run.result.trainer_id,
  owner: (run: Run) => run.result.owner_id,
  sire: (run: Run) => run.result.sire_id,
  dam: (run: Run) => run.result.dam_id,
  damsire: (run: Run) => run.result.damsire_id,
} as const

export type Entity = keyof typeof entities
