import { InvalidSimulatorOption } from './errors.js'
import { endpointNames } from './http/endpoints.js'
import { uniform } from './generated/chance.js'

/** What goes wrong. A number is the HTTP status answered. */
export type FaultKind = number | 'slow' | 'reset' | 'truncated' | 'html' | 'growing' | 'not-in-plan'

/** When and how requests go wrong. */
export interface FaultRule {
  readonly kind: FaultKind
  /** An endpoint's name (`results`, `racecards`, `horse-pro` …); without one, all of them. */
  readonly endpoint?: string
  /** Only requests whose path and query contain this text, e.g. `2025-10-07` or a horse id. */
  readonly where?: string
  /** Exact requests among those that match, counted from 1. */
  readonly requests?: readonly number[]
  /** Share of the requests that match, 0–1; without `requests` and `rate`, all. */
  readonly rate?: number
  /** At most so many times. */
  readonly times?: number
  /** Seconds in `Retry-After` (429, 503); without it the header is absent. */
  readonly retryAfter?: number
  /** How long a slow answer takes, in ms (30,000). */
  readonly delayMs?: number
  /** How many of the newest races a growing list keeps back (1). */
  readonly races?: number
}

export interface Faults {
  rules(): readonly FaultRule[]
  /** Replaces all rules; counting starts anew. */
  set(rules: readonly FaultRule[]): void
  /** The fault of a request that was let in, or null. Counts it for every rule that matches. */
  next(endpoint: string, path: string): FaultRule | null
}

const words: readonly FaultKind[] = ['slow', 'reset', 'truncated', 'html', 'growing', 'not-in-plan']
const statuses = [400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 504]

/** Faults by rules; chances are drawn from the seed and the request's number, so a run can be repeated. */
export function createFaults(seed: number, initial: readonly FaultRule[]): Faults {
  let counted: { rule: FaultRule; matched: number; fired: number }[] = []
  const set = (rules: readonly FaultRule[]) => {
    counted = rules.map((rule) => ({ rule: checkedFault(rule), matched: 0, fired: 0 }))
  }
  set(initial)
  return {
    rules: () => counted.map((entry) => entry.rule),
    set,
    next(endpoint, path) {
      let chosen: FaultRule | null = null
      for (const [number, entry] of counted.entries()) {
        const { rule } = entry
        if (rule.endpoint !== undefined && rule.endpoint !== endpoint) continue
        if (rule.where !== undefined && !path.includes(rule.where)) continue
        entry.matched += 1
        if (chosen !== null || entry.fired >= (rule.times ?? Number.POSITIVE_INFINITY)) continue
        if (rule.requests !== undefined && !rule.requests.includes(entry.matched)) continue
        if (rule.rate !== undefined && uniform(seed, 9001 + number, entry.matched) >= rule.rate) continue
        entry.fired += 1
        chosen = rule
      }
      return chosen
    },
  }
}

/**
 * Reads faults as typed on a command line: rules separated by blanks or semicolons, each
 * `[ENDPOINT:]KIND[=NUMBER][@RATE | @#N,N…][xTIMES][~TEXT]`, e.g. `results:503@0.01`, `429=2@#3,7`, `racecards:slow=5000x1`, `horse-pro:404~hrs_1`.
 * KIND is a status or slow, reset, truncated, html, growing, not-in-plan; NUMBER is seconds of Retry-After, ms of slowness or races kept back.
 * Throws InvalidSimulatorOption with the rule that cannot be read.
 */
export function readFaults(text: string): readonly FaultRule[] {
  return text
    .split(/[\s;]+/)
    .filter((rule) => rule !== '')
    .map(readFault)
}

const pattern =
  /^(?:(?<endpoint>[a-z-]+):)?(?<kind>[a-z-]+|\d{3})(?:=(?<number>\d+))?(?:@(?:#(?<requests>\d+(?:,\d+)*)|(?<rate>\d*\.?\d+)))?(?:x(?<times>\d+))?(?:~(?<where>\S+))?$/

function readFault(text: string): FaultRule {
  const parts = pattern.exec(text)?.groups
  if (parts?.['kind'] === undefined) throw unreadable(text)
  const kind = /^\d+$/.test(parts['kind']) ? Number(parts['kind']) : (parts['kind'] as FaultKind)
  const number = parts['number'] === undefined ? undefined : Number(parts['number'])
  return checkedFault({
    kind,
    ...(parts['endpoint'] === undefined ? {} : { endpoint: parts['endpoint'] }),
    ...(parts['requests'] === undefined ? {} : { requests: parts['requests'].split(',').map(Number) }),
    ...(parts['rate'] === undefined ? {} : { rate: Number(parts['rate']) }),
    ...(parts['times'] === undefined ? {} : { times: Number(parts['times']) }),
    ...(parts['where'] === undefined ? {} : { where: parts['where'] }),
    ...(number === undefined
      ? {}
      : kind === 'slow'
        ? { delayMs: number }
        : kind === 'growing'
          ? { races: number }
          : { retryAfter: number }),
  })
}

/** Checks a rule from anywhere (options, `POST /_simulator/faults`). Throws InvalidSimulatorOption. */
export function checkedFault(rule: unknown): FaultRule {
  if (typeof rule !== 'object' || rule === null) throw unreadable(rule)
  const fault = rule as Partial<Record<keyof FaultRule, unknown>>
  const { kind, endpoint, where, requests, rate } = fault
  const known = typeof kind === 'number' ? statuses.includes(kind) : words.includes(kind as FaultKind)
  const numbers = [rate, fault.times, fault.retryAfter, fault.delayMs, fault.races].filter(
    (value) => value !== undefined,
  )
  const fine =
    known &&
    (endpoint === undefined || endpointNames.some((name) => name === endpoint)) &&
    (where === undefined || typeof where === 'string') &&
    (requests === undefined ||
      (Array.isArray(requests) && requests.every((n) => Number.isInteger(n) && Number(n) > 0))) &&
    numbers.every((value) => typeof value === 'number' && Number.isFinite(value) && value >= 0) &&
    (rate === undefined || Number(rate) <= 1)
  if (!fine) throw unreadable(rule)
  return rule as FaultRule
}

function unreadable(rule: unknown): InvalidSimulatorOption {
  return new InvalidSimulatorOption(
    'faults',
    rule,
    `rules like results:503@0.01, 429=2@#3,7 or racecards:slow=5000x1; kinds ${[...statuses, ...words].join(' ')}; endpoints ${endpointNames.join(' ')}`,
  )
}
