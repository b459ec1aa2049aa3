/** Runs of units that are named: to retry failures, and to fill gaps. */
import type { Runtime } from '../../lib/runtime.js'
import { minutesOf } from '../../services/fetcher/estimate.js'
import { unitOfName, type Unit } from '../../services/fetcher/unit.js'
import { duration } from '../terminal.js'
import type { PreparedRun } from './performRun.js'
import { freshId, type Asking } from './requests.js'

/** A run of units in their order. `message` adds to what is asked. */
export function prepareNamed(
  runtime: Runtime,
  name: string,
  units: readonly string[],
  message: Pick<Asking, 'command'> & Partial<Asking>,
): PreparedRun {
  const now = runtime.clock.now()
  const id = freshId(name, now)
  const known: Unit[] = units.flatMap((unit) => unitOfName(unit) ?? [])
  const days = known.flatMap((unit) => ('date' in unit ? [unit.date] : [])).sort()
  const today = runtime.today()
  const start = days[0] ?? today
  const end = days.at(-1) ?? today
  const minutes = minutesOf(known.length, runtime.config.api.rate)
  return {
    run: { id, kinds: [...new Set(known.map((unit) => unit.kind))], start, end },
    message: { priority: 'backfill', ...message, id, units: [...units] },
    requestedAt: now,
    plan: known.map((unit) => ({ unit, regions: runtime.config.regions })),
    intro: [
      `Run ${id}: ${units.length} unit${units.length === 1 ? '' : 's'}${minutes === null ? '' : `, about ${duration(minutes * 60)}`}`,
    ],
  }
}
