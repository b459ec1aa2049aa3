import { readConfig } from '../lib/config.js'
import { createPool } from '../lib/db/pool.js'
import { createLogger } from '../lib/logger.js'
import type { RebuildPlan, RebuildTools } from '../lib/rebuild/plan.js'
import { openRuntime } from '../lib/runtime.js'
import { racingPlan } from './rebuildPlan.js'
import { runningDatabase } from './session.js'

/** Runs a one-shot command of a rebuild on the running system; its log goes to stderr, warnings and worse. */
export async function withRebuild<T>(work: (plan: RebuildPlan, tools: RebuildTools) => Promise<T>): Promise<T> {
  const config = readConfig()
  const databaseUrl = await runningDatabase(config)
  const logger = createLogger({ level: 'warn', secrets: config.secrets, destination: process.stderr })
  const runtime = await openRuntime({ config, databaseUrl, logger })
  const open = (schema: string, most = 8) =>
    createPool({
      url: databaseUrl,
      searchPath: [schema],
      applicationName: `darkhorses rebuild ${schema}`,
      max: most,
      onIdleError: (error) => logger.warn({ err: error, schema }, 'an idle database connection broke'),
    })
  const admin = open('public')
  try {
    const plan = racingPlan({ regions: config.regions.map((region) => region.toUpperCase()), today: runtime.today })
    const { log, codec, clock } = runtime
    return await work(plan, { log, codec, clock, logger, admin, open })
  } finally {
    await admin.end()
    await runtime.close()
  }
}
