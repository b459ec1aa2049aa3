/**
 * The one budget of API calls. bottleneck orders the calls (live before backfill before profiles) in a lane where one at a
 * time waits for its turn: a live call is behind that one and nobody else. The moment of each call is reserved in Postgres
 * before it is made, so that a restart, a crash or a second fetcher cannot bring two calls closer together than 1/rate.
 *
 * Reserved moments lie on a grid that does not drift, however late timers fire; a call that was late by more than the grid's
 * margin pushes the next one back, so that no two are too close either. How late the calls of another process were nobody knows:
 * whoever begins to call, or begins again, lets the second of the last reservation pass, and as long as a call can be late.
 */
import Bottleneck from 'bottleneck'
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { AppendingRoom } from './appendingRoom.js'
import { createArrivalGuard } from './arrivalGuard.js'
import { CallAbandoned, NotActive } from './errors.js'
import type { Lease } from './lease.js'

const reserveCall = sqlFile(import.meta.url, './sql/reserveCall.sql')
const pauseCalls = sqlFile(import.meta.url, './sql/pauseCalls.sql')

export type Priority = 'live' | 'backfill' | 'profiles'
/** The most urgent first, as bottleneck counts. */
export const callOrder: Readonly<Record<Priority, number>> = { live: 1, backfill: 5, profiles: 9 }

export interface Budget {
  /**
   * Makes a call in its turn; `make` tells when the answer begins. Rejects with what `make` throws.
   * @throws CallAbandoned, NotActive
   */
  call<T>(priority: Priority, make: (heard: () => void) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Calls that wait or are in flight. */
  load(): number
  /**
   * The API refused a call by its rate limit: nobody calls for `retryAfterMs`, or, where that is not told, for 5 s, doubled as
   * long as it goes on. Calls that were under way when the pause began do not double it. Resolves with the pause in ms.
   */
  limited(retryAfterMs: number | undefined, startedAt: number): Promise<number>
  /** The API has answered: the next pause is a short one again. */
  answered(): void
}

export interface BudgetOptions {
  readonly pool: Pool
  readonly clock: Clock
  /** Calls per second, 0 for no limit. */
  readonly rate: number
  /** Calls in flight at most. */
  readonly concurrency: number
  /** Where what calls bring is put away: they wait until there is room. */
  readonly room?: Pick<AppendingRoom, 'free'>
  /** Only the holder of the lease makes calls; left out, anybody does. */
  readonly lease?: Pick<Lease, 'owner' | 'held'>
}

/** Arrivals jitter by some milliseconds: 0.9 % more between two starts, and no sliding second sees one call too many. */
export const gridMargin = 1.009
const leastMargin = 1.001
/**
 * A call may be held back by the guard for this long after its place on the grid, in ms, as a share of the spacing: being less than
 * the spacing, it moves no later place, and costs no part of the rate.
 */
const mostLag = 300
const lagShare = 0.7
/** Between two looks at what has been answered meanwhile, in ms. */
const lookMs = 20
const longestPause = 3600_000
/**
 * A call that is later than its turn by so much, in ms, takes another one: the process was stopped, or the machine was too busy. So
 * nobody's calls are later than that, and whoever begins to call knows how long the second of the last of them can take.
 */
const latestMs = 500

/** A budget of `rate` calls per second; see the head of this file. */
export function createBudget({ pool, clock, rate, concurrency, room, lease }: BudgetOptions): Budget {
  const spacing = rate > 0 ? (1000 / rate) * gridMargin : 0
  const closest = rate > 0 ? (1000 / rate) * leastMargin : 0
  const lagMs = Math.min(mostLag, spacing * lagShare)
  const second = rate > 0 ? (Math.max(1, Math.ceil(rate)) * 1000) / rate : 0
  const secondOfOthers = Math.max(0, second - spacing) + latestMs
  let isActive = false
  const guard = rate > 0 ? createArrivalGuard(rate, lagMs) : undefined
  const lane = new Bottleneck({ maxConcurrent: 1 })
  let waiting = 0
  let flying = 0
  let landed: (() => void) | undefined
  let lastStart = -Infinity
  let pausedUntil = 0
  let pausedAt = 0
  let pauses = 0

  async function freeFlight(): Promise<void> {
    while (flying >= concurrency) await new Promise<void>((resolve) => (landed = resolve))
  }

  /** Others may call from here on. */
  function notActive(): NotActive {
    isActive = false
    return new NotActive()
  }

  async function takeTurn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      await freeFlight()
      await room?.free(signal)
      if (signal?.aborted) throw new CallAbandoned()
      if (lease?.held() === false) throw notActive()
      const pause = pausedUntil - clock.now().getTime()
      if (pause > 0) {
        await clock.sleep(pause, signal)
        continue
      }
      if (spacing === 0) return
      const { rows } = await pool.query<{ wait_ms: number }>(reserveCall, [
        spacing,
        lease?.owner ?? null,
        isActive ? 0 : secondOfOthers,
      ])
      const wait = rows[0]?.wait_ms
      if (wait === undefined) throw notActive()
      isActive = true
      const turn = performance.now() + wait
      if (wait > 0) await clock.sleep(wait, signal)
      const earliest = () => Math.max(turn, lastStart + closest, guard?.earliest(turn) ?? 0)
      // Asked again, as answers come meanwhile; and the machine's timers may fire a moment too soon.
      for (let early = earliest() - performance.now(); early > 0 && signal?.aborted !== true;) {
        await clock.sleep(Math.min(lookMs, Math.max(1, Math.floor(early))), signal)
        early = earliest() - performance.now()
      }
      if (performance.now() - turn < latestMs && pausedUntil <= clock.now().getTime() && signal?.aborted !== true) break
    }
    if (lease?.held() === false) throw notActive()
    lastStart = performance.now()
  }

  return {
    call: async (priority, make, signal) => {
      waiting += 1
      try {
        const flight = await lane.schedule({ priority: callOrder[priority] }, async () => {
          await takeTurn(signal)
          flying += 1
          // Under way, not awaited: the next call takes its turn while this one is in flight.
          const heard = guard?.started(performance.now())
          return { made: make(() => heard?.(performance.now())) }
        })
        return await flight.made.finally(() => {
          flying -= 1
          landed?.()
        })
      } finally {
        waiting -= 1
      }
    },
    load: () => waiting,
    limited: async (retryAfterMs, startedAt) => {
      const now = clock.now().getTime()
      const goesOn = startedAt >= pausedAt
      if (goesOn) pauses += 1
      const pause = Math.min(longestPause, Math.max(retryAfterMs ?? 5000 * 2 ** (Math.max(1, pauses) - 1), 0))
      if (goesOn || retryAfterMs !== undefined) {
        if (now + pause > pausedUntil) {
          pausedAt = now
          pausedUntil = now + pause
        }
        if (spacing > 0) await pool.query(pauseCalls, [pause])
      }
      return pause
    },
    answered: () => {
      pauses = 0
    },
  }
}
