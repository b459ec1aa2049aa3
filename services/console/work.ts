/** How far the fetching is: done, failed, remaining, and when it will end at the present rate. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import { newestRuns, recentCalls, type RunState } from './fetchState.js'

const remainingSql = sqlFile(import.meta.url, './sql/remaining.sql')
const remainingProfilesSql = sqlFile(import.meta.url, './sql/remainingProfiles.sql')

export interface Work {
  readonly runs: readonly (RunState & { readonly remaining: number })[]
  /** Over the runs that are not finished: units done, failed and remaining, profiles included. */
  readonly done: number
  readonly failed: number
  readonly remaining: number
  /** Units per second over the past minute. */
  readonly rate: number
  /** Seconds to the end at that rate; null while nothing moves. */
  readonly eta_seconds: number | null
  /** When the newest unit was fetched. */
  readonly newest: Date | null
}

/** Reads where the runs stand that are not finished. */
export async function readWork(runtime: Runtime): Promise<Work> {
  const pool = runtime.pool('fetching')
  const now = runtime.clock.now().getTime()
  const [newest, days, profiles, recent, last] = await Promise.all([
    newestRuns(pool, 50),
    pool.query<{ id: string; remaining: number }>(remainingSql, [runtime.today()]),
    pool.query<{ remaining: number }>(remainingProfilesSql),
    recentCalls(pool, new Date(now - 60_000)),
    pool.query<{ newest: Date | null }>('SELECT max(fetched_at) AS newest FROM fetch_units'),
  ])
  const left = new Map(days.rows.map((row) => [row.id, row.remaining]))
  const runs = newest
    .filter((run) => ['requested', 'running', 'paused'].includes(run.state))
    .map((run) => ({ ...run, remaining: left.get(run.id) ?? 0 }))
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0)
  const remaining = sum((run) => run.remaining) + (profiles.rows[0]?.remaining ?? 0)
  const rate = recent.units / 60
  return {
    runs,
    done: sum((run) => run.done),
    failed: sum((run) => run.failed),
    remaining,
    rate,
    eta_seconds: remaining === 0 ? 0 : rate === 0 ? null : Math.round(remaining / rate),
    newest: last.rows[0]?.newest ?? null,
  }
}
