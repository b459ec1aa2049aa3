/** The projections that can be applied outside of their services, for dead letters that are retried by hand. */
import { RacingError } from '../lib/errors.js'
import type { Projection } from '../lib/projection/projection.js'
import type { Runtime } from '../lib/runtime.js'
import { fetchingProjection } from '../services/fetcher/fetchingProjection.js'
import { racesProjection } from '../services/projector/races/racesProjection.js'
import { mastersProjection, projectorProjection } from '../services/projector/main.js'
import { statsControlProjection } from '../services/stats/controlProjection.js'
import { statisticsProjection } from '../services/stats/main.js'

/** A group that this program does not know: one of somebody's own. */
export class ForeignGroup extends RacingError {
  readonly code = 'FOREIGN_GROUP'
  readonly retriable = false
  constructor(group: string) {
    super(
      `The group ${group} is not one of this program: whoever runs it retries its dead letters with retryDeadLetters (docs/projections.md).`,
      { group },
    )
  }
}

const makers: Readonly<Record<string, (runtime: Runtime) => Projection>> = {
  projector: projectorProjection,
  entities: mastersProjection,
  stats: statisticsProjection,
  'stats-control': statsControlProjection,
  fetcher: ({ codec, clock, today, config }) =>
    fetchingProjection({ codec, today, regions: config.regions, now: () => clock.now().getTime() }),
}

/** The projection of a group. @throws ForeignGroup */
export function projectionOf(group: string, runtime: Runtime): Projection {
  const make = makers[group]
  if (make === undefined) throw new ForeignGroup(group)
  return make(runtime)
}

/** The groups whose tables can be applied to again by hand. */
export const tableGroups: readonly string[] = ['projector', 'entities', 'stats']

/** The projection of a group that tells nobody of what it does. @throws ForeignGroup */
export function silentProjectionOf(group: string, runtime: Runtime): Projection {
  return group === 'projector' ? racesProjection() : projectionOf(group, runtime)
}
