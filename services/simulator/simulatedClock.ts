import type { Clock } from '../../lib/clock.js'
import { InvalidSimulatorOption } from './errors.js'

/** The simulator's idea of the time: it starts anywhere and may run faster than the machine's clock, or stand still. */
export interface SimulatedClock {
  now(): Date
  /** Seconds that pass per second of the clock beneath; 0 stands still. */
  readonly speed: number
  set(to: { now?: Date; speed?: number }): void
}

/**
 * A clock that shows `start` (default: the time of the clock beneath) and from there runs `speed` times as fast.
 * Throws InvalidSimulatorOption for a speed that is negative or no number.
 */
export function createSimulatedClock(base: Clock, start: Date | null, speed: number): SimulatedClock {
  let anchor = base.now().getTime()
  let shown = start?.getTime() ?? anchor
  let factor = checkedSpeed(speed)
  const now = () => new Date(shown + (base.now().getTime() - anchor) * factor)
  return {
    now,
    get speed() {
      return factor
    },
    set(to) {
      const current = now().getTime()
      const next = to.speed === undefined ? factor : checkedSpeed(to.speed)
      anchor = base.now().getTime()
      shown = to.now?.getTime() ?? current
      factor = next
    },
  }
}

/**
 * Reads `2025-10-07` (noon in UTC, so the same date in London) or an ISO instant.
 * Throws InvalidSimulatorOption for anything else.
 */
export function readInstant(option: string, text: string): Date {
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T12:00:00Z` : text)
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
  if (Number.isNaN(instant.getTime()) || day === undefined || !isCalendarDay(day)) {
    throw new InvalidSimulatorOption(
      option,
      text,
      'a date like 2025-10-07 or an instant like 2025-10-07T14:30:00+01:00',
    )
  }
  return instant
}

/** Whether `YYYY-MM-DD` names a day that exists. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}

function checkedSpeed(speed: number): number {
  if (!Number.isFinite(speed) || speed < 0) throw new InvalidSimulatorOption('speed', speed, 'a number of 0 or more')
  return speed
}
