/** The HTTP interface: health, metrics, JSON, and one page. It reads; steering goes over the control topic. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Fastify, { type FastifyInstance } from 'fastify'
import * as z from 'zod'
import { messageOf } from '../../lib/errors.js'
import type { Runtime } from '../../lib/runtime.js'
import { carriesToken, isLocalName } from './access.js'
import { groups, waitUntilApplied } from './applied.js'
import { deadLettersByCause } from './deadLetterState.js'
import { failedUnits, newestRuns } from './fetchState.js'
import type { Gauges } from './gauges.js'
import { groupStates } from './groupStates.js'
import { unreadiness } from './readiness.js'
import { readStatus } from './status.js'
import { readWork } from './work.js'

export interface ServerOptions {
  readonly runtime: Runtime
  /** Only health, readiness and metrics, as a service alone has them; readiness then looks at these groups. */
  readonly only?: readonly string[]
  readonly gauges: Gauges | null
}

const limitQuery = z.object({ limit: z.coerce.number().int().min(1).max(10_000).default(100) })
const groupNames = groups.map((one) => one.group) as [string, ...string[]]
const waitQuery = z.object({
  group: z
    .union([z.enum(groupNames), z.array(z.enum(groupNames))])
    .transform((one) => [one].flat())
    .optional(),
  timeout: z.coerce.number().min(0).max(3600).default(30),
})

function page(): { html: string; policy: string } {
  const html = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'page.html'), 'utf8')
  const hashOf = (tag: string) => {
    const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? ''
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
  }
  const policy = `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return { html, policy }
}

function guard(server: FastifyInstance, token: string | null): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
    if (request.url === '/healthz') return
    if (token === null) {
      if (!isLocalName(request.headers.host))
        await reply.code(403).send({ error: 'Only 127.0.0.1 and localhost are answered without CONSOLE_TOKEN.' })
    } else if (!carriesToken(request.headers.authorization, token)) {
      await reply
        .code(401)
        .header('www-authenticate', 'Basic realm="darkhorses: any name, the token as password", charset="UTF-8"')
        .send({ error: 'Send the token of CONSOLE_TOKEN: Authorization: Bearer …, or as the password of any user.' })
    }
  })
}

function listings(server: FastifyInstance, runtime: Runtime): void {
  const { html, policy } = page()
  server.get('/', (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html),
  )
  server.get('/api/status', () => readStatus(runtime))
  server.get('/api/work', () => readWork(runtime))
  server.get('/api/runs', (request) =>
    newestRuns(runtime.pool('fetching'), limitQuery.parse(request.query).limit, true),
  )
  server.get('/api/groups', () => groupStates(runtime))
  server.get('/api/errors', (request) => failedUnits(runtime.pool('fetching'), limitQuery.parse(request.query).limit))
  server.get('/api/dead-letters', (request) => deadLettersByCause(runtime, limitQuery.parse(request.query).limit))
  server.get('/api/wait', async (request, reply) => {
    const { group, timeout } = waitQuery.parse(request.query)
    const gone = new AbortController()
    request.raw.once('close', () => gone.abort())
    const missing = await waitUntilApplied(runtime, { groups: group, timeoutMs: timeout * 1000, signal: gone.signal })
    return reply.code(missing.length === 0 ? 200 : 504).send({ applied: missing.length === 0, missing })
  })
}

/** The server, not listening yet. */
export function createServer({ runtime, only, gauges }: ServerOptions): FastifyInstance {
  const server = Fastify({ forceCloseConnections: true, return503OnClosing: false })
  guard(server, runtime.config.console.token)
  server.setReplySerializer((payload) =>
    JSON.stringify(payload, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  )
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof z.ZodError) {
      const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      return reply.code(400).send({ error: problems.join('; ') })
    }
    runtime.logger.warn({ err: error }, 'error: a request of the console failed')
    return reply.code(503).send({ error: messageOf(error) })
  })
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({
      error: 'There is /, /healthz, /readyz, /metrics and /api/{status,work,runs,groups,errors,dead-letters,wait}.',
    }),
  )
  server.get('/healthz', () => ({ healthy: true }))
  server.get('/readyz', async (_request, reply) => {
    const reasons = await unreadiness(runtime, only ?? null)
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons })
  })
  server.get('/metrics', async (_request, reply) => {
    await gauges?.refresh()
    const texts = [await runtime.metrics.registry.metrics(), (await gauges?.registry.metrics()) ?? '']
    return reply.type(runtime.metrics.registry.contentType).serializer(String).send(texts.join('\n'))
  })
  if (only === undefined) listings(server, runtime)
  return server
}
