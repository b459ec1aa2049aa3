import { type Answer, tooManyRequests } from './answer.js'
import type { EndpointName } from './endpoints.js'

/** Requests per second over everything; `vendor` for The Racing API's own limits; null lifts them. */
export type Rate = number | 'vendor' | null

/**
 * Limits a client as the vendor does. Returns the refusal (429) for a request that comes too early, else null.
 *
 * The rule is a sliding window: at most ⌊rate⌋ requests in any second, one in 1/rate seconds below 1/s. Refused requests do not count.
 * The window is 15 % short of a second, so that a client that keeps exactly to its rate is not punished for the network's jitter.
 * With the vendor's own limits (racecards 2/s, courses 1/s, the rest 5/s, each on its own) more than 100 requests
 * in 10 s, refused ones included, cost 5 minutes of refusals.
 */
export function createRateLimit(rate: Rate): (endpoint: EndpointName, now: number) => Answer | null {
  if (rate === null) return () => null
  const windows = new Map<string, number[]>()
  const arrivals: number[] = []
  let blockedUntil = Number.NEGATIVE_INFINITY
  return (endpoint, now) => {
    if (rate === 'vendor') {
      if (now < blockedUntil) return tooManyRequests('100 per 10 seconds', Math.ceil((blockedUntil - now) / 1000))
      arrivals.push(now)
      while (arrivals.length > 0 && (arrivals[0] ?? 0) <= now - 10_000) arrivals.shift()
      if (arrivals.length > 100) {
        arrivals.length = 0
        blockedUntil = now + 300_000
        return tooManyRequests('100 per 10 seconds', 300)
      }
    }
    const perSecond = rate === 'vendor' ? vendorRate(endpoint) : rate
    const most = Math.max(1, Math.floor(perSecond))
    const window = (most / perSecond) * 1000
    const group = rate === 'vendor' ? endpointGroup(endpoint) : 'all'
    const recent = (windows.get(group) ?? []).filter((at) => at > now - window * 0.85)
    windows.set(group, recent)
    if (recent.length >= most)
      return tooManyRequests(`${most} per ${Math.round(window / 1000)} second`, Math.ceil(window / 1000))
    recent.push(now)
    return null
  }
}

function endpointGroup(endpoint: EndpointName): 'racecards' | 'courses' | 'rest' {
  if (endpoint === 'racecards' || endpoint === 'racecard') return 'racecards'
  return endpoint === 'courses' || endpoint === 'regions' ? 'courses' : 'rest'
}

function vendorRate(endpoint: EndpointName): number {
  return { racecards: 2, courses: 1, rest: 5 }[endpointGroup(endpoint)]
}
