import { RacingError } from '../errors.js'

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

/** A position was waited for and not reached in time. */
export class WaitTimedOut extends RacingError {
  readonly code = 'PROJECTION_WAIT_TIMED_OUT'
  readonly retriable = true
  constructor(behind: readonly string[]) {
    super(`Not everything was applied in time. Behind: ${behind.join('; ')}. See \`darkhorses status\`.`, { behind })
  }
}
