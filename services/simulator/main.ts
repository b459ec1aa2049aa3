import type { AddressInfo } from 'node:net'
import { systemClock } from '../../lib/clock.js'
import type { RunningService } from '../../lib/service.js'
import { PortUnavailable } from './errors.js'
import { createFaults, type Faults, readFaults } from './faults.js'
import { createAdmin } from './http/adminEndpoints.js'
import { createApiServer } from './http/apiServer.js'
import { createBasicAuth } from './http/basicAuth.js'
import { createRateLimit } from './http/rateLimit.js'
import { createRequestLog, type RecordedRequest } from './http/requestLog.js'
import { checkedInteger, checkedRate, type SimulatorOptions } from './options.js'
import type { RacingSource } from './racingSource.js'
import { createSimulatedClock, readInstant, type SimulatedClock } from './simulatedClock.js'
import { openSource } from './source.js'

export type { SimulatorOptions } from './options.js'
export type { FaultRule } from './faults.js'
export type { RecordedRequest } from './http/requestLog.js'

/** A running simulator, with handles for tests that live in the same process. */
export interface RunningSimulator extends RunningService {
  /** `http://127.0.0.1:PORT`; the API is below `/v1`. */
  readonly url: string
  readonly port: number
  readonly username: string
  readonly password: string
  /** The racing it serves. */
  readonly source: RacingSource
  readonly faults: Faults
  readonly time: SimulatedClock
  /** Arrivals so far, as `GET /_simulator/requests` gives them. */
  requests(): readonly RecordedRequest[]
  clearRequests(): void
}

/**
 * Starts The Racing API in a box on a port (default: a free one on loopback) in a few milliseconds.
 * Throws InvalidSimulatorOption for an option that cannot be understood, PortUnavailable when it cannot listen.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const clock = options.clock ?? systemClock
  const seed = checkedInteger('seed', options.seed ?? 1, 0, 2 ** 31 - 1)
  const start = typeof options.now === 'string' ? readInstant('now', options.now) : (options.now ?? null)
  const simulated = createSimulatedClock(clock, start, options.speed ?? 1)
  const source = openSource({ days: options.days ?? null, generated: options.generated ?? !options.days, seed })
  const faults = createFaults(
    seed,
    typeof options.faults === 'string' ? readFaults(options.faults) : (options.faults ?? []),
  )
  const requests = createRequestLog(checkedInteger('requestsKept', options.requestsKept ?? 200_000, 1, 10_000_000))
  const [username, password] = [options.username ?? 'simulator', options.password ?? 'simulator']
  const server = createApiServer({
    source,
    faults,
    requests,
    clock,
    simulated,
    historyAddOn: options.historyAddOn ?? true,
    authenticate: createBasicAuth(username, password),
    limit: createRateLimit(checkedRate(options.rate === undefined ? 'vendor' : options.rate)),
    admin: createAdmin({ faults, requests, simulated }),
    onError: options.onError ?? (() => undefined),
  })

  const host = options.host ?? '127.0.0.1'
  const asked = checkedInteger('port', options.port ?? 0, 0, 65_535)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new PortUnavailable({ host, port: asked }, cause)))
    server.listen(asked, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const done = new Promise<void>((resolve) => server.once('close', resolve))
  return {
    name: 'simulator',
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    username,
    password,
    source,
    faults,
    time: simulated,
    requests: () => requests.all(),
    clearRequests: () => requests.clear(),
    done,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await done
    },
  }
}
