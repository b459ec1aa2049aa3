import { RacingError } from '../../../lib/errors.js'

/** Somebody else stored an entity for the first time while we were about to. */
export class EntitiesMeanwhileStored extends RacingError {
  readonly code = 'ENTITIES_MEANWHILE_STORED'
  readonly retriable = true
  constructor(entities: readonly string[]) {
    super(
      `One of ${entities.length} new entities (${entities[0] ?? ''}, …) was stored by somebody else meanwhile: the batch is tried again.`,
      { entities: entities.slice(0, 10) },
    )
  }
}
