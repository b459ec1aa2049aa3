/** The jobs of the schedule: one list for the services that do them and for the commands that show them. */

/** The service whose process takes a job. */
export type JobService = 'fetcher' | 'stats'

export interface ScheduledJob {
  readonly name: string
  readonly service: JobService
  /** Cron patterns, London time; none lies between 01:00 and 02:00, which exists twice or not at all when the clocks change. */
  readonly times: readonly string[]
  readonly when: string
  readonly does: string
  /** The command that does the same at once. */
  readonly byHand: string
  /** Whether a time that passed while nobody ran is made up for; jobs that come again soon are not. */
  readonly catchUp: boolean
}

/** All of them, in the order of docs/schedule.md. */
export const scheduledJobs = [
  {
    name: 'sync',
    service: 'fetcher',
    times: ['0 6,10,14,18,22 * * *'],
    when: '06:00, 10:00, 14:00, 18:00, 22:00',
    does: 'racecards and results from yesterday to 7 days ahead, and results that are due to be read again',
    byHand: 'darkhorses sync',
    catchUp: true,
  },
  {
    name: 'results-today',
    service: 'fetcher',
    times: ['*/15 9-20 * * *', '0 21 * * *'],
    when: 'every 15 minutes, 09:00 to 21:00',
    does: "today's results",
    byHand: 'darkhorses sync --today',
    catchUp: false,
  },
  {
    name: 'reference',
    service: 'fetcher',
    times: ['0 13 * * *'],
    when: '13:00',
    does: 'courses, regions and bookmakers',
    byHand: 'darkhorses backfill masters',
    catchUp: true,
  },
  {
    name: 'windows',
    service: 'stats',
    times: ['5 0 * * *'],
    when: '00:05',
    does: 'recent_* and days_since_* for the new day',
    byHand: 'darkhorses schedule run windows',
    catchUp: true,
  },
  {
    name: 'drift',
    service: 'stats',
    times: ['30 2 * * *'],
    when: '02:30',
    does: 'compare statistics with a recomputation',
    byHand: 'darkhorses stats check',
    catchUp: false,
  },
  {
    name: 'gaps',
    service: 'fetcher',
    times: ['30 3 * * 0'],
    when: 'Sunday 03:30',
    does: 'audit of gaps',
    byHand: 'darkhorses gaps',
    catchUp: true,
  },
  {
    name: 'reconcile',
    service: 'fetcher',
    times: ['0 23 * * 0'],
    when: 'Sunday 23:00',
    does: 'racecards and results of the past 7 days, where they are not settled',
    byHand: 'darkhorses sync --days-back 7 --days-ahead 0',
    catchUp: true,
  },
  {
    name: 'reference-refresh',
    service: 'fetcher',
    times: ['0 3 1 * *'],
    when: 'the 1st at 03:00',
    does: 'courses, regions and bookmakers',
    byHand: 'darkhorses backfill masters',
    catchUp: true,
  },
  {
    name: 'recompute',
    service: 'stats',
    times: ['30 3 1 * *'],
    when: 'the 1st at 03:30',
    does: 'recompute all statistics, compare, and set what differs',
    byHand: 'darkhorses stats recalculate',
    catchUp: true,
  },
  {
    name: 'profiles',
    service: 'fetcher',
    times: ['0 4 1 * *'],
    when: 'the 1st at 04:00',
    does: 'profiles that are missing or older than 6 months, at the lowest priority',
    byHand: 'darkhorses backfill horses',
    catchUp: true,
  },
  {
    name: 'archive-errors',
    service: 'fetcher',
    times: ['0 4 1 * *'],
    when: 'the 1st at 04:00',
    does: 'archive errors older than a month',
    byHand: 'darkhorses schedule run archive-errors',
    catchUp: true,
  },
] as const satisfies readonly ScheduledJob[]

/** The names of the jobs of a service. */
export type JobName<S extends JobService> = Extract<(typeof scheduledJobs)[number], { service: S }>['name']
