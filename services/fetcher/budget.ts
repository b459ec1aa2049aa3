/**
 * The one budget of API calls. bottleneck orders the calls (live before backfill before profiles) and spaces them; the
 * moment of each call is reserved in Postgres before it is made, so that a restart or a crash cannot bring two calls closer
 * together than 1/rate.
 */
import Bottleneck from 'bottleneck'
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { sqlFile } from '../../lib/db/sqlFile.js'

const reserveCall = sqlFile(import.meta.url, './sql/reserveCall.sql')

export type Priority = 'live' | 'backfill' | 'profiles'
const order: Readonly<Record<Priority, number>> = { live: 1, backfill: 5, profiles: 9 }

export interface Budget {
  /** Makes a call in its turn. */
  call<T>(priority: Priority, make: () => Promise<T>): Promise<T>
  /** Nobody calls for so long (ms): the answer to 429. */
  pause(ms: number): void
}

/** Arrivals jitter by some milliseconds: with this much more between two starts no sliding second sees one call too many. */
const marginMs = 4

/** `rate` in calls per second, 0 for no limit; at most `concurrency` calls are in flight. */
export function createBudget(options: { pool: Pool; clock: Clock; rate: number; concurrency: number }): Budget {
  const { pool, clock, rate, concurrency } = options
  const spacing = rate > 0 ? 1000 / rate + marginMs : 0
  const queue = new Bottleneck({ maxConcurrent: concurrency, minTime: spacing })
  let pausedUntil = 0

  async function takeTurn(): Promise<void> {
    for (;;) {
      const wait = pausedUntil - clock.now().getTime()
      if (wait <= 0) break
      await clock.sleep(wait)
    }
    if (spacing === 0) return
    const { rows } = await pool.query<{ wait_ms: number }>(reserveCall, [spacing])
    const wait = rows[0]?.wait_ms ?? 0
    if (wait > 0) await clock.sleep(wait)
  }

  return {
    call: (priority, make) =>
      queue.schedule({ priority: order[priority] }, async () => {
        await takeTurn()
        return make()
      }),
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, clock.now().getTime() + ms)
    },
  }
}
