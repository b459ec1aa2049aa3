/** What the jobs of statistics do, when they are due or by hand. */
import type { Runtime } from '../../lib/runtime.js'
import type { JobWork } from '../../lib/schedule/runSchedule.js'
import type { JobName } from '../../lib/schedule/scheduledJobs.js'
import { findDrift } from './check.js'
import { readClock } from './driftCheck.js'
import { keepWindows } from './jobs.js'
import { requestWork } from './work.js'

/** The work of each job. */
export function statsJobs(runtime: Runtime): Readonly<Record<JobName<'stats'>, JobWork>> {
  const pool = runtime.pool('racing')
  const drift = async (): Promise<number | null> => {
    // Tables that a replay has left behind are no drift: the service sets them when it has caught up.
    if ((await readClock(pool))?.publication_pending === true) return null
    const rows = await findDrift(pool)
    for (const { table } of rows) runtime.metrics.driftRows.inc({ table })
    if (rows.length > 0)
      runtime.logger.error(
        { rows: rows.length },
        'error: published statistics differ from a recomputation; see `darkhorses stats check`',
      )
    return rows.length
  }
  const told = (rows: number | null) => {
    if (rows === null) return 'not compared: a replay is under way'
    return rows === 0 ? 'no drift' : `${rows} rows differ from their facts`
  }

  return {
    windows: async () => {
      const rows = await keepWindows({ ...runtime, pool })
      return rows === null ? `windows are at ${runtime.today()} already` : `Updated windows of ${rows} people`
    },
    drift: async () => told(await drift()),
    recompute: async (due) => {
      const rows = await drift()
      if (rows === null || rows === 0) return told(rows)
      const id = `recompute-${due.toISOString().slice(0, 10)}`
      await requestWork(pool, { id, command: 'recalculate', tables: [], at: runtime.clock.now() })
      return `${told(rows)}; ${id} sets them`
    },
  }
}
