/**
 * What the service does beside events: publishes what a replay has left, moves the windows to the new London day at 00:05 (or later, when it was down then),
 * does what was asked for, and checks rows at random. One thing at a time; an outage is waited out.
 */
import type { Pool } from 'pg'
import { messageOf } from '../../lib/errors.js'
import type { Clock } from '../../lib/clock.js'
import type { Logger } from '../../lib/logger.js'
import type { Metrics } from '../../lib/metrics.js'
import { failureKind } from '../../lib/projection/failure.js'
import { checkLook, nextLooks, readClock } from './driftCheck.js'
import { statisticsTables } from './publications.js'
import { moveWindows, publishPending } from './recalculate.js'
import { doWork, nextWork, type WorkOptions } from './work.js'

export interface JobsOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** The London day of the windows. */
  readonly today: () => string
  readonly restoreMasters?: WorkOptions['restoreMasters']
  /** Whether the group has applied the log, about. */
  readonly isCaughtUp: () => Promise<boolean>
  /** Pause between two looks of the continuous check, ms; default 15 s. */
  readonly lookEveryMs?: number
}

const londonMinutes = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
})

/** Whether the windows are due for another day: from 00:05 London on; at once when they are older than yesterday's. */
export function windowsAreDue(asOf: string, today: string, now: Date): boolean {
  if (asOf === today) return false
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  return asOf !== yesterday || londonMinutes.format(now) >= '00:05'
}

/** Moves the windows where they are due; returns the rows changed, null where nothing was due. */
export async function keepWindows(options: Omit<JobsOptions, 'isCaughtUp'>): Promise<number | null> {
  const { pool, clock, today, logger } = options
  const state = await readClock(pool)
  if (state === null || !windowsAreDue(state.as_of, today(), clock.now())) return null
  const changed = await moveWindows(pool, today())
  const rows = Object.values(changed).reduce((sum, one) => sum + one, 0)
  logger.info({ from: state.as_of, to: today(), rows }, `Updated windows of ${rows} people`)
  return rows
}

/** Publishes what a replay has left, once the group has caught up; returns the rows changed, null where nothing was left. */
export async function publishReplayed(options: JobsOptions): Promise<number | null> {
  const { pool, logger, isCaughtUp } = options
  const state = await readClock(pool)
  if (state === null || !state.publication_pending || !(await isCaughtUp())) return null
  logger.info('Statistics of the replayed results are published')
  const changed = await publishPending(pool, state.as_of, {
    onTable: (result) => logger.info(result, `Updated ${result.changed} rows of ${result.table}`),
  })
  return Object.values(changed).reduce((sum, one) => sum + one, 0)
}

/** Does the requests that are open. */
export async function doRequests(options: Omit<JobsOptions, 'isCaughtUp'>): Promise<void> {
  const { pool, clock, logger, today, restoreMasters } = options
  for (let work = await nextWork(pool); work !== null; work = await nextWork(pool)) {
    const { id, command } = work
    logger.info({ id, tables: work.tables }, `${command} begins`)
    const onTable = (result: { table: string; changed: number }) =>
      logger.info({ id, ...result }, `Updated ${result.changed} rows of ${result.table}`)
    await doWork(
      { pool, clock, asOf: today(), onTable, ...(restoreMasters === undefined ? {} : { restoreMasters }) },
      work,
    )
  }
}

/** One round of the continuous check; returns the rows found to differ. */
export async function checkSome({ pool, clock, metrics, logger }: JobsOptions): Promise<number> {
  const state = await readClock(pool)
  if (state === null || state.publication_pending) return 0
  let found = 0
  for (const look of await nextLooks(pool)) {
    const { table } = look.publication
    if (state.emptied.includes(table)) continue
    const rows = await checkLook(pool, look, clock.now())
    found += rows
    if (rows === 0) continue
    metrics.driftRows.inc({ table }, rows)
    logger.error(
      { table, scope: look.scope, rows },
      'error: published statistics differ from their facts; see stats_drift, mend with `darkhorses stats recalculate`',
    )
  }
  return found
}

/** Runs the jobs until the signal is aborted. Rejects with what is no outage. */
export async function runJobs(options: JobsOptions, signal: AbortSignal): Promise<void> {
  const { clock, logger, metrics } = options
  const every = options.lookEveryMs ?? 15_000
  // A counter that appears with the first drift has no increase by it: they are there from the beginning.
  for (const table of statisticsTables) metrics.driftRows.inc({ table }, 0)
  let nextLook = clock.now().getTime() + every
  while (!signal.aborted) {
    try {
      await publishReplayed(options)
      await keepWindows(options)
      await doRequests(options)
      if (clock.now().getTime() >= nextLook) {
        await checkSome(options)
        nextLook = clock.now().getTime() + every
      }
    } catch (error) {
      if (failureKind(error) !== 'outage') throw error
      logger.warn({ err: error }, `error: the statistics jobs wait for the database: ${messageOf(error)}`)
    }
    await clock.sleep(1000, signal)
  }
}
