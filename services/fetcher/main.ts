/**
 * The fetcher: obeys the control topic, plans by subtraction, calls the API within its budget, appends what it brings.
 *
 * One loop dispatches units, the most urgent run's first, to at most `concurrency` at once. The plan is asked for again
 * whenever it is used up or a control message has changed it, so a live run waits for the calls in flight and no longer.
 * Nothing but the log holds what has been done: a killed fetcher has lost the calls in flight, and no place.
 */
import { createApiClient } from './api/apiClient.js'
import { createUnitAppender } from './appendUnit.js'
import { createBudget } from './budget.js'
import { forgivingCodec } from './control/unreadable.js'
import { CallAbandoned, CallFailed, CredentialsRefused, NotActive } from './errors.js'
import { fetchingProjection } from './fetchingProjection.js'
import { fetchUnit } from './fetchUnit.js'
import { createLease } from './lease.js'
import { activeRuns, pendingHorses, pendingUnits, type PlannedUnit, type Run } from './plan.js'
import { addDays } from './range.js'
import { unitName, type Unit } from './unit.js'
import { messageOf } from '../../lib/errors.js'
import { failureKind } from '../../lib/projection/failure.js'
import { behind, waitFor } from '../../lib/projection/wait.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { topics } from '../../lib/events/topics.js'
import type { Runtime } from '../../lib/runtime.js'
import type { RunningService } from '../../lib/service.js'

export interface UnitDone {
  readonly unit: string
  readonly runId: string
  readonly outcome: string
  readonly items: number
}

export interface FetcherOptions {
  /** Told of every unit, in the order in which they end. */
  readonly onUnit?: (done: UnitDone) => void
}

interface Task extends PlannedUnit {
  readonly run: Run
}

