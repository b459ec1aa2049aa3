import type { Pool } from 'pg'
import { readConfig } from '../lib/config.js'
import { createPool } from '../lib/db/pool.js'
import { createLogger } from '../lib/logger.js'
import { backendGivesWay } from '../lib/priority.js'
import { nextOf, type RebuildPlan, type RebuildTools } from '../lib/rebuild/plan.js'
import { openRuntime } from '../lib/runtime.js'
import { racingPlan } from './rebuildPlan.js'
import { replayInThread } from './rebuildThread.js'
import { runningDatabase } from './session.js'

/**
 * Three threads fill tables on as many cores as there are, and each has some 30 MB that stay: with 60 % their heaps were collected
 * 114 times for a year of races, a sixth of the processor time of Node; with 150 % 50 times, for 100 MB more.
 */
const heapGrowth = 150

export interface RebuildSession {
  readonly plan: RebuildPlan
  readonly tools: RebuildTools
  readonly close: () => Promise<void>
}

/** Opens what a rebuild needs on a database; its log goes to stderr, warnings and worse. */
export async function openRebuild(databaseUrl: string): Promise<RebuildSession> {
  const config = readConfig()
  const logger = createLogger({ level: 'warn', secrets: config.secrets, destination: process.stderr })
  const runtime = await openRuntime({ config, databaseUrl, logger, heapGrowth })
  const { log, codec, clock, today } = runtime
  const plan = racingPlan({ regions: config.regions.map((region) => region.toUpperCase()), today })
  const givesWay = (pool: Pool) => pool.on('connect', (client) => void backendGivesWay(client))
  givesWay(runtime.pool('log'))
  const open = (schema: string, most = 8) => {
    const pool = createPool({
      url: databaseUrl,
      searchPath: [schema],
      applicationName: `darkhorses rebuild ${schema}`,
      max: most,
      onIdleError: (error) => logger.warn({ err: error, schema }, 'an idle database connection broke'),
    })
    // Nobody waits for the tables that are filled; but whoever waits for a lock that a swap holds waits for it.
    if (schema === nextOf(plan.schema)) givesWay(pool)
    return pool
  }
  const admin = open('public')
  return {
    plan,
    tools: { log, codec, clock, logger, admin, open, startReplay: (start) => replayInThread(databaseUrl, start) },
    close: async () => {
      await admin.end()
      await runtime.close()
    },
  }
}

/** Runs a one-shot command of a rebuild on the running system. */
export async function withRebuild<T>(work: (plan: RebuildPlan, tools: RebuildTools) => Promise<T>): Promise<T> {
  const { plan, tools, close } = await openRebuild(await runningDatabase(readConfig()))
  try {
    return await work(plan, tools)
  } finally {
    await close()
  }
}
