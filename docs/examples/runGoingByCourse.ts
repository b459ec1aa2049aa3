// Runs the projection of goingByCourse.ts beside a running `npm start`, until Ctrl+C: npx tsx docs/examples/runGoingByCourse.ts
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { storedUrl } from '../../lib/postgres/embeddedPostgres.js'
import { runProjection } from '../../lib/projection/index.js'
import { openRuntime } from '../../lib/runtime.js'
import { goingByCourse, table } from './goingByCourse.js'

const config = readConfig()
const databaseUrl = config.databaseUrl ?? (await storedUrl(config.home)) ?? ''
const runtime = await openRuntime({ config, databaseUrl, logger: createLogger({ level: 'info' }) })
await runtime.pool('racing').query(table)
const running = runProjection({ ...runtime, projection: goingByCourse, pool: runtime.pool('racing') })
process.once('SIGINT', () => void running.stop().then(() => runtime.close()))
await running.done
