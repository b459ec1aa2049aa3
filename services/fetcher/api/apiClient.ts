/**
 * One call of The Racing API, tried again as docs/domain.md section 1 says: 429 pauses everybody; 408, 5xx, time-outs, resets
 * and answers that are not what was asked for are tried again with growing pauses; 401 stops; 404 is an answer; every other
 * refusal fails at once, because asking the same again can only be refused again.
 */
import { Agent, request, type Dispatcher } from 'undici'
import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import type { Clock } from '../../../lib/clock.js'
import { messageOf } from '../../../lib/errors.js'
import type { Logger } from '../../../lib/logger.js'
import { isLoopback } from '../../../lib/loopback.js'
import type { Metrics } from '../../../lib/metrics.js'
import type { Budget, Priority } from '../budget.js'
import { CallAbandoned, CallFailed, CredentialsRefused } from '../errors.js'
import { asciiJson } from './asciiJson.js'
import { retryPause, retryAfterMs } from './retry.js'

const unzip = promisify(gunzip)
/** Text is unzipped in pieces of at most so many bytes. */
const mostAtOnce = 8 * 1024 * 1024
const leastAtOnce = 16 * 1024

/** The bytes that were zipped. Their length stands at the end (RFC 1952): in one piece of it they need not be put together. */
async function unzipped(bytes: Buffer): Promise<Buffer> {
  const length = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)
  return unzip(bytes, { chunkSize: Math.min(mostAtOnce, Math.max(leastAtOnce, length + 1)) })
}

export interface ApiClientOptions {
  readonly baseUrl: string
  readonly username: string
  readonly password: string
  readonly budget: Budget
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Between 0 and 1; spreads retries. */
  readonly random?: () => number
  /** Of one try, in ms; default 30,000. */
  readonly timeoutMs?: number
  /** Whether answers are asked for zipped; default: what `asksForZip` says. */
  readonly zipped?: boolean
  /** Aborted when calls in flight are no longer waited for. */
  readonly cutOff?: AbortSignal
}

export interface ApiCall {
  /** Below `/v1`, such as `/results`. */
  readonly path: string
  readonly query?: readonly (readonly [string, string])[]
  readonly priority: Priority
  /** Tries before the call counts as failed. */
  readonly attempts: number
  /** Whether 401 may mean that this call is not in the plan while others work. */
  readonly refusable?: boolean
  /** What is wrong with the body of a 200, or null: proxies and maintenance pages answer 200 as well. */
  readonly check?: (body: unknown) => string | null
  /** Aborted when no further tries are to be made; the one in flight is waited for. */
  readonly signal?: AbortSignal
}

export interface ApiAnswer {
  /** 200, 401 (refusable calls only) or 404. */
  readonly status: number
  readonly body: unknown
  /** The address called, without credentials. */
  readonly source: string
  /** Tries made, the successful one included. */
  readonly calls: number
  /** When the answer arrived, ms. */
  readonly at: number
}

export interface ApiClient {
  /** @throws CredentialsRefused, CallFailed, CallAbandoned, NotActive */
  call(call: ApiCall): Promise<ApiAnswer>
  close(): Promise<void>
}

interface HttpAnswer {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  readonly bytes: Buffer
}

/** What a try came to: an answer, or a reason to try again, after so long at least. */
type Try =
  | { readonly answer: ApiAnswer }
  | { readonly reason: string; readonly status: number | null; readonly waitMs?: number; readonly cause?: unknown }

const idOrDate = /^(?:[a-z]{3}_\d+|\d+)$/

/** The endpoint of a path, for metrics: `/horses/hrs_1/pro` → `/horses/:id/pro`. */
function endpointOf(path: string): string {
  return path
    .split('/')
    .map((part) => (idOrDate.test(part) ? ':id' : part))
    .join('/')
}

/** Refusals by the rate limit until a call fails: by then they have lasted for hours. */
const mostLimited = 12

const isWorthAnotherTry = (status: number) => status === 408 || status === 425 || status >= 500

/**
 * Whether answers of an API are better zipped: by the net they are. Those of a simulator on this machine are passed on before they would
 * be zipped, which took it a third of its time and the fetcher a tenth.
 */
export const asksForZip = (baseUrl: string): boolean => !isLoopback(new URL(baseUrl).hostname)

