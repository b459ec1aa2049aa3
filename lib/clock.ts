import { setMaxListeners } from 'node:events'

/** Time is handed in, never taken: tests move it by hand. */
export interface Clock {
  now(): Date
  /** Resolves after `ms` milliseconds, or early (without an error) when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve()
        return
      }
      const finish = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', finish)
        resolve()
      }
      const timer = setTimeout(finish, ms)
      // Many may wait under one signal; each takes its listener away again.
      if (signal !== undefined) setMaxListeners(0, signal)
      signal?.addEventListener('abort', finish, { once: true })
    }),
}

/** Resolves when a signal is aborted, at once where it is: the event comes once, and may have come while something else was awaited. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

let londonDay: Intl.DateTimeFormat | undefined

/** The calendar date in London at an instant, as `YYYY-MM-DD`. */
export function londonDate(at: Date): string {
  // Made when it is first asked for: the tables of time zones take a command 10 ms to load.
  londonDay ??= new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return londonDay.format(at)
}
