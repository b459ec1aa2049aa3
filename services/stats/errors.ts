import { RacingError } from '../../lib/errors.js'

/** A table was named that holds no statistics. */
export class NoStatisticsTable extends RacingError {
  readonly code = 'NO_STATISTICS_TABLE'
  readonly retriable = false
  constructor(names: readonly string[], all: readonly string[]) {
    super(`There are no statistics in ${names.join(', ')}: name one of ${all.join(', ')}.`, { names })
  }
}
