import { RacingError } from '../lib/errors.js'

/** The command was called in a way that cannot be meant: exit 2, with the valid range and an example. */
export class UsageError extends RacingError {
  readonly code = 'USAGE'
  readonly retriable = false
}
