/**
 * The replays of a rebuild: one consumer per group, all at once, each reading as far as its live group has applied.
 * They are the projections' own loops, so what holds live (one transaction per batch, bad events set aside) holds here.
 */
import type { Pool } from 'pg'
import { createMetrics } from '../metrics.js'
import { createBatchSize } from '../projection/batchSize.js'
import { runProjection, type RunningProjection } from '../projection/runProjection.js'
import type { Position } from '../log/log.js'
import { boundedLog, createBound, type Bound } from './boundedLog.js'
import { RebuildStopped } from './errors.js'
import type { NextTables, RebuildPlan, RebuildTools } from './plan.js'

interface GroupPosition extends Position {
  readonly group: string
}

/** Positions of some groups, from the books of a schema. */
export async function positionsIn(pool: Pool, groups: readonly string[]): Promise<GroupPosition[]> {
  const { rows } = await pool.query<GroupPosition>(
    `SELECT group_name AS "group", topic, partition, next_offset AS "offset" FROM projection_positions
     WHERE group_name = ANY ($1) ORDER BY group_name, topic, partition`,
    [groups],
  )
  return rows
}

export interface Replays {
  /** Lets the replays read up to where the live groups are now. */
  follow(positions: readonly GroupPosition[]): void
  /** Events applied, and events to be applied at the bound as it is. */
  reached(): Promise<{ readonly applied: bigint; readonly wanted: bigint }>
  /** Ends the consumers, batch in hand included, and starts them again; positions are where they were. */
  rest(): Promise<void>
  wake(): void
  /** Rejects with RebuildStopped when a replay has ended. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

const isDiskFull = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '53100'

/** How long a rebuild waits for a database that is away, in ms; then it ends and can be taken up again. */
const patience = 60_000

/** Starts the replays of all groups of a plan. */
export function startReplays(
  plan: RebuildPlan,
  tools: RebuildTools,
  tables: NextTables,
  from: readonly GroupPosition[],
): Replays {
  const { clock, codec } = tools
  const bounds = new Map<string, Bound>(plan.groups.map((one) => [one.group, createBound()]))
  const follow = (positions: readonly GroupPosition[]) => {
    for (const { group, ...position } of positions) bounds.get(group)?.raise([position])
  }
  follow(from)
  let away: number | undefined
  const waitOut = (error: unknown): boolean => {
    if (isDiskFull(error)) return false
    away ??= clock.now().getTime()
    return clock.now().getTime() - away < patience
  }
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => (fail = reject))
  failed.catch(() => undefined)
  const start = (one: RebuildPlan['groups'][number]): RunningProjection => {
    const bound = bounds.get(one.group) as Bound
    const replay = runProjection({
      projection: one.projection(tables),
      log: boundedLog(tools.log, bound, clock),
      codec,
      pool: tables.next,
      clock,
      logger: tools.logger,
      metrics: createMetrics(),
      sideEffects: false,
      batchSize: createBatchSize({ targetMs: 8000, most: 4000, bytes: 48 * 1024 * 1024 }),
      waitOut,
    })
    replay.done.catch((error: unknown) => fail(new RebuildStopped(one.group, error)))
    return replay
  }
  let running = plan.groups.map(start)
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()))
    running = []
  }
  const groups = plan.groups.map((one) => one.group)
  return {
    follow,
    failed,
    reached: async () => {
      const stored = new Map(
        (await positionsIn(tables.next, groups)).map((one) => [
          `${one.group}/${one.topic}/${one.partition}`,
          one.offset,
        ]),
      )
      away = undefined
      let [applied, wanted] = [0n, 0n]
      for (const [group, bound] of bounds) {
        for (const end of bound.positions()) {
          wanted += end.offset
          applied += stored.get(`${group}/${end.topic}/${end.partition}`) ?? 0n
        }
      }
      return { applied, wanted }
    },
    rest: stop,
    wake: () => {
      if (running.length === 0) running = plan.groups.map(start)
    },
    stop,
  }
}
