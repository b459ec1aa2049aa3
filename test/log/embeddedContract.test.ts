import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../lib/clock.js'
import { migrateAll } from '../../lib/db/migrate.js'
import { createPool } from '../../lib/db/pool.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../lib/postgres/embeddedPostgres.js'
import { badInputContract } from '../contract/badInput.js'
import { exactlyOnceContract } from '../contract/exactlyOnce.js'
import { livenessContract } from '../contract/liveness.js'
import { logContract, type LogUnderTest } from '../contract/log.js'
import { embeddedPlace } from '../contract/place.js'
import { registryContract } from '../contract/registryOutage.js'
import { sharedGroupContract } from '../contract/sharedGroup.js'
import { traceContract } from '../contract/traceContext.js'
import { startTcpProxy } from '../support/tcpProxy.js'

const leaseMs = 3000

/** A server of its own, reached through a proxy: it is killed, and comes back on another port. */
async function start(): Promise<LogUnderTest> {
  const home = await mkdtemp(join(tmpdir(), 'darkhorses-log-'))
  // Commits are flushed, as in earnest: what was acknowledged must survive the kill.
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ home })
  const proxy = await startTcpProxy(Number(new URL(server.url).port))
  const address = new URL(server.url)
  address.port = String(proxy.port)
  const poolOf = (schema: string) =>
    createPool({ url: address.toString(), searchPath: [schema], applicationName: 'log contract', max: 12 })
  const admin = poolOf('public')
  await migrateAll(admin)
  await admin.end()
  const pool = poolOf('racing')
  const logPools: ReturnType<typeof poolOf>[] = []
  return {
    open: () => {
      const logPool = poolOf('log')
      logPools.push(logPool)
      return createEmbeddedLog({ pool: logPool, clock: systemClock, leaseMs })
    },
    proxy,
    pool,
    server: {
      kill: async () => {
        process.kill(server.pid, 'SIGKILL')
        await server.exited
      },
      restart: async () => {
        server = await startEmbeddedPostgres({ home })
        proxy.target(Number(new URL(server.url).port))
      },
    },
    // An append is one statement, its own transaction: the message that runs it asks for the commit.
    isCommit: (sent) => sent.includes('log-append'),
    task: { databaseUrl: address.toString(), leaseMs, kafka: null },
    stop: async () => {
      await Promise.all([pool, ...logPools].map((one) => one.end()))
      await proxy.close()
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

logContract('embedded', start)
registryContract('embedded', embeddedPlace)
sharedGroupContract('embedded', embeddedPlace)
exactlyOnceContract('embedded', embeddedPlace)
livenessContract('embedded', embeddedPlace)
badInputContract('embedded', embeddedPlace)
traceContract('embedded', () => ({}))