/** Starts the fetcher on a runtime; `done` rejects with CredentialsRefused when the API refuses the account. */
export function startFetcher(runtime: Runtime, options: FetcherOptions = {}): Promise<RunningService> {
  const { config, clock, logger, metrics, log, codec } = runtime
  const pool = runtime.pool('fetching')
  const stopping = new AbortController()
  let replan = true
  const projection = fetchingProjection({
    codec,
    now: () => clock.now().getTime(),
    today: runtime.today,
    regions: config.regions,
  })
  const consumer = runProjection({
    projection: {
      ...projection,
      apply: async (batch, client) => {
        await projection.apply(batch, client)
        if (batch.some(({ event }) => event.type === 'ControlMessage')) replan = true
      },
    },
    log,
    codec: forgivingCodec(codec),
    pool,
    clock,
    logger,
    metrics,
  })
  const lease = createLease(pool, clock)
  const leaseKept = lease.keep(stopping.signal, (error) =>
    logger.warn({ err: error }, 'error: the lease of the fetcher could not be renewed'),
  )
  const budget = createBudget({ pool, clock, rate: config.api.rate, concurrency: config.api.concurrency, lease })
  const client = createApiClient({ ...config.api, budget, clock, logger, metrics })
  const appender = createUnitAppender({ log, codec, pool })
  const inFlight = new Map<string, Promise<void>>()
  const refusedByPlan = new Set<string>()
  let fatal: Error | undefined

  /** Days that only the historical add-on holds. */
  const isHistory = (unit: Unit) => 'date' in unit && unit.date < addDays(runtime.today(), -365)

  async function perform({ run, unit, regions }: Task): Promise<void> {
    const base = { unit, runId: run.id, regions }
    const history = isHistory(unit)
    const fetched = await (async () => {
      if (history && refusedByPlan.has(run.id)) {
        const message = 'The plan does not hold days older than 365 days: ask the vendor for the historical add-on.'
        return {
          outcome: 'not_in_plan' as const,
          status: null,
          calls: 0,
          attempts: 0,
          message,
          at: clock.now().getTime(),
          events: [],
        }
      }
      try {
        const answer = await fetchUnit(unit, {
          client,
          regions,
          priority: unit.kind === 'profiles' ? 'profiles' : run.priority,
          runId: run.id,
          refusable: history,
          now: () => clock.now().getTime(),
          signal: stopping.signal,
        })
        return { ...answer, attempts: 1 }
      } catch (error) {
        if (!(error instanceof CallFailed) || stopping.signal.aborted) throw error
        logger.error({ unit: unitName(unit), err: error }, 'error: unit failed')
        const { status, attempts } = error
        return {
          outcome: 'failed' as const,
          status,
          calls: attempts,
          attempts,
          message: error.message,
          at: clock.now().getTime(),
          events: [],
        }
      }
    })()
    if (fetched.outcome === 'not_in_plan' && !refusedByPlan.has(run.id)) {
      // Refused by plan means that newer things are answered; where they are not, the account itself is refused.
      await client.call({ path: '/courses/regions', priority: run.priority, attempts: 5, signal: stopping.signal })
      refusedByPlan.add(run.id)
    }
    await appender.append({ ...base, ...fetched })
    options.onUnit?.({ unit: unitName(unit), runId: run.id, outcome: fetched.outcome, items: fetched.events.length })
  }

  function dispatch(task: Task): void {
    const name = unitName(task.unit)
    const work = perform(task)
      .catch((error: unknown) => {
        if (error instanceof CredentialsRefused) fatal = error
        else if (error instanceof NotActive || error instanceof CallAbandoned)
          logger.debug({ unit: name }, 'unit put back')
        else if (failureKind(error) === 'outage' || stopping.signal.aborted)
          logger.warn({ unit: name, err: error }, 'error: unit put back')
        else fatal = error instanceof Error ? error : new Error(messageOf(error))
      })
      .finally(() => inFlight.delete(name))
    inFlight.set(name, work)
  }

  async function appliedOwnLog(): Promise<void> {
    const ends = await log.ends(projection.topics)
    await waitFor({
      pool,
      group: projection.group,
      positions: ends,
      timeoutMs: 24 * 3600_000,
      clock,
      signal: stopping.signal,
    })
  }

  /** Profiles are planned from the masters, so the entities must have applied what was fetched. */
  async function entitiesCaughtUp(): Promise<boolean> {
    const ends = await log.ends([topics.racecards, topics.results, topics.horseProfiles])
    return (await behind(runtime.pool('racing'), 'entities', ends)).length === 0
  }

  async function finish(run: Run): Promise<void> {
    const { rows } = await pool.query<{ outcome: string; units: number }>(
      "SELECT outcome, count(*)::int AS units FROM fetch_units WHERE run_id = $1 AND outcome IN ('failed', 'not_in_plan') GROUP BY outcome",
      [run.id],
    )
    const message = rows.map((row) => `${row.units} units ${row.outcome.replaceAll('_', ' ')}`).join(', ')
    await pool.query(
      "UPDATE runs SET state = $2, message = $3, finished_at = $4 WHERE id = $1 AND state IN ('requested', 'running')",
      [run.id, rows.length === 0 ? 'done' : 'failed', message === '' ? null : message, clock.now()],
    )
    logger.info({ run: run.id }, rows.length === 0 ? 'run done' : `run ended: ${message}`)
  }

  /** The next tasks, most urgent first; runs without any are finished. */
  async function plan(most: number): Promise<Task[]> {
    const tasks: Task[] = []
    // What ends from here on may be missing from the plan's view of the log, so it is left out by name.
    const busy = new Set(inFlight.keys())
    await appliedOwnLog()
    for (const run of await activeRuns(pool)) {
      if (tasks.length >= most) break
      const units = await pendingUnits(pool, run, runtime.today(), most + busy.size)
      let pending = units.filter(({ unit }) => !busy.has(unitName(unit)))
      if (units.length === 0) {
        if (run.kinds.includes('profiles') && !(await entitiesCaughtUp())) continue
        const horses = await pendingHorses(pool, run, runtime.now(), most + busy.size)
        pending = horses.filter(({ unit }) => !busy.has(unitName(unit)))
        if (horses.length === 0 && busy.size === 0) await finish(run)
      }
      if (run.state === 'requested' && pending.length > 0)
        await pool.query("UPDATE runs SET state = 'running' WHERE id = $1 AND state = 'requested'", [run.id])
      tasks.push(...pending.map((planned) => ({ run, ...planned })))
    }
    return tasks.slice(0, most)
  }

  async function loop(): Promise<void> {
    let queue: Task[] = []
    let active = false
    while (!stopping.signal.aborted) {
      if (fatal !== undefined) throw fatal
      const held = lease.held()
      // Another fetcher may have been at work meanwhile: what was planned before is stale.
      if (held && !active) replan = true
      if (held !== active)
        logger.info(held ? 'this fetcher is active' : 'another fetcher may be active; this one waits')
      active = held
      if (!active) {
        await clock.sleep(200, stopping.signal)
        continue
      }
      if (replan || queue.length === 0) {
        replan = false
        queue = await plan(Math.max(32, config.api.concurrency * 8))
        if (queue.length === 0 && inFlight.size === 0) {
          await clock.sleep(200, stopping.signal)
          continue
        }
      }
      while (queue.length > 0 && inFlight.size < config.api.concurrency && !replan) {
        const task = queue.shift()
        if (task !== undefined && !inFlight.has(unitName(task.unit))) dispatch(task)
      }
      if (inFlight.size > 0) await Promise.race([...inFlight.values(), clock.sleep(1000, stopping.signal)])
    }
  }

  async function run(): Promise<void> {
    try {
      for (;;) {
        try {
          await Promise.race([loop(), consumer.done.then(() => new Promise<never>(() => undefined))])
          break
        } catch (error) {
          if (failureKind(error) !== 'outage' || error instanceof CredentialsRefused) throw error
          logger.warn({ err: error }, 'error: the fetcher waits for the database')
          await clock.sleep(1000, stopping.signal)
          if (stopping.signal.aborted) break
        }
      }
    } catch (error) {
      logger.error({ err: error }, `error: the fetcher stops: ${messageOf(error)}`)
      throw error
    } finally {
      stopping.abort()
      await Promise.allSettled(inFlight.values())
      await leaseKept
      await consumer.stop()
      await client.close()
    }
  }

  const done = run()
  done.catch(() => undefined)
  return Promise.resolve({
    name: 'fetcher',
    done,
    stop: async () => {
      stopping.abort()
      await done.catch(() => undefined)
    },
  })
}
