import type { Clock } from '../../lib/clock.js'
import { InvalidSimulatorOption } from './errors.js'
import type { FaultRule } from './faults.js'
import type { Rate } from './http/rateLimit.js'

/** How a simulator is started; every option may be left out. docs/simulator.md explains them. */
export interface SimulatorOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Default 0: a free one. */
  readonly port?: number
  /** Default `simulator`. */
  readonly username?: string
  /** Default `simulator`. */
  readonly password?: string
  /** Directory of recorded days. Alone it is the only source: other days are empty. */
  readonly days?: string | null
  /** Generated racing; default: when no `days` are given. With `days`: where no file is. */
  readonly generated?: boolean
  /** Which history is generated, an integer (1). */
  readonly seed?: number
  /** The simulated time at the start: an instant, a date, or an ISO text; default the clock's. */
  readonly now?: Date | string | null
  /** Simulated seconds per second (1); 0 stands still. */
  readonly speed?: number
  /** The machine's clock beneath; tests give their own. */
  readonly clock?: Clock
  /** Requests per second over everything; `vendor` (default) for the vendor's own limits per endpoint; null or 0 for none. */
  readonly rate?: Rate
  /** Rules, or as typed: `results:503@0.01 429=2@#3`. */
  readonly faults?: string | readonly FaultRule[]
  /** Whether results older than 365 days are in the plan (true). */
  readonly historyAddOn?: boolean
  /** How many arrivals `/_simulator/requests` remembers (200,000). */
  readonly requestsKept?: number
  /** Told of internal errors; default: silent (the client sees a 500). */
  readonly onError?: (error: unknown) => void
}

/** Throws InvalidSimulatorOption unless the value is an integer within the limits. */
export function checkedInteger(option: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidSimulatorOption(option, value, `an integer from ${least} to ${most}`)
  }
  return value
}

/** Throws InvalidSimulatorOption for a rate that is no rate; 0 lifts the limit as null does. */
export function checkedRate(rate: Rate): Rate {
  if (rate === null || rate === 'vendor' || rate === 0) return rate === 0 ? null : rate
  if (!Number.isFinite(rate) || rate < 0)
    throw new InvalidSimulatorOption('rate', rate, 'requests per second, 0 for no limit')
  return rate
}
