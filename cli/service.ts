import { systemClock } from '../lib/clock.js'
import { readConfig, type Config } from '../lib/config.js'
import { messageOf } from '../lib/errors.js'
import { touchHeap } from '../lib/heap.js'
import { createLogger } from '../lib/logger.js'
import { openRuntime, type Runtime } from '../lib/runtime.js'
import type { RunningService } from '../lib/service.js'
import { DatabaseUnreachable, runningDatabase } from './session.js'

/** Waits until a service ends or is told to: SIGINT and SIGTERM stop it after the unit or batch in hand. */
export async function untilStopped(service: RunningService): Promise<void> {
  let interrupted = false
  const stop = () => {
    interrupted = true
    void service.stop()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  await service.done
  if (interrupted) process.exitCode = 130
}

/** The database of a service: one that is named and does not answer yet is waited for, visibly. @throws DatabaseUnreachable */
async function awaitDatabase(config: Config): Promise<string> {
  for (;;) {
    try {
      return await runningDatabase(config)
    } catch (error) {
      if (config.databaseUrl === null || !(error instanceof DatabaseUnreachable)) throw error
      console.error(`Waiting for the database at ${new URL(config.databaseUrl).host}: ${messageOf(error.cause)}`)
      await systemClock.sleep(5000)
    }
  }
}

/**
 * Runs one service alone, as clusters and containers do; its log is JSON on stdout. Where METRICS_PORT is set, its health,
 * readiness and metrics are served there.
 */
export async function runService(start: (runtime: Runtime) => RunningService | Promise<RunningService>): Promise<void> {
  const config = readConfig()
  const databaseUrl = await awaitDatabase(config)
  const runtime = await openRuntime({
    config,
    databaseUrl,
    logger: createLogger({ level: config.logLevel, secrets: [...config.secrets, databaseUrl] }),
  })
  touchHeap()
  try {
    // Here and not above: `rebuild` has a service as well, and its other commands should not take the time to load a web server.
    const { startMetrics } = await import('../services/console/main.js')
    const service = await start(runtime)
    const web = service.name === 'console' ? null : await startMetrics(runtime, [service.name])
    if (web !== null) console.error(`${service.name} ${web.url}/metrics`)
    await untilStopped(service).finally(() => web?.stop())
  } finally {
    await runtime.close()
  }
}
