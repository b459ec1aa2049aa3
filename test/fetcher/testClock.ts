import { systemClock, type Clock } from '../../lib/clock.js'

export interface TestClock extends Clock {
  /** Moves the time shown. */
  advance(ms: number): void
}

/** Pauses longer than this are those of retries and rate limits, which these tests do not sit through. */
const longMs = 2000

/** A clock that can be moved. Long pauses take a hundredth of their time, and the clock shows that they have passed. */
export function testClock(start: Date = systemClock.now()): TestClock {
  const began = performance.now()
  let moved = 0
  const elapsed = () => performance.now() - began + moved
  return {
    now: () => new Date(start.getTime() + elapsed()),
    sleep: async (ms, signal) => {
      if (ms <= longMs) return systemClock.sleep(ms, signal)
      const end = elapsed() + ms
      await systemClock.sleep(ms / 100, signal)
      if (signal?.aborted !== true) moved += Math.max(0, end - elapsed())
    },
    advance: (ms) => {
      moved += ms
    },
  }
}
