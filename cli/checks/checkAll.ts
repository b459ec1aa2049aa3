/** Every check, in the order in which a person would look. */
import { systemClock } from '../../lib/clock.js'
import type { Config } from '../../lib/config.js'
import { messageOf } from '../../lib/errors.js'
import { createLogger } from '../../lib/logger.js'
import { version } from '../../lib/version.js'
import { openRuntime, type Runtime } from '../../lib/runtime.js'
import { createBudget } from '../../services/fetcher/budget.js'
import { runningDatabase } from '../session.js'
import { checkCredentials } from './credentials.js'
import { checkDatabase, checkLog, checkRegistry } from './database.js'
import { none, right, wrong, type CheckFinding } from './finding.js'
import { checkClock, checkDisk, checkNode } from './machine.js'

export interface Surroundings {
  readonly config: Config
  readonly offline: boolean
}

/** A runtime on the database that runs, or why there is none. */
async function reach(config: Config): Promise<Runtime | CheckFinding> {
  try {
    const databaseUrl = await runningDatabase(config)
    const logger = createLogger({ level: 'silent' })
    return await openRuntime({ config, databaseUrl, logger })
  } catch (error) {
    if (config.databaseUrl === null)
      return none('database', 'the embedded Postgres does not run: npm start brings it up')
    return wrong('database', messageOf(error), 'is it running, and is DATABASE_URL right?')
  }
}

/** The call's turn within the budget that the fetcher keeps to, where the database can be asked for one. */
async function turnOf(runtime: Runtime | null): Promise<void> {
  if (runtime === null) return
  const { clock, config } = runtime
  const budget = createBudget({ pool: runtime.pool('fetching'), clock, rate: config.api.rate, concurrency: 1 })
  await budget.call('live', () => Promise.resolve())
}

/** Looks at everything the program needs. Never throws: what cannot be looked at is found wrong. */
export async function checkAll({ config, offline }: Surroundings): Promise<CheckFinding[]> {
  const reached = await reach(config)
  const runtime = 'pool' in reached ? reached : null
  try {
    const database = runtime === null ? null : await checkDatabase(runtime)
    const api = await checkCredentials(config, offline, () => turnOf(database?.now == null ? null : runtime))
    const now = systemClock.now()
    const clock =
      api.date !== null
        ? checkClock('the API', api.date, now)
        : database?.now != null
          ? checkClock('the database', database.now, systemClock.now())
          : none('clock', 'nothing to compare it with')
    return [
      right('version', version()),
      checkNode(),
      api.finding,
      ...(database?.findings ?? ('pool' in reached ? [] : [reached])),
      ...(runtime !== null && database?.now != null ? [await checkLog(runtime), await checkRegistry(runtime)] : []),
      checkDisk(config.home),
      clock,
    ]
  } finally {
    await runtime?.close()
  }
}
