/**
 * One call of The Racing API, tried again as docs/domain.md section 1 says: 429 pauses everybody, 408, 5xx, time-outs, resets
 * and answers that are no JSON are tried again with growing pauses, 401 stops, 404 and 422 are answers.
 */
import { Agent, request, type Dispatcher } from 'undici'
import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import type { Clock } from '../../../lib/clock.js'
import { messageOf } from '../../../lib/errors.js'
import type { Logger } from '../../../lib/logger.js'
import type { Metrics } from '../../../lib/metrics.js'
import type { Budget, Priority } from '../budget.js'
import { CallFailed, CredentialsRefused } from '../errors.js'
import { retryPause, retryAfterMs } from './retry.js'

const unzip = promisify(gunzip)

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
}

export interface ApiCall {
  /** Below `/v1`, such as `/results`. */
  readonly path: string
  readonly query?: readonly (readonly [string, string])[]
  readonly priority: Priority
  /** Tries before the call counts as failed. */
  readonly attempts: number
  /** Called for an answer of 401: whether this call may be refused by plan while others work. */
  readonly refusable?: boolean
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
  /** @throws CredentialsRefused, CallFailed */
  call(call: ApiCall): Promise<ApiAnswer>
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  readonly text: string
}

const endpointOf = (path: string) => path.replaceAll(/\/(hrs|rac)_[^/]+/g, '/{id}')

/** A client of one API account. Calls wait for their turn in the budget. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { budget, clock, logger, metrics } = options
  const random = options.random ?? Math.random
  const agent = new Agent({ connections: 16, keepAliveTimeout: 30_000 })
  const authorization = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`
  const timeout = options.timeoutMs ?? 30_000

  async function once(url: URL): Promise<Answer> {
    const response = await request(url, {
      dispatcher: agent,
      headers: { authorization, accept: 'application/json', 'accept-encoding': 'gzip' },
      headersTimeout: timeout,
      bodyTimeout: timeout,
    })
    const bytes = Buffer.from(await response.body.arrayBuffer())
    const zipped = response.headers['content-encoding'] === 'gzip'
    return {
      status: response.statusCode,
      headers: response.headers,
      text: (zipped ? await unzip(bytes) : bytes).toString('utf8'),
    }
  }

  /** What a try came to: an answer, or a reason to try again. */
  async function attempt(
    url: URL,
    call: ApiCall,
  ): Promise<{ answer: ApiAnswer } | { reason: string; status: number | null; pause?: number; cause?: unknown }> {
    const endpoint = endpointOf(call.path)
    try {
      const { status, headers, text } = await budget.call(call.priority, () => once(url))
      metrics.apiRequests.inc({ endpoint, status: String(status) })
      const answer = { status, source: url.toString(), calls: 1, at: clock.now().getTime() }
      if (status === 404 || (status === 401 && call.refusable === true)) return { answer: { ...answer, body: null } }
      if (status === 401) throw new CredentialsRefused(`GET ${url.pathname}`)
      if (status === 422)
        throw new CallFailed(
          `GET ${url.pathname}${url.search}`,
          `the API says that a parameter is wrong (422): ${text.slice(0, 300)}`,
          { status, attempts: 1 },
        )
      if (status === 429)
        return { reason: 'Rate limited (429)', status, pause: retryAfterMs(headers['retry-after']) ?? -1 }
      if (status === 200) return { answer: { ...answer, body: JSON.parse(text) as unknown } }
      return { reason: `the API answered ${status}`, status }
    } catch (error) {
      if (error instanceof CredentialsRefused || error instanceof CallFailed) throw error
      metrics.apiRequests.inc({ endpoint, status: 'none' })
      const reason = error instanceof SyntaxError ? 'the answer is no JSON' : messageOf(error)
      return { reason, status: null, cause: error }
    }
  }

  return {
    call: async (call) => {
      const url = new URL(`${options.baseUrl.replace(/\/$/, '')}${call.path}`)
      for (const [name, value] of call.query ?? []) url.searchParams.append(name, value)
      for (let tries = 1; ; tries += 1) {
        const outcome = await attempt(url, call)
        if ('answer' in outcome) return { ...outcome.answer, calls: tries }
        if (tries >= call.attempts || call.signal?.aborted) {
          throw new CallFailed(
            `GET ${url.pathname}${url.search}`,
            outcome.reason,
            { status: outcome.status, attempts: tries },
            outcome.cause,
          )
        }
        const pause = retryPause(tries, random())
        if (outcome.pause !== undefined) {
          // Without Retry-After: 5 s at least, then double. The whole limiter waits, not this call alone.
          const wait = outcome.pause >= 0 ? outcome.pause : 5000 * 2 ** (tries - 1)
          logger.warn({ path: call.path, waitMs: wait }, 'Rate limited: all calls pause')
          budget.pause(wait)
        } else {
          logger.warn(
            { path: call.path, tries, reason: outcome.reason, pauseMs: pause },
            'error: the call is tried again',
          )
          await clock.sleep(pause, call.signal)
        }
      }
    },
    close: () => agent.close(),
  }
}
