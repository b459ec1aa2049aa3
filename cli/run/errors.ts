import { RacingError } from '../../lib/errors.js'

/** The control message of a run was refused. */
export class RunRefused extends RacingError {
  readonly code = 'RUN_REFUSED'
  readonly retriable = false
  constructor(id: string, reason: string) {
    super(`Run ${id} was refused: ${reason}`, { id })
  }
}

/** The database did not answer for too long. */
export class DatabaseLost extends RacingError {
  readonly code = 'DATABASE_LOST'
  readonly retriable = true
  constructor(seconds: number, again: string, cause?: unknown) {
    super(
      `The database has not answered for ${seconds} s. Nothing is lost: go on with \`${again}\`.`,
      { seconds },
      cause,
    )
  }
}
