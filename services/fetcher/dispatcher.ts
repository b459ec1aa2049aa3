/**
 * The loop that keeps units under way.
 *
 * waiting for the lease → catching up with its own log → (dispatching | planning ahead, at the same time) → waiting …
 *
 * The plan is made anew before the queue is used up, when what may be the last unit of a run is applied, whenever a control
 * message was obeyed, here or by another process of the group, and every second while there is nothing to do. Of each priority
 * and those above it, at most `concurrency` units are calling: so a live unit never waits for backfill units that are between two
 * tries, in the budget it waits for one call, and no call waits for one that is being appended (for two it does: budget).
 */
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { messageOf } from '../../lib/errors.js'
import { topics } from '../../lib/events/topics.js'
import type { Position } from '../../lib/log/log.js'
import type { Logger } from '../../lib/logger.js'
import { failureKind } from '../../lib/projection/failure.js'
import { callOrder, type Priority } from './budget.js'
import { CallAbandoned, CredentialsRefused, NotActive } from './errors.js'
import type { Lease } from './lease.js'
import { priorityOf, type Task } from './performUnit.js'
import type { Planner } from './planner.js'
import type { Unapplied } from './unapplied.js'
import { unitName } from './unit.js'

const ownPositions = sqlFile(import.meta.url, './sql/ownPositions.sql')

export interface DispatcherOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly lease: Pick<Lease, 'held'>
  readonly planner: Planner
  readonly unapplied: Unapplied
  readonly concurrency: number
  /** Fetches a unit, tells when its calls are made, and appends what it brought. */
  readonly perform: (task: Task, fetched: () => void) => Promise<void>
  /** Does what need not be waited for while a call is under way. */
  readonly prepare: () => Promise<void>
  /** Waits until the projection has applied all that is in its topics now. */
  readonly catchUp: () => Promise<void>
}

export interface Dispatcher {
  /** Works until the signal is aborted. @throws CredentialsRefused, an outage, or what else ends the fetcher */
  run(signal: AbortSignal): Promise<void>
  /** The runs have changed: plan anew. */
  changed(): void
  /** Resolves when nothing is under way. Never rejects. */
  idle(): Promise<void>
}

interface UnderWay {
  readonly runId: string
  readonly priority: Priority
  work: Promise<void>
  /** Its calls are made; it is being appended. */
  fetched: boolean
}

/** How often the group's positions are looked at, and how often an empty plan is made anew, in ms. */
const pulseMs = 200
const idlePlanMs = 1000
/** So many units may be appended and not applied; more would mean that the projection stands still. */
const mostUnapplied = 2000

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(messageOf(thrown)))

