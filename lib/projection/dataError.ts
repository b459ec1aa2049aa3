import { RacingError } from '../errors.js'

/** An event that can never be applied, whatever is tried: it is found by bisection and set aside. */
export class DataError extends RacingError {
  readonly code = 'EVENT_UNUSABLE'
  readonly retriable = false
  constructor(problem: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(`${problem}; the event is set aside as a dead letter.`, details, cause)
  }
}
