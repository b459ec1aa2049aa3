/** Bringing the fetcher's books up to the log where no fetcher runs: after a kill, the last units stand in the log alone. */
import { runProjection } from '../../lib/projection/runProjection.js'
import { behind, waitFor } from '../../lib/projection/wait.js'
import type { Runtime } from '../../lib/runtime.js'
import { forgivingCodec } from './control/unreadable.js'
import { fetchingProjection } from './fetchingProjection.js'

/** Applies what the log holds for the group `fetcher`; nothing where that has been done. Calls nobody. */
export async function catchUpFetching(runtime: Runtime, timeoutMs = 60_000): Promise<void> {
  const { config, clock, log, codec } = runtime
  const pool = runtime.pool('fetching')
  const projection = fetchingProjection({
    codec,
    now: () => clock.now().getTime(),
    today: runtime.today,
    regions: config.regions,
  })
  const positions = await log.ends(projection.topics)
  if ((await behind(pool, projection.group, positions)).length === 0) return
  const running = runProjection({ ...runtime, projection, pool, codec: forgivingCodec(codec) })
  try {
    await Promise.race([
      waitFor({ pool, group: projection.group, positions, timeoutMs, clock }),
      running.done.then(() => new Promise<never>(() => undefined)),
    ])
  } finally {
    await running.stop()
  }
}
