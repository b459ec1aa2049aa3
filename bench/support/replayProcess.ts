/**
 * A process that applies groups to what is in the log, as the services do, and says so when it is done: the last line of stdout
 * is JSON. `node replayProcess.js GROUP… [--follow]`, database in DATABASE_URL. With `--follow` it goes on until SIGTERM.
 */
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { waitFor } from '../../lib/projection/wait.js'
import { openRuntime } from '../../lib/runtime.js'
import { projectionOf } from '../../cli/projections.js'
import { publishPending } from '../../services/stats/recalculate.js'

async function replay(groups: readonly string[], follow: boolean): Promise<void> {
  const config = readConfig()
  const runtime = await openRuntime({
    config,
    databaseUrl: config.databaseUrl ?? '',
    logger: createLogger({ level: 'warn', destination: process.stderr }),
  })
  const pool = runtime.pool('racing')
  const began = performance.now()
  const projections = groups.map((group) => projectionOf(group, runtime))
  const running = projections.map((projection) => runProjection({ ...runtime, projection, pool }))
  const seconds: Record<string, number> = {}
  await Promise.all(
    projections.map(async ({ group, topics }, i) => {
      const ends = await runtime.log.ends(topics)
      await Promise.race([
        waitFor({ pool, group, positions: ends, timeoutMs: 3600_000, clock: runtime.clock }),
        running[i]?.done,
      ])
      seconds[group] = (performance.now() - began) / 1000
    }),
  )
  if (groups.includes('stats')) {
    // What the service does beside its batches after a replay of many races: published rows from facts.
    await publishPending(pool, runtime.today())
    seconds['stats'] = (performance.now() - began) / 1000
  }
  console.log(JSON.stringify({ seconds }))
  if (follow) await once(process, 'SIGTERM')
  await Promise.all(running.map((one) => one.stop()))
  await runtime.close()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2)
  await replay(
    words.filter((word) => !word.startsWith('--')),
    words.includes('--follow'),
  )
}
