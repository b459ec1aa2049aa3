/**
 * The fetcher: obeys the control topic, plans by subtraction, calls the API within its budget, appends what it brings.
 * Nothing but the log holds what has been done: a killed fetcher has lost the calls in flight, and no place.
 */
import { createApiClient } from './api/apiClient.js'
import { createAppendingRoom } from './appendingRoom.js'
import { createUnitAppender, type UnitReport } from './appendUnit.js'
import { createBudget } from './budget.js'
import { forgivingCodec } from './control/unreadable.js'
import { createDispatcher } from './dispatcher.js'
import { CredentialsRefused } from './errors.js'
import { fetchingProjection } from './fetchingProjection.js'
import { createHistoryAddOn } from './historyAddOn.js'
import { createLease } from './lease.js'
import { performUnit, type Task } from './performUnit.js'
import { createPlanner } from './planner.js'
import { createUnapplied } from './unapplied.js'
import { unitName } from './unit.js'
import { messageOf } from '../../lib/errors.js'
import { topics } from '../../lib/events/topics.js'
import { failureKind } from '../../lib/projection/failure.js'
import { runRelay } from '../../lib/projection/outbox.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { behind } from '../../lib/projection/wait.js'
import type { Runtime } from '../../lib/runtime.js'
import { steadyHeap } from '../../lib/heap.js'
import type { RunningService } from '../../lib/service.js'

export interface UnitDone {
  readonly unit: string
  readonly runId: string
  readonly outcome: string
  /** Races, profiles or lists that were read. */
  readonly items: number
  /** Of them, those that were new or changed. */
  readonly appended: number
  readonly calls: number
  readonly message: string | null
}

export interface FetcherOptions {
  /** Told of every unit, in the order in which they end. */
  readonly onUnit?: (done: UnitDone) => void
  /** How long a silent fetcher stays the active one, in ms; default 8,000. */
  readonly leaseMs?: number
  /** It is there for one run, and ends with it. */
  readonly forOneRun?: boolean
  /** How long one call may take, in ms; default 30,000. */
  readonly timeoutMs?: number
  /** Whether answers are asked for zipped; default: unless the API is on this machine. */
  readonly zipped?: boolean
}

/** How long the calls in flight are waited for when the fetcher is stopped, in ms. */
const patience = 4000
/** Between two looks for a database that is away, in ms. */
const outagePause = 1000

/**
 * Of the heap in per cent, where nothing but this machine limits the calls: the texts of answers fill the old generation, and with what
 * others grow by it was collected six times a second, a fifth of the fetcher's processor time.
 */
const unlimitedGrowth = 150

/** With so many units being appended no call is made: a kill would cost the calls of all of them. Unlimited calls cost nothing. */
const mostAppending = 2

/**
 * Starts the fetcher on a runtime. It waits for a database that is away, for ever: a command that does not is cli/run/followRun.ts.
 * `done` rejects with CredentialsRefused when the API refuses the account.
 */
