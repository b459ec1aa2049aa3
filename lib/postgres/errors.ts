import { RacingError } from '../errors.js'

/** The data folder cannot be used. */
export class DataFolderUnusable extends RacingError {
  readonly code = 'DATA_FOLDER_UNUSABLE'
  readonly retriable = false
  constructor(folder: string, reason: string, cause?: unknown) {
    super(
      `The data folder ${folder} cannot be used: ${reason}. Make it writable, or set DARKHORSES_HOME to another folder.`,
      { folder },
      cause,
    )
  }
}

/** The embedded Postgres did not start. */
export class PostgresNotStarted extends RacingError {
  readonly code = 'POSTGRES_NOT_STARTED'
  readonly retriable = false
  constructor(folder: string, reason: string, cause?: unknown) {
    super(`The embedded Postgres in ${folder} did not start: ${reason}`, { folder }, cause)
  }
}
