import { RacingError } from '../../../lib/errors.js'

/** Somebody else stored a race for the first time while we were about to. */
export class RacesMeanwhileStored extends RacingError {
  readonly code = 'RACES_MEANWHILE_STORED'
  readonly retriable = true
  constructor(raceIds: readonly string[]) {
    super(
      `One of ${raceIds.length} new races (${raceIds[0] ?? ''}, …) was stored by somebody else meanwhile: the batch is tried again.`,
      {
        races: raceIds.slice(0, 10),
      },
    )
  }
}
