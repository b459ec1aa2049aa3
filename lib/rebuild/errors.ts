import { messageOf, RacingError } from '../errors.js'

/** Somebody else rebuilds. */
export class RebuildBusy extends RacingError {
  readonly code = 'REBUILD_BUSY'
  readonly retriable = true
  constructor() {
    super('Another process is rebuilding or swapping: wait for it, see `darkhorses rebuild status`.')
  }
}

/** What was asked for does not fit the state of the rebuild. */
export class RebuildRefused extends RacingError {
  readonly code = 'REBUILD_REFUSED'
  readonly retriable = false
}

/** The rebuild cannot go on; what it has done so far stays, and the live tables are untouched. */
export class RebuildStopped extends RacingError {
  readonly code = 'REBUILD_STOPPED'
  readonly retriable = true
  /** `group` is null where it was not the replay of a group that failed. */
  constructor(group: string | null, cause: unknown) {
    super(
      `The rebuild stopped${group === null ? '' : ` in group ${group}`}: ${messageOf(cause)}. The live tables are untouched. ` +
        'Mend the cause and run `darkhorses rebuild` again, it goes on where it stopped; or `darkhorses rebuild drop`.',
      { group },
      cause,
    )
  }
}

/** Readers or writers kept the tables busy for the whole time that a swap may take. */
export class SwapBlocked extends RacingError {
  readonly code = 'REBUILD_SWAP_BLOCKED'
  readonly retriable = true
  constructor(seconds: number, blockers: readonly string[], cause?: unknown) {
    super(
      `The tables could not be swapped within ${seconds} s, because they are in use` +
        (blockers.length === 0 ? '' : `: ${blockers.join('; ')}`) +
        '. Nothing has changed; end those transactions and swap again.',
      { blockers },
      cause,
    )
  }
}

/** Something outside hangs on the live tables themselves and would stay with the old ones. */
export class SwapObstructed extends RacingError {
  readonly code = 'REBUILD_SWAP_OBSTRUCTED'
  readonly retriable = false
  constructor(objects: readonly string[]) {
    super(
      `These objects would stay behind on the old tables: ${objects.join(', ')}. Drop them, swap, and create them again ` +
        '(plain views are moved by themselves).',
      { objects },
    )
  }
}
