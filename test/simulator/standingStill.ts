import type { Clock } from '../../lib/clock.js'
import { type RunningSimulator, startSimulator, type SimulatorOptions } from '../../services/simulator/main.js'

export const authorization = `Basic ${btoa('simulator:simulator')}`

/** A simulator that stands still at noon of 2025-10-08 and has no rate limit, unless the options say otherwise. */
export function startStandingStill(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator({ now: '2025-10-08T12:00:00Z', speed: 0, rate: null, ...options })
}

/** A clock that stands until it is moved; sleeping moves it. */
export const handClock = (): Clock & { move(ms: number): void } => {
  let at = Date.parse('2026-11-01T12:00:00Z')
  return {
    now: () => new Date(at),
    sleep: (ms) => {
      at += ms
      return Promise.resolve()
    },
    move: (ms) => {
      at += ms
    },
  }
}

/** GETs a path of a simulator; the body must be JSON. */
export async function getFrom(
  simulator: RunningSimulator,
  path: string,
  headers: Record<string, string> = { authorization },
) {
  const response = await fetch(simulator.url + path, { headers })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(text) as Record<string, unknown> & { detail: unknown },
  }
}
/** The races of a list's body. */
export const listed = (body: Record<string, unknown>, list: 'racecards' | 'results') =>
  body[list] as { race_id: string; date: string }[]
