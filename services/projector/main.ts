import type { Projection } from '../../lib/projection/projection.js'
import { runRelay } from '../../lib/projection/outbox.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import type { Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { shippedCoordinates } from './entities/coordinates.js'
import { entitiesProjection } from './entities/entitiesProjection.js'
import { racesProjection } from './races/racesProjection.js'

/** The projection of races, runners and results, as the service runs it. */
export function projectorProjection(runtime: Runtime): Projection {
  return racesProjection({
    codec: runtime.codec,
    onUnreadable: (field) => runtime.metrics.unreadableValues.inc({ field }),
  })
}

/** The projection of masters, pedigree and links, as the service runs it. */
export function mastersProjection(runtime: Runtime): Projection {
  return entitiesProjection({
    regions: runtime.config.regions.map((region) => region.toUpperCase()),
    coordinates: shippedCoordinates(),
    onUnreadable: (field) => runtime.metrics.unreadableValues.inc({ field }),
  })
}

/** Starts the group `projector`, with the relay of its outbox. */
export function startProjector(runtime: Runtime): RunningService {
  const pool = runtime.pool('racing')
  const running = runProjection({ ...runtime, projection: projectorProjection(runtime), pool })
  const stopping = new AbortController()
  const relay = runRelay(
    {
      pool,
      log: runtime.log,
      clock: runtime.clock,
      onError: (error) => runtime.logger.warn({ err: error }, 'error: the outbox waits'),
    },
    stopping.signal,
  )
  return {
    name: 'projector',
    done: Promise.all([running.done, relay]).then(() => undefined),
    stop: async () => {
      await running.stop()
      stopping.abort()
      await relay
    },
  }
}

/** Starts the group `entities`. */
export function startEntities(runtime: Runtime): RunningService {
  const running = runProjection({ ...runtime, projection: mastersProjection(runtime), pool: runtime.pool('racing') })
  return { name: 'entities', done: running.done, stop: () => running.stop() }
}
