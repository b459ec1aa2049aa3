/** Turns the runs that are active into tasks, the most urgent first, and ends the runs that have none left. */
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Position } from '../../lib/log/log.js'
import type { Logger } from '../../lib/logger.js'
import { historyRefused } from './historyAddOn.js'
import type { Task } from './performUnit.js'
import { activeRuns, pendingHorses, pendingUnits, type PlannedUnit, type Run } from './plan.js'
import { unitName } from './unit.js'

const beginRun = sqlFile(import.meta.url, './sql/beginRun.sql')
const unitsWithoutAnswer = sqlFile(import.meta.url, './sql/unitsWithoutAnswer.sql')
const finishRun = sqlFile(import.meta.url, './sql/finishRun.sql')

export interface PlannerOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  /** The London day. */
  readonly today: () => string
  /** The instant that ages are judged at. */
  readonly now: () => Date
  /** Where the log ends, and whether the masters have everything up to there: profiles are planned from them. */
  readonly ends: () => Promise<readonly Position[]>
  readonly mastersHave: (positions: readonly Position[]) => Promise<boolean>
}

/** What is under way by name and is left out of a plan. */
export interface Busy {
  has(unit: string): boolean
  readonly size: number
}

export interface Planner {
  /** The next tasks, about `most` of them: live days, other days, then profiles. Runs without any left are ended. */
  next(most: number, busy: Busy): Promise<Task[]>
}

/** Plans over the tables of the group `fetcher`. */
export function createPlanner(options: PlannerOptions): Planner {
  const { pool, clock, logger } = options
  /** Where the log ended when the days of a run were seen to be fetched: what others fetch meanwhile is not waited for. */
  const daysEnd = new Map<string, readonly Position[]>()

  async function mastersKnowDays(run: Run): Promise<boolean> {
    const known = daysEnd.get(run.id)
    const end = known ?? (await options.ends())
    daysEnd.set(run.id, end)
    if (await options.mastersHave(end)) return true
    if (known === undefined) logger.info({ run: run.id }, 'the days are fetched; profiles wait for the group entities')
    return false
  }

  async function finish(run: Run): Promise<void> {
    const { rows } = await pool.query<{ outcome: 'failed' | 'not_in_plan'; units: number }>(unitsWithoutAnswer, [
      run.id,
    ])
    const parts = rows.map(
      ({ outcome, units }) =>
        `${units} unit${units === 1 ? '' : 's'} ${outcome === 'failed' ? 'failed' : `not in the plan. ${historyRefused}`}`,
    )
    const message = parts.length === 0 ? null : parts.join(', ')
    await pool.query(finishRun, [run.id, message === null ? 'done' : 'failed', message, clock.now()])
    daysEnd.delete(run.id)
    if (message === null) logger.info({ run: run.id }, 'run done')
    else logger.error({ run: run.id }, `error: run ended with ${message}`)
  }

  async function begin(run: Run): Promise<void> {
    if (run.state === 'requested') await pool.query(beginRun, [run.id])
  }

  return {
    next: async (most, busy) => {
      const tasks: Task[] = []
      const planned = new Set<string>()
      const runs = await activeRuns(pool)
      const daysDone: Run[] = []
      const take = (run: Run, pending: readonly PlannedUnit[]) => {
        for (const one of pending) {
          const name = unitName(one.unit)
          if (busy.has(name) || planned.has(name)) continue
          planned.add(name)
          tasks.push({ run, ...one })
        }
      }
      for (const run of runs) {
        // What is less urgent can wait for a later plan.
        if (tasks.length >= most) break
        const pending = await pendingUnits(pool, run, options.today(), most + busy.size + planned.size)
        if (pending.length > 0) {
          daysEnd.delete(run.id)
          await begin(run)
          take(run, pending)
        } else if (run.kinds.includes('profiles')) daysDone.push(run)
        else await finish(run)
      }
      // Profiles come after the days of every run, whoever asks: they are those of all horses that lack something, not of the run.
      for (const run of daysDone) {
        if (tasks.length >= most) break
        if (!(await mastersKnowDays(run))) continue
        const horses = await pendingHorses(pool, run, options.now(), most + busy.size + planned.size)
        if (horses.length === 0) await finish(run)
        else {
          await begin(run)
          take(run, horses)
        }
      }
      return tasks.slice(0, most)
    },
  }
}
