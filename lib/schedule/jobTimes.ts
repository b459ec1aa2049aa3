import { Cron } from 'croner'

const zone = 'Europe/London'
const crons = new Map<string, Cron>()

function cronOf(pattern: string): Cron {
  const known = crons.get(pattern) ?? new Cron(pattern, { timezone: zone, paused: true })
  crons.set(pattern, known)
  return known
}

const times = (dates: readonly (Date | null | undefined)[]) =>
  dates.flatMap((date) => (date instanceof Date ? [date.getTime()] : []))

/** The next time after an instant at which one of some cron patterns is due in London; DST included. */
export function nextTime(patterns: readonly string[], after: Date): Date {
  return new Date(Math.min(...times(patterns.map((pattern) => cronOf(pattern).nextRun(after)))))
}

/** The latest time at or before an instant at which one of some cron patterns was due in London. */
export function latestTime(patterns: readonly string[], at: Date): Date {
  // Croner looks strictly before, in whole seconds.
  const after = new Date(Math.floor(at.getTime() / 1000) * 1000 + 1000)
  return new Date(Math.max(...times(patterns.map((pattern) => cronOf(pattern).previousRuns(1, after)[0]))))
}
