import { messageOf, RacingError } from '../errors.js'

/** Another consumer advanced a partition first; our batch was rolled back. */
export class OffsetMoved extends RacingError {
  readonly code = 'PROJECTION_OFFSET_MOVED'
  readonly retriable = false
  constructor(group: string, partitions: readonly string[]) {
    super(
      `Group ${group} is past the expected offset in ${partitions.join(', ')}: another consumer applied it. Going on from the stored position.`,
      {
        group,
        partitions,
      },
    )
  }
}

/** One of several slices of the log holds an event that cannot be applied; all was rolled back. */
export class BadEventAmong extends RacingError {
  readonly code = 'PROJECTION_BAD_EVENT_AMONG'
  readonly retriable = false
  constructor(group: string, events: number, cause: unknown) {
    super(
      `Group ${group} cannot apply ${events} events together (${messageOf(cause)}): they are read again from the stored position, and the one to blame is looked for.`,
      { group, events },
      cause,
    )
  }
}

/** A position was waited for and not reached in time. */
export class WaitTimedOut extends RacingError {
  readonly code = 'PROJECTION_WAIT_TIMED_OUT'
  readonly retriable = true
  constructor(behind: readonly string[]) {
    super(`Not everything was applied in time. Behind: ${behind.join('; ')}. See \`darkhorses status\`.`, { behind })
  }
}
