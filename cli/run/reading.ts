/** A look at the database for commands that ask for nothing. */
import { readConfig } from '../../lib/config.js'
import { RacingError } from '../../lib/errors.js'
import { storedUrl } from '../../lib/postgres/embeddedPostgres.js'
import type { Runtime } from '../../lib/runtime.js'
import { catchUpFetching } from '../../services/fetcher/catchUp.js'
import { runningDatabase, withRuntime } from '../session.js'
import { openRunSystem, whoFetches } from './runSystem.js'

class NoTables extends RacingError {
  readonly code = 'NO_TABLES'
  readonly retriable = false
  constructor() {
    super('The database has no tables of this program yet: `darkhorses migrate` makes them.')
  }
}

/** Looks at the database, wherever it is; an embedded one that does not run is started for it and stopped again. */
export async function withReading<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = readConfig()
  const runs =
    config.databaseUrl !== null ||
    ((await storedUrl(config.home)) !== null && (await runningDatabase(config).then(Boolean, () => false)))
  if (runs)
    return withRuntime(async (runtime) => {
      const { rows } = await runtime
        .pool('fetching')
        .query<{ there: boolean }>("SELECT to_regclass('fetching.fetched_days') IS NOT NULL AS there")
      if (rows[0]?.there !== true) throw new NoTables()
      // A fetcher that is active keeps its books itself.
      if ((await whoFetches((sql) => runtime.pool('fetching').query(sql))) === null) await catchUpFetching(runtime)
      return work(runtime)
    })
  const system = await openRunSystem(config, { api: false }, () => undefined)
  return catchUpFetching(system.runtime)
    .then(() => work(system.runtime))
    .finally(() => system.close())
}
