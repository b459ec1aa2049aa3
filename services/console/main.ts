/** The console: health, metrics, JSON and a page over HTTP, and the alerts. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'
import { createAlerts } from './alerts/watchAlerts.js'
import { PortTaken } from './errors.js'
import { createGauges } from './gauges.js'
import { createServer } from './server.js'

/** Where the console is when nothing else is said and the port is free. */
export const usualPort = 8480

export interface RunningConsole extends RunningService {
  readonly url: string
}

async function listen(
  server: FastifyInstance,
  host: string,
  port: number | null,
  usual: number,
  variable: string,
): Promise<string> {
  try {
    await server.listen({ host, port: port ?? usual })
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!taken) throw error
    if (port !== null) throw new PortTaken(host, port, variable)
    await server.listen({ host, port: 0 })
  }
  const { port: bound } = server.server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

function running(name: string, url: string, server: FastifyInstance, end: () => Promise<void>): RunningConsole {
  let finish: () => void = () => undefined
  const done = new Promise<void>((resolve) => (finish = resolve))
  return {
    name,
    url,
    done,
    stop: async () => {
      await end()
      await server.close()
      finish()
    },
  }
}

/** Starts the whole console. @throws PortTaken when CONSOLE_PORT is in use */
export async function startConsole(runtime: Runtime): Promise<RunningConsole> {
  const { host, port } = runtime.config.console
  const server = createServer({ runtime, gauges: createGauges(runtime) })
  const url = await listen(server, host, port, usualPort, 'CONSOLE_PORT')
  const stopping = new AbortController()
  const alerts = createAlerts(runtime).run(stopping.signal)
  return running('console', url, server, async () => {
    stopping.abort()
    await alerts
  })
}

/** Health, readiness and metrics of a service that runs alone, where METRICS_PORT is set. @throws PortTaken */
export async function startMetrics(runtime: Runtime, groups: readonly string[]): Promise<RunningConsole | null> {
  const { metricsPort, console: settings } = runtime.config
  if (metricsPort === null) return null
  const server = createServer({ runtime, only: groups, gauges: null })
  const url = await listen(server, settings.host, metricsPort, 0, 'METRICS_PORT')
  return running('metrics', url, server, () => Promise.resolve())
}
