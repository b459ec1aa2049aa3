/**
 * `darkhorses start`: database, log, API or simulator, and all services in one process, until everything that was asked for
 * is fetched and applied; then it goes on following, or ends with `--once`.
 */
import type { Command } from 'commander'
import { londonDate, systemClock } from '../../lib/clock.js'
import { readConfig, type Config } from '../../lib/config.js'
import { startSchedule } from '../../lib/schedule/startSchedule.js'
import { failureKind } from '../../lib/projection/failure.js'
import type { Runtime } from '../../lib/runtime.js'
import { startConsole } from '../../services/console/main.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { fetcherJobs } from '../../services/fetcher/schedule/fetcherJobs.js'
import { sendControl } from '../../services/fetcher/sendControl.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startStats } from '../../services/stats/main.js'
import { statsJobs } from '../../services/stats/scheduledWork.js'
import { forgetOwn } from '../background.js'
import { detach } from '../detach.js'
import { follow } from '../following.js'
import { seedOption } from '../numbers.js'
import { runStates } from '../progress.js'
import { startRebuilder } from '../rebuildRequests.js'
import { restoring } from '../restoreMasters.js'
import { settled, summaryOf } from '../settled.js'
import { closeParts, DatabaseEnded, openParts, withApi, type Parts } from '../startParts.js'
import { kindsOf, rangesOf, type FetchFlags, type Range } from '../startRange.js'
import { stopSignal } from '../stopSignal.js'

interface StartOptions extends FetchFlags {
  readonly once?: true
  readonly detach?: true
  readonly seed?: string
}

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Asks for the range on the control topic; the same range again is the same run, so a second start fetches nothing twice. */
async function requestRange(runtime: Runtime, range: Range, kinds: string[]): Promise<string> {
  const { start, end } = range
  const id = `start:${start}:${end}:${kinds.join('+')}`
  const known = await runStates(runtime.pool('fetching'), [id])
  if (known.length === 0)
    await sendControl(runtime, {
      id,
      command: 'start_run',
      kinds,
      start_date: start,
      end_date: end,
      requested_at: runtime.clock.now().getTime(),
    })
  say(`fetching ${start} to ${end}: ${kinds.join(', ')}`)
  return id
}

async function startServices(parts: Parts, runtime: Runtime, options: StartOptions): Promise<void> {
  const fetcher = await startFetcher(runtime, {
    onUnit: (unit) => {
      const count = unit.outcome === 'ok' ? `${unit.items} items` : unit.outcome
      say(`  ${unit.unit}: ${count}`)
    },
  })
  parts.services.push(
    startStats(runtime, restoring(runtime.config)),
    startEntities(runtime),
    startProjector(runtime),
    fetcher,
  )
  if (options.once === true) return
  parts.services.push(
    startRebuilder(runtime),
    startSchedule(runtime, 'fetcher', fetcherJobs(runtime)),
    startSchedule(runtime, 'stats', statsJobs(runtime)),
  )
}

/** Rejects as soon as a part ends that nobody stopped. */
async function firstFailure(parts: Parts, runtime: Runtime, stopping: AbortSignal): Promise<never> {
  const never = () => new Promise<never>(() => undefined)
  const databaseEnded = parts.postgres?.exited.then(() => {
    if (stopping.aborted) return never()
    throw new DatabaseEnded(runtime.config.home)
  })
  const failures = [...parts.services, ...(parts.simulator === undefined ? [] : [parts.simulator])].map((service) =>
    service.done.then(never),
  )
  return Promise.race([...failures, ...(databaseEnded === undefined ? [] : [databaseEnded])])
}

const todayOf = (config: Config) => config.asOf ?? londonDate(systemClock.now())

async function serve(options: StartOptions, stopping: AbortSignal): Promise<number> {
  const base = readConfig()
  const ranges = rangesOf(options, todayOf(base))
  const parts: Parts = { services: [] }
  try {
    const config = await withApi(parts, base, options)
    const runtime = await openParts(parts, config)
    const web = await startConsole(runtime)
    parts.services.push(web)
    say(`console ${web.url}`)
    const runIds: string[] = []
    for (const range of ranges) runIds.push(await requestRange(runtime, range, kindsOf(options)))
    await startServices(parts, runtime, options)
    const failure = firstFailure(parts, runtime, stopping)
    const began = performance.now() - process.uptime() * 1000
    const following = follow(
      {
        settled: () => settled(runtime, runIds),
        summary: () => summaryOf(runtime, (performance.now() - began) / 1000),
        rest: (signal) => runtime.clock.sleep(200, signal),
        say,
        once: options.once === true,
      },
      stopping,
    )
    await Promise.race([following, failure]).catch(async (error: unknown) => {
      // Whoever asks a database that has ended may notice first; the end itself is what to tell.
      if (parts.postgres !== undefined && failureKind(error) === 'outage')
        await Promise.race([failure, runtime.clock.sleep(2000)])
      throw error
    })
    if (stopping.aborted) return 130
    const failed = (await runStates(runtime.pool('fetching'), runIds)).filter(({ state }) => state === 'failed')
    for (const { id, message } of failed)
      console.error(
        `error: the run ended with ${message ?? 'failed units'}; retry them with \`darkhorses retry ${id}\`.`,
      )
    return failed.length === 0 ? 0 : 1
  } finally {
    await closeParts(parts, base.home)
    await forgetOwn(base.home)
  }
}

/** The command's flags and action. */
export function define(command: Command): Command {
  return command
    .option('--start-date <date>', 'first day, YYYY-MM-DD')
    .option('--end-date <date>', 'last day (default: today in London)')
    .option('--days <folder>', 'serve recorded days instead of generated ones')
    .option('--once', 'exit when everything is settled')
    .option('--detach', 'go on in the background')
    .option('--no-racecards', 'leave racecards out')
    .option('--no-results', 'leave results out')
    .option('--skip-masters', 'leave courses, regions and bookmakers out')
    .option('--seed <n>', 'which history is generated')
    .option('--non-interactive', 'accepted, means nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  npm start\n  npm start -- --once --start-date 2025-10-01 --end-date 2025-10-07\n  npm start -- --days ../recorded --once',
    )
    .action(async (options: StartOptions) => {
      if (options.detach === true) {
        const config = readConfig()
        // What is wrong with the command is told here, not in a log.
        rangesOf(options, todayOf(config))
        if (options.seed !== undefined) seedOption(options.seed)
        await detach(config, 'start')
        return
      }
      process.exitCode = await serve(options, stopSignal())
    })
}
