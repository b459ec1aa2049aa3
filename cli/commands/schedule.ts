import type { Command } from 'commander'
import { nextTime } from '../../lib/schedule/jobTimes.js'
import { scheduledJobs, type ScheduledJob } from '../../lib/schedule/scheduledJobs.js'
import { systemClock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import type { Runtime } from '../../lib/runtime.js'
import { printJson, printRows } from '../output.js'
import { DatabaseUnreachable, withReader, withRuntime } from '../session.js'
import { UsageError } from '../usage.js'

interface LastRun {
  readonly job: string
  readonly due_at: Date
  readonly started_at: Date | null
  readonly finished_at: Date | null
  readonly outcome: string | null
  readonly message: string | null
}

async function lastRuns(runtime: Runtime): Promise<LastRun[]> {
  const { rows } = await runtime
    .pool('fetching')
    .query<LastRun>('SELECT job, due_at, started_at, finished_at, outcome, message FROM schedule_jobs')
  return rows
}

async function list(options: { json?: true }): Promise<void> {
  const config = readConfig()
  const known = await withReader(lastRuns).catch((error: unknown) => {
    if (!(error instanceof DatabaseUnreachable)) throw error
    console.error('No database answers: when each job ran last is not known.')
    return []
  })
  if (!config.schedule) console.error('DARKHORSES_SCHEDULE is off: no service of this environment does these jobs.')
  const last = new Map(known.map((row) => [row.job, row]))
  const now = systemClock.now()
  const rows = scheduledJobs.map((job) => {
    const run = last.get(job.name)
    return {
      job: job.name,
      service: job.service,
      when: job.when,
      next: nextTime(job.times, now),
      last: run?.started_at ?? null,
      outcome: run?.outcome ?? null,
      message: run?.message ?? null,
      does: job.does,
      by_hand: job.byHand,
    }
  })
  if (options.json === true) printJson(rows)
  else printRows(rows, ['job', 'when', 'next', 'last', 'outcome', 'by_hand', 'message'], options)
}

/** @throws UsageError */
function jobNamed(name: string): ScheduledJob {
  const job = scheduledJobs.find((one) => one.name === name)
  if (job === undefined)
    throw new UsageError(
      `There is no job ${name}: for example darkhorses schedule run sync; there are ${scheduledJobs.map((one) => one.name).join(', ')}.`,
    )
  return job
}

async function run(name: string): Promise<void> {
  const job = jobNamed(name)
  // Listing needs none of the services behind the jobs, and should answer at once.
  const [{ fetcherJobs }, { statsJobs }] = await Promise.all([
    import('../../services/fetcher/schedule/fetcherJobs.js'),
    import('../../services/stats/scheduledWork.js'),
  ])
  await withRuntime(async (runtime) => {
    const work: Readonly<Record<string, (due: Date) => Promise<string>>> = {
      ...fetcherJobs(runtime),
      ...statsJobs(runtime),
    }
    const done = await work[job.name]?.(systemClock.now())
    process.stdout.write(`${job.name}: ${done ?? 'nothing done'}\n`)
  })
}

/** The jobs of the schedule with next and last run; one of them at once. */
export function define(command: Command): Command {
  command
    .command('list')
    .description('jobs with next and last run (London times; shown in UTC)')
    .exitOverride()
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  darkhorses schedule list')
    .action(list)
  command
    .command('run')
    .description('one job now, as if it were due; fetching is left to the service')
    .exitOverride()
    .argument('<job>', `one of ${scheduledJobs.map((job) => job.name).join(', ')}`)
    .addHelpText('after', '\nExample:\n  darkhorses schedule run windows')
    .action(run)
  return command.addHelpText('after', '\nExample:\n  darkhorses schedule list --json')
}