/** A client of The Racing API over a budget of calls. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { budget, clock, logger, metrics, cutOff } = options
  const random = options.random ?? Math.random
  const agent = new Agent({ connections: 16, keepAliveTimeout: 30_000 })
  const authorization = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`
  const timeout = options.timeoutMs ?? 30_000
  const encoding = (options.zipped ?? asksForZip(options.baseUrl)) ? 'gzip' : 'identity'

  async function get(url: URL, heard: () => void): Promise<HttpAnswer> {
    const response = await request(url, {
      dispatcher: agent,
      headers: { authorization, accept: 'application/json', 'accept-encoding': encoding },
      headersTimeout: timeout,
      bodyTimeout: timeout,
      ...(cutOff && { signal: cutOff }),
    })
    heard()
    const bytes = Buffer.from(await response.body.arrayBuffer())
    const zipped = response.headers['content-encoding'] === 'gzip'
    return {
      status: response.statusCode,
      headers: response.headers,
      bytes: zipped ? await unzipped(bytes) : bytes,
    }
  }

  /** One call in its turn; what goes wrong on the way to the API is a value, what goes wrong here is thrown. */
  function once(url: URL, call: ApiCall): Promise<{ answer: HttpAnswer; startedAt: number } | { error: unknown }> {
    const make = async (heard: () => void) => {
      const startedAt = clock.now().getTime()
      return get(url, heard).then(
        (answer) => ({ answer, startedAt }),
        (error: unknown) => ({ error }),
      )
    }
    return budget.call(call.priority, make, call.signal)
  }

  function read(url: URL, call: ApiCall, { status, bytes }: HttpAnswer): Try {
    const answer = { status, source: url.toString(), calls: 1, at: clock.now().getTime() }
    if (status === 404) return { answer: { ...answer, body: null } }
    try {
      const body = JSON.parse(asciiJson(bytes)) as unknown
      const wrong = call.check?.(body) ?? null
      return wrong === null ? { answer: { ...answer, body } } : { reason: wrong, status }
    } catch (error) {
      return { reason: 'the answer is no JSON', status, cause: error }
    }
  }

  async function attempt(url: URL, call: ApiCall, tries: number): Promise<Try> {
    const endpoint = endpointOf(call.path)
    const made = await once(url, call)
    if ('error' in made) {
      metrics.apiRequests.inc({ endpoint, status: 'none' })
      if (cutOff?.aborted) throw new CallAbandoned(made.error)
      return { reason: messageOf(made.error), status: null, cause: made.error }
    }
    const { status, headers, bytes } = made.answer
    metrics.apiRequests.inc({ endpoint, status: String(status) })
    const retryAfter = retryAfterMs(headers['retry-after'])
    if (status === 429) {
      const waitMs = await budget.limited(retryAfter, made.startedAt)
      logger.warn({ path: call.path, waitMs }, 'Rate limited: all calls pause')
      return { reason: 'Rate limited (429)', status, waitMs: 0 }
    }
    budget.answered()
    if (status === 401 && call.refusable === true)
      return { answer: { status, source: url.toString(), calls: 1, at: clock.now().getTime(), body: null } }
    if (status === 401) throw new CredentialsRefused(`GET ${url.pathname}`)
    if (status === 200 || status === 404) return read(url, call, made.answer)
    if (isWorthAnotherTry(status))
      return {
        reason: `the API answered ${status}`,
        status,
        ...(retryAfter === undefined ? {} : { waitMs: Math.max(retryAfter, retryPause(tries, random())) }),
      }
    const meaning =
      status === 422 ? 'a parameter is wrong (422), which is a defect of this program' : `it was refused (${status})`
    throw new CallFailed(`GET ${url.pathname}${url.search}`, `${meaning}: ${bytes.toString('utf8').slice(0, 300)}`, {
      status,
      attempts: tries,
    })
  }

  return {
    call: async (call) => {
      const url = new URL(`${options.baseUrl.replace(/\/$/, '')}${call.path}`)
      for (const [name, value] of call.query ?? []) url.searchParams.append(name, value)
      let limited = 0
      for (let calls = 1; ; calls += 1) {
        // A call refused by the rate limit was none: it is made again when the pause of everybody is over.
        const tries = calls - limited
        const outcome = await attempt(url, call, tries)
        if ('answer' in outcome) return { ...outcome.answer, calls }
        const { reason, status, cause } = outcome
        if (status === 429) limited += 1
        if (status === 429 ? limited >= mostLimited : tries >= call.attempts)
          throw new CallFailed(`GET ${url.pathname}${url.search}`, reason, { status, attempts: calls }, cause)
        const pauseMs = Math.round(outcome.waitMs ?? retryPause(tries, random()))
        if (status !== 429)
          logger.warn({ path: url.pathname + url.search, tries, reason, pauseMs }, 'error: the call is tried again')
        await clock.sleep(pauseMs, call.signal)
        if (call.signal?.aborted) throw new CallAbandoned(cause)
      }
    },
    close: () => agent.close(),
  }
}
