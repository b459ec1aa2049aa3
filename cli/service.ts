import { readConfig } from '../lib/config.js'
import { createLogger } from '../lib/logger.js'
import { openRuntime, type Runtime } from '../lib/runtime.js'
import type { RunningService } from '../lib/service.js'
import { startMetrics } from '../services/console/main.js'
import { runningDatabase } from './session.js'

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

/**
 * Runs one service alone, as clusters and containers do; its log is JSON on stdout. Where METRICS_PORT is set, its health,
 * readiness and metrics are served there.
 */
export async function runService(start: (runtime: Runtime) => RunningService | Promise<RunningService>): Promise<void> {
  const config = readConfig()
  const databaseUrl = await runningDatabase(config)
  const runtime = await openRuntime({
    config,
    databaseUrl,
    logger: createLogger({ level: config.logLevel, secrets: [...config.secrets, databaseUrl] }),
  })
  try {
    const service = await start(runtime)
    const web = service.name === 'console' ? null : await startMetrics(runtime, [service.name])
    if (web !== null) console.error(`${service.name} ${web.url}/metrics`)
    await untilStopped(service).finally(() => web?.stop())
  } finally {
    await runtime.close()
  }
}
