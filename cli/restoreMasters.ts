import type { Config } from '../lib/config.js'
import { restoreMasters } from '../services/projector/entities/restoreMasters.js'
import type { WorkOptions } from '../services/stats/work.js'

/** What a recalculation does to columns of masters that the group `entities` owns: sets them from what that group knows. */
export function restoring(config: Config): Required<Pick<WorkOptions, 'restoreMasters'>> {
  return {
    restoreMasters: (pool) =>
      restoreMasters(
        pool,
        config.regions.map((region) => region.toUpperCase()),
      ),
  }
}
