import { messageOf, RacingError } from '../../../lib/errors.js'

/** The tables do not take what events tell of an entity. */
export class EntityRefused extends RacingError {
  readonly code = 'ENTITY_REFUSED'
  readonly retriable = false
  constructor(type: string, id: string, cause: unknown) {
    super(
      `What events tell of the ${type} ${id} cannot be written: ${messageOf(cause)}. Find them with \`darkhorses explain\`, ` +
        'and mend what reads them.',
      { type, id },
      cause,
    )
  }
}