/** A dispatcher; see the head of this file. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { pool, clock, logger, lease, planner, unapplied, concurrency } = options
  const inFlight = new Map<string, UnderWay>()
  const most = Math.max(64, concurrency * 16)
  let queue: Task[] = []
  let stale = true
  let fatal: Error | undefined
  let wake: () => void = () => undefined
  /** Units that may have been the last of their runs: when they are applied, a plan ends the run. */
  const lastOfRuns = new Set<string>()
  /** What is under way, or was while the plan is being made. */
  let begunMeanwhile: Set<string> | undefined

  function ended(name: string, error: unknown, signal: AbortSignal): void {
    if (error instanceof CredentialsRefused) fatal = error
    else if (error instanceof NotActive || error instanceof CallAbandoned || signal.aborted)
      logger.debug({ unit: name }, 'unit put back')
    else if (failureKind(error) === 'outage') logger.warn({ unit: name, err: error }, 'error: unit put back')
    else fatal = asError(error)
  }

  function dispatch(task: Task, signal: AbortSignal): void {
    const name = unitName(task.unit)
    const one: UnderWay = {
      runId: task.run.id,
      priority: priorityOf(task),
      work: Promise.resolve(),
      fetched: false,
    }
    inFlight.set(name, one)
    const fetched = () => {
      one.fetched = true
      wake()
    }
    one.work = options
      .perform(task, fetched)
      .catch((error: unknown) => ended(name, error, signal))
      .finally(() => {
        inFlight.delete(name)
        const isOfRun = ({ runId }: { readonly runId: string }) => runId === task.run.id
        if (![...inFlight.values()].some(isOfRun) && !queue.some(({ run }) => isOfRun({ runId: run.id })))
          lastOfRuns.add(name)
        wake()
      })
    begunMeanwhile?.add(name)
  }

  function mayStart(task: Task): boolean {
    const order = callOrder[priorityOf(task)]
    const calling = [...inFlight.values()].filter(({ priority, fetched }) => !fetched && callOrder[priority] <= order)
    return calling.length < concurrency && unapplied.size() < mostUnapplied
  }

  function dispatchAll(signal: AbortSignal): void {
    for (let next = queue[0]; next !== undefined && mayStart(next); next = queue[0]) {
      queue.shift()
      if (!inFlight.has(unitName(next.unit)) && !unapplied.has(unitName(next.unit))) dispatch(next, signal)
    }
  }

  /** Makes the plan anew; returns whether there is more than fits in it. */
  async function plan(): Promise<boolean> {
    // What is under way or unapplied from here on may be missing from the plan's view of the log, so it is left out by name.
    const names = new Set([...inFlight.keys(), ...unapplied.units()])
    begunMeanwhile = names
    try {
      const found = await planner.next(most, names)
      queue = found.filter((task) => !names.has(unitName(task.unit)))
      return found.length >= most
    } finally {
      begunMeanwhile = undefined
    }
  }

  async function untilWoken(): Promise<void> {
    const woken = new AbortController()
    wake = () => woken.abort()
    await clock.sleep(pulseMs, woken.signal)
  }

  async function work(signal: AbortSignal): Promise<void> {
    let active = false
    let planning: Promise<void> | undefined
    let failure: Error | undefined
    let more = false
    let plannedAt = -Infinity
    let pulsedAt = -Infinity
    let seen = ''

    /** Looks how far the group is, whoever applies its topics. */
    async function pulse(): Promise<void> {
      if (performance.now() - pulsedAt < pulseMs) return
      const { rows } = await pool.query<Position>(ownPositions)
      unapplied.applied(rows)
      const of = (some: readonly Position[]) => some.map(({ partition, offset }) => `${partition}:${offset}`).join()
      const now = of(queue.length > 0 ? rows.filter(({ topic }) => topic === topics.control) : rows)
      if (now !== seen) stale = true
      for (const name of lastOfRuns) {
        if (unapplied.has(name)) continue
        lastOfRuns.delete(name)
        stale = true
      }
      seen = now
      pulsedAt = performance.now()
    }

    function planWhenDue(): void {
      const usedUp = queue.length === 0 && performance.now() - plannedAt >= idlePlanMs
      if (planning !== undefined || !(stale || usedUp || (more && queue.length < most / 2))) return
      stale = false
      plannedAt = performance.now()
      planning = plan()
        .then((found) => {
          more = found
        })
        .catch((error: unknown) => {
          failure = asError(error)
        })
        .finally(() => {
          planning = undefined
          wake()
        })
    }

    signal.addEventListener('abort', () => wake(), { once: true })
    for (; !signal.aborted; await untilWoken()) {
      if (fatal !== undefined) throw fatal
      if (failure !== undefined) throw failure
      await pulse()
      const held = lease.held()
      if (held !== active)
        logger.info(held ? 'this fetcher is active' : 'another fetcher may be active; this one waits')
      if (held && !active) {
        // Another fetcher may have been at work meanwhile: what was planned and remembered before is stale, and so is a plan that
        // is being made.
        await planning
        queue = []
        unapplied.clear()
        await options.prepare()
        await options.catchUp()
        stale = true
      }
      active = held
      if (!active) {
        queue = []
        continue
      }
      planWhenDue()
      dispatchAll(signal)
    }
    await planning
  }

  return {
    run: work,
    changed: () => {
      stale = true
      wake()
    },
    idle: async () => {
      while (inFlight.size > 0) await Promise.all([...inFlight.values()].map((one) => one.work))
    },
  }
}
