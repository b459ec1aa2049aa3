/**
 * The loop of a scheduler. What is due is decided by the clock and the table `schedule_jobs`, not by timers: a process that was
 * down, suspended or killed finds out when it is back, and of several processes one takes each due time.
 */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { messageOf } from '../errors.js'
import type { Logger } from '../logger.js'
import { failureKind } from '../projection/failure.js'
import { latestTime, nextTime } from './jobTimes.js'
import type { ScheduledJob } from './scheduledJobs.js'

const seeJobs = sqlFile(import.meta.url, './sql/seeJobs.sql')
const takeJob = sqlFile(import.meta.url, './sql/takeJob.sql')
const endJob = sqlFile(import.meta.url, './sql/endJob.sql')

/** How late a job that is not made up for may still begin, ms. */
const grace = 10 * 60_000
/** The longest sleep, ms: a machine that was suspended, or whose clock was set, is noticed after it. */
const longestSleep = 30_000

/** Does a job that was due at an instant; resolves with what came of it, in a sentence. */
export type JobWork = (due: Date) => Promise<string>

export interface ScheduleOptions {
  readonly jobs: readonly ScheduledJob[]
  readonly work: Readonly<Record<string, JobWork>>
  /** Where `schedule_jobs` is. */
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  /** The longest time between two looks, ms; default 30 s. */
  readonly lookEveryMs?: number
}

interface DueJob {
  readonly job: ScheduledJob
  readonly due: Date
}

/** Which jobs are due: their latest time has come since the one that was taken last. */
async function dueJobs({ jobs, pool, clock }: ScheduleOptions): Promise<DueJob[]> {
  const now = clock.now()
  await pool.query(seeJobs, [jobs.map((job) => job.name), now])
  const { rows } = await pool.query<{ job: string; due_at: Date; stuck: boolean }>(
    `SELECT job, due_at, outcome = 'running' AND started_at < $2::timestamptz - interval '2 hours' AS stuck
     FROM schedule_jobs WHERE job = ANY ($1::text[])`,
    [jobs.map((job) => job.name), now],
  )
  const taken = new Map(rows.map((row) => [row.job, row]))
  return jobs
    .map((job) => ({ job, due: latestTime(job.times, now) }))
    .filter(({ job, due }) => {
      const last = taken.get(job.name)
      if (last === undefined) return false
      const open = due > last.due_at || (last.stuck && due.getTime() === last.due_at.getTime())
      return open && (job.catchUp || now.getTime() - due.getTime() <= grace)
    })
    .sort((a, b) => a.due.getTime() - b.due.getTime())
}

/** Does a job now and notes it; what goes wrong with it is noted and logged, and is no end of the schedule. */
async function perform({ job, due }: DueJob, options: ScheduleOptions): Promise<void> {
  const { work, pool, clock, logger } = options
  const { rowCount } = await pool.query(takeJob, [job.name, due, clock.now()])
  const does = work[job.name]
  if (rowCount !== 1 || does === undefined) return
  logger.info({ job: job.name, due }, `job ${job.name} begins`)
  const ended = await does(due).then(
    (message) => ({ outcome: 'done', message }),
    (error: unknown) => {
      logger.error({ job: job.name, err: error }, `error: job ${job.name} failed; by hand: ${job.byHand}`)
      return { outcome: 'failed', message: messageOf(error) }
    },
  )
  await pool.query(endJob, [job.name, ended.outcome, ended.message, clock.now()])
  if (ended.outcome === 'done') logger.info({ job: job.name }, `job ${job.name} done: ${ended.message}`)
}

/** Does what is due at this moment, the earliest first. Returns the names of the jobs. */
export async function doDueJobs(options: ScheduleOptions): Promise<string[]> {
  const due = await dueJobs(options)
  for (const one of due) await perform(one, options)
  return due.map(({ job }) => job.name)
}

/** Does each job when it is due, until the signal is aborted. An outage of the database is waited out. */
export async function runSchedule(options: ScheduleOptions, signal: AbortSignal): Promise<void> {
  const { jobs, clock, logger } = options
  while (!signal.aborted) {
    try {
      await doDueJobs(options)
    } catch (error) {
      if (failureKind(error) !== 'outage') throw error
      logger.warn({ err: error }, `error: the schedule waits for the database: ${messageOf(error)}`)
    }
    const now = clock.now()
    const next = Math.min(...jobs.map((job) => nextTime(job.times, now).getTime()))
    await clock.sleep(Math.max(100, Math.min(options.lookEveryMs ?? longestSleep, next - now.getTime())), signal)
  }
}
