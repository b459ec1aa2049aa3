// A fetcher in a process of its own, to be killed and stopped by signals, with leases as short as LEASE_MS says. It is
// configured by the environment as the service is, and says `ready` on stdout.
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { openRuntime } from '../../lib/runtime.js'
import { startFetcher } from '../../services/fetcher/main.js'

const config = readConfig()
const leaseMs = Number(process.env['LEASE_MS'] ?? 8000)
const runtime = await openRuntime({
  config,
  databaseUrl: config.databaseUrl ?? '',
  logger: createLogger({ level: config.logLevel, destination: process.stderr }),
  leaseMs,
})
const fetcher = await startFetcher(runtime, { leaseMs })
process.on('SIGTERM', () => void fetcher.stop())
console.log('ready')
await fetcher.done
await runtime.close()