export function startFetcher(runtime: Runtime, options: FetcherOptions = {}): Promise<RunningService> {
  const { config, clock, logger, metrics, log, codec } = runtime
  const pool = runtime.pool('fetching')
  const stopping = new AbortController()
  const cutOff = new AbortController()
  const leaving = new AbortController()
  const now = () => clock.now().getTime()
  const projection = fetchingProjection({ codec, now, today: runtime.today, regions: config.regions })
  const lease = createLease(pool, clock, options)
  const { rate, concurrency } = config.api
  if (rate === 0) steadyHeap(unlimitedGrowth)
  const room = createAppendingRoom(rate === 0 ? concurrency : mostAppending)
  const budget = createBudget({
    pool,
    clock,
    rate,
    concurrency,
    room,
    lease,
  })
  const client = createApiClient({
    ...config.api,
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    ...(options.zipped !== undefined && { zipped: options.zipped }),
    budget,
    clock,
    logger,
    metrics,
    cutOff: cutOff.signal,
  })
  const unapplied = createUnapplied()
  const appender = createUnitAppender({ log, codec, pool, unapplied })
  const historyAddOn = createHistoryAddOn()

  async function catchUp(): Promise<void> {
    const positions = await log.ends(projection.topics)
    while (!stopping.signal.aborted && (await behind(pool, projection.group, positions)).length > 0) {
      await clock.sleep(50, stopping.signal)
    }
  }

  /**
   * Appends what a call has brought. An outage does not cost the call: it is waited for, until the fetcher is cut off. What was
   * appended although the answer was lost is in the tables when the projection has caught up, and is not appended again.
   */
  async function append(report: UnitReport): Promise<number> {
    for (let again = false; ; again = true) {
      try {
        if (again) await catchUp()
        return (await appender.append(report)).appended
      } catch (error) {
        if (failureKind(error) !== 'outage' || cutOff.signal.aborted) throw error
        logger.warn({ unit: unitName(report.unit), err: error }, 'error: the unit waits for the log')
        await clock.sleep(outagePause, cutOff.signal)
      }
    }
  }

  async function perform(task: Task, fetched: () => void): Promise<void> {
    const report = await performUnit(task, {
      client,
      codec,
      historyAddOn,
      logger,
      now,
      today: runtime.today,
      signal: stopping.signal,
    })
    fetched()
    const appended = await room.during(() => append(report))
    const { outcome, calls, message, events } = report
    const done = {
      unit: unitName(task.unit),
      runId: task.run.id,
      outcome,
      items: events.length,
      appended,
      calls,
      message,
    }
    logger.info({ ...done, message: undefined, reason: message ?? undefined }, 'unit fetched')
    options.onUnit?.(done)
  }

  const dispatcher = createDispatcher({
    pool,
    clock,
    logger,
    lease,
    unapplied,
    concurrency,
    planner: createPlanner({
      pool,
      clock,
      logger,
      today: runtime.today,
      now: runtime.now,
      ends: () => log.ends([topics.racecards, topics.results, topics.horseProfiles]),
      mastersHave: async (positions) => (await behind(runtime.pool('racing'), 'entities', positions)).length === 0,
    }),
    perform,
    prepare: () => appender.prepare(),
    catchUp,
  })
  const consumer = runProjection({
    projection: {
      ...projection,
      apply: async (batch, connection) => {
        await projection.apply(batch, connection)
        if (batch.some(({ event }) => event.type === 'ControlMessage')) dispatcher.changed()
      },
    },
    log,
    codec: forgivingCodec(codec),
    pool,
    clock,
    logger,
    metrics,
  })
  const relay = runRelay(
    { pool, log, clock, onError: (error) => logger.warn({ err: error }, 'error: answers to messages wait') },
    stopping.signal,
  )
  const leaseKept = lease.keep(leaving.signal, (error) =>
    logger.warn({ err: error }, 'error: the lease of the fetcher could not be renewed'),
  )

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await dispatcher.run(stopping.signal)
      } catch (error) {
        if (error instanceof CredentialsRefused || failureKind(error) !== 'outage') throw error
        logger.warn({ err: error }, 'error: the fetcher waits for the database')
        await clock.sleep(outagePause, stopping.signal)
      }
    }
  }

  async function run(): Promise<void> {
    const forEver = new Promise<never>(() => undefined)
    const parts = [work(), consumer.done.then(() => forEver), relay.then(() => forEver)]
    try {
      await Promise.race(parts)
    } catch (error) {
      logger.error({ err: error }, `error: the fetcher stops: ${messageOf(error)}`)
      throw error
    } finally {
      stopping.abort()
      const consumed = consumer.stop()
      // The calls in flight are recorded if they are answered in time; until then nobody else becomes active.
      const over = new AbortController()
      void clock.sleep(patience, over.signal).then(() => cutOff.abort())
      await dispatcher.idle()
      over.abort()
      leaving.abort()
      await Promise.allSettled([leaseKept, consumed, relay])
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
