import type { Position } from '../../lib/log/log.js'
import type { Projection } from '../../lib/projection/projection.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import type { Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { statsControlProjection } from './controlProjection.js'
import { runJobs } from './jobs.js'
import { statsProjection } from './statsProjection.js'
import type { WorkOptions } from './work.js'
import { partitionName } from '../../lib/log/partitionName.js'

/** How many events may still come for a replay to count as caught up: what live racing brings in a moment. */
const aMoment = 20n

/** Whether the group has applied the log, about; `applying` are the next offsets after what it is applying now. */
async function isCaughtUp(runtime: Runtime, projection: Projection, applying: readonly Position[]): Promise<boolean> {
  const ends = await runtime.log.ends(projection.topics)
  const { rows } = await runtime
    .pool('racing')
    .query<{ topic: string; partition: number; offset: bigint }>(
      'SELECT topic, partition, next_offset AS "offset" FROM projection_positions WHERE group_name = $1',
      [projection.group],
    )
  const reached = new Map(rows.map((row) => [partitionName(row), row.offset]))
  for (const place of applying) reached.set(partitionName(place), place.offset)
  const lag = ends.reduce((sum, end) => sum + end.offset - (reached.get(partitionName(end)) ?? 0n), 0n)
  return lag <= aMoment
}

/** The projection of statistics, as the service runs it. */
export function statisticsProjection(runtime: Runtime): Projection {
  const projection = statsProjection({
    asOf: runtime.today,
    isCaughtUp: (applying) => isCaughtUp(runtime, projection, applying),
  })
  return projection
}

/**
 * Starts the group `stats`, the group that notes what the control topic asks of it, and its jobs. `restoreMasters` is what a
 * recalculation does to columns that are not its own (see `WorkOptions`).
 */
export function startStats(runtime: Runtime, own: Pick<WorkOptions, 'restoreMasters'> = {}): RunningService {
  const pool = runtime.pool('racing')
  const projection = statisticsProjection(runtime)
  const running = runProjection({ ...runtime, projection, pool })
  const control = runProjection({ ...runtime, projection: statsControlProjection(runtime), pool })
  const stopping = new AbortController()
  const jobs = runJobs(
    { ...runtime, pool, ...own, isCaughtUp: () => isCaughtUp(runtime, projection, []) },
    stopping.signal,
  )
  return {
    name: 'stats',
    done: Promise.all([running.done, control.done, jobs]).then(() => undefined),
    stop: async () => {
      stopping.abort()
      await Promise.all([running.stop(), control.stop(), jobs])
    },
  }
}
