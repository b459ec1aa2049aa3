import { RacingError } from '../../lib/errors.js'

/** A table was named that holds no statistics. */
export class NoStatisticsTable extends RacingError {
  readonly code = 'NO_STATISTICS_TABLE'
  readonly retriable = false
  constructor(names: readonly string[], all: readonly string[]) {
    super(`There are no statistics in ${names.join(', ')}: name one of ${all.join(', ')}.`, { names })
  }
}

/** Published statistics lag behind the facts: a replay is under way. */
export class FactsAreReplayed extends RacingError {
  readonly code = 'FACTS_ARE_REPLAYED'
  readonly retriable = true
  constructor() {
    super(
      'Statistics are not published yet: a replay is under way. Try again after `darkhorses wait --group stats`.',
      {},
    )
  }
}
