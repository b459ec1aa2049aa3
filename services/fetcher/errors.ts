import { RacingError } from '../../lib/errors.js'

/** The API refuses these credentials. Everything stops: asking again would only be refused again. */
export class CredentialsRefused extends RacingError {
  readonly code = 'API_CREDENTIALS_REFUSED'
  readonly retriable = false
  constructor(call: string, cause?: unknown) {
    super(
      `The Racing API refused ${call} (401). Either the credentials are wrong (check RACING_API_USERNAME and RACING_API_PASSWORD), ` +
        'or the account is inactive, or this endpoint is not in its plan.',
      { call },
      cause,
    )
  }
}

/** A call failed for good: its tries are used up, or trying again cannot help. */
export class CallFailed extends RacingError {
  readonly code = 'API_CALL_FAILED'
  readonly retriable = false
  readonly status: number | null
  readonly attempts: number
  constructor(call: string, reason: string, at: { status: number | null; attempts: number }, cause?: unknown) {
    super(
      `${call} failed after ${at.attempts} attempt${at.attempts === 1 ? '' : 's'}: ${reason}. Retry it by name with \`darkhorses retry\`.`,
      { call, ...at },
      cause,
    )
    this.status = at.status
    this.attempts = at.attempts
  }
}

/** The fetcher is being stopped: the call was not made, or not waited for. Its unit is fetched the next time. */
export class CallAbandoned extends RacingError {
  readonly code = 'API_CALL_ABANDONED'
  readonly retriable = true
  constructor(cause?: unknown) {
    super('The fetcher is being stopped; the unit is fetched the next time.', {}, cause)
  }
}

/** Another fetcher holds the lease: this one makes no calls. */
export class NotActive extends RacingError {
  readonly code = 'FETCHER_NOT_ACTIVE'
  readonly retriable = true
  constructor() {
    super('Another fetcher is the active one; this one waits.', {})
  }
}
