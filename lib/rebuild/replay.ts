/**
 * One group's replay of a rebuild: the projection's own loop, reading as far as its live group has applied, so what holds live
 * (one transaction per batch, bad events set aside) holds here.
 */
import { createMetrics } from '../metrics.js'
import { createBatchSize } from '../projection/batchSize.js'
import { gathersLittle } from '../projection/projection.js'
import { runProjection } from '../projection/runProjection.js'
import { boundedLog, createBound } from './boundedLog.js'
import { nextOf, type RebuildPlan, type RebuildTools, type Replay, type ReplayStart } from './plan.js'

/** How long a rebuild waits for a log that is away, in ms; then it ends and can be taken up again. */
const patience = 60_000
/** An outage after this long without one is another one, in ms: longer than the pause between two attempts. */
const quiet = 15_000

/** Batches while tables are filled; the larger one for a projection that holds little of each event. */
const small = { targetMs: 8000, most: 1000, bytes: 4 * 1024 * 1024 }
const large = { targetMs: 20_000, most: 8000, bytes: 256 * 1024 * 1024 }

const isDiskFull = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '53100'

/** A full disk is not waited out, a log that is away for some time; a database that is away ends the rebuild itself (fill.ts). */
function waitingOut(now: () => number): (error: unknown) => boolean {
  let [since, last] = [0, -Infinity]
  return (error) => {
    if (isDiskFull(error)) return false
    const at = now()
    if (at - last > quiet) since = at
    last = at
    return at - since < patience
  }
}

/** Starts a replay in this thread. */
export function replayHere(plan: RebuildPlan, tools: RebuildTools, start: ReplayStart): Replay {
  const { clock, codec, logger } = tools
  const group = plan.groups.find((one) => one.group === start.group)
  if (group === undefined) throw new Error(`no group ${start.group} in the plan`)
  const bound = createBound()
  bound.raise(start.until)
  let filling = start.filling
  const pool = tools.open(nextOf(plan.schema), 3)
  const projection = group.projection(() => filling)
  const replay = runProjection({
    projection,
    log: boundedLog(tools.log, bound, clock),
    ...{ codec, pool, clock, logger },
    metrics: createMetrics(),
    sideEffects: false,
    batchSize: createBatchSize(gathersLittle(projection) ? large : small),
    waitOut: waitingOut(() => clock.now().getTime()),
  })
  let fail: (error: unknown) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => (fail = reject))
  failed.catch(() => undefined)
  replay.done.catch(fail)
  return {
    raise: (positions) => bound.raise(positions),
    endFilling: () => {
      filling = false
    },
    failed,
    stop: async () => {
      await replay.stop()
      await pool.end()
    },
  }
}
