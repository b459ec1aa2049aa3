import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../../../lib/clock.js'
import type { Faults } from '../faults.js'
import type { RacingSource } from '../racingSource.js'
import type { SimulatedClock } from '../simulatedClock.js'
import { type Answer, invalid, notInPlan, refusal, tooManyRequests } from './answer.js'
import { type Endpoint, endpoints } from './endpoints.js'
import { readQuery } from './parameters.js'
import type { RequestLog } from './requestLog.js'
import type { EndpointName } from './endpoints.js'
import { send } from './send.js'

/** What the server is made of. */
export interface ApiParts {
  readonly source: RacingSource
  readonly faults: Faults
  readonly requests: RequestLog
  /** The machine's time: arrivals, rate limit and slowness; `simulated` is the time racing sees. */
  readonly clock: Clock
  readonly simulated: SimulatedClock
  readonly historyAddOn: boolean
  authenticate(header: string | undefined): Answer | null
  limit(endpoint: EndpointName, now: number): Answer | null
  /** Answers `/_simulator/…`. */
  admin(request: IncomingMessage, path: string): Promise<Answer>
  /** Told of what should not happen; the client sees a 500. */
  onError(error: unknown): void
}

/** The HTTP server of the API: record, admit, limit, spoil or answer. */
export function createApiServer(parts: ApiParts): Server {
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      parts.onError(error)
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ detail: 'Internal Server Error' }))
    })
  })
  server.keepAliveTimeout = 65_000
  return server
}

async function handle(parts: ApiParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/'
  const cut = url.indexOf('?')
  const path = cut < 0 ? url : url.slice(0, cut)
  if (path === '/_simulator' || path.startsWith('/_simulator/')) {
    await send(request, response, await parts.admin(request, path))
    return
  }
  const finished = parts.requests.arrived({
    at: parts.clock.now().getTime(),
    method: request.method ?? 'GET',
    path: url,
  })
  response.on('close', () => finished(response.statusCode))
  request.resume()
  await serve(parts, request, response, path, new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1)))
}

async function serve(
  parts: ApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  search: URLSearchParams,
): Promise<void> {
  const found = route(path)
  if (found === null) return send(request, response, refusal(404, 'Not Found'))
  if (request.method !== 'GET') return send(request, response, refusal(405, 'Method Not Allowed', { allow: 'GET' }))
  const { endpoint, id } = found
  const refused =
    parts.authenticate(request.headers.authorization) ?? parts.limit(endpoint.name, parts.clock.now().getTime())
  if (refused !== null) return send(request, response, refused)

  const fault = parts.faults.next(endpoint.name, request.url ?? path)
  const instead = fault === null ? null : answerOfFault(fault.kind, fault.retryAfter ?? null)
  if (instead !== null) return send(request, response, instead)
  if (fault?.kind === 'slow') {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    await parts.clock.sleep(fault.delayMs ?? 30_000, gone.signal)
    if (gone.signal.aborted) return
  }

  const query = readQuery(search, endpoint.parameters)
  const answer =
    'echo' in query
      ? endpoint.answer({
          source: parts.source,
          now: parts.simulated.now(),
          query,
          id,
          historyAddOn: parts.historyAddOn,
          keptBack: fault?.kind === 'growing' ? (fault.races ?? 1) : 0,
        })
      : invalid(...query)
  await send(request, response, answer, fault?.kind === 'reset' || fault?.kind === 'truncated' ? fault.kind : null)
}

function route(path: string): { endpoint: Endpoint; id: string } | null {
  for (const endpoint of endpoints) {
    const match = endpoint.path.exec(path)
    if (match !== null) return { endpoint, id: decoded(match[1] ?? '') }
  }
  return null
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A percent sign that encodes nothing is part of an id nobody has.
    return segment
  }
}

/** The answer a fault gives in place of the real one; null for those that spoil the real one. */
function answerOfFault(kind: FaultKindOf, retryAfter: number | null): Answer | null {
  if (kind === 'html') return { status: 200, body: maintenancePage }
  if (kind === 'not-in-plan') return notInPlan('Pro')
  if (typeof kind !== 'number') return null
  const headers = retryAfter === null ? undefined : { 'retry-after': String(retryAfter) }
  if (kind === 429) return tooManyRequests('5 per 1 second', retryAfter)
  if (kind === 422) return invalid({ loc: ['query'], msg: 'Value error, simulated fault', type: 'value_error' })
  return refusal(kind, sentences[kind] ?? 'Error', headers)
}

type FaultKindOf = NonNullable<ReturnType<Faults['next']>>['kind']

const sentences: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Incorrect username or password',
  403: 'Forbidden',
  404: 'Not found',
  408: 'Request Timeout',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

const maintenancePage =
  '<!DOCTYPE html><html><head><title>We will be back</title></head><body><h1>Scheduled maintenance</h1></body></html>'
