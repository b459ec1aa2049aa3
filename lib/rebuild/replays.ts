/** The replays of a rebuild: one consumer per group, all at once, each reading as far as its live group has applied. */
import type { Pool } from 'pg'
import type { Position } from '../log/log.js'
import { createBound, type Bound } from './boundedLog.js'
import { RebuildStopped } from './errors.js'
import type { RebuildPlan, RebuildTools, Replay, ReplayStart } from './plan.js'
import { replayHere } from './replay.js'

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

/** Events applied, and events to be applied. */
export interface Reached {
  readonly applied: bigint
  readonly wanted: bigint
}

/** All groups together, and each. */
export interface GroupsReached extends Reached {
  readonly groups: readonly (Reached & { readonly group: string })[]
}

export interface Replays {
  /** Lets the replays read up to where the live groups are now. */
  follow(positions: readonly GroupPosition[]): void
  /** How far the replays are towards the bound as it is. */
  reached(): Promise<GroupsReached>
  /** Ends the consumers, batch in hand included; positions stay where they are. */
  rest(): Promise<void>
  /** Starts them again. */
  wake(): void
  /** The tables are not filled in bulk any more. */
  endFilling(): void
  /** Rejects with RebuildStopped when a replay has ended. */
  readonly failed: Promise<never>
}

const sum = (numbers: readonly bigint[]) => numbers.reduce((all, one) => all + one, 0n)

/** Starts the replays of all groups of a plan. `filling` tells whether the tables are filled in bulk yet. */
export function startReplays(
  plan: RebuildPlan,
  tools: RebuildTools,
  options: { readonly next: Pool; readonly from: readonly GroupPosition[]; readonly filling: () => boolean },
): Replays {
  const bounds = new Map<string, Bound>(plan.groups.map((one) => [one.group, createBound()]))
  const startOne = tools.startReplay ?? ((start: ReplayStart) => replayHere(plan, tools, start))
  let running: readonly { readonly group: string; readonly replay: Replay }[] = []
  let fail: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => (fail = reject))
  failed.catch(() => undefined)
  const follow = (positions: readonly GroupPosition[]) => {
    for (const { group, ...position } of positions) bounds.get(group)?.raise([position])
    for (const { group, replay } of running) replay.raise(bounds.get(group)?.positions() ?? [])
  }
  const wake = () => {
    if (running.length > 0) return
    running = [...bounds].map(([group, bound]) => {
      const replay = startOne({ group, until: bound.positions(), filling: options.filling() })
      replay.failed.catch((error: unknown) => fail(new RebuildStopped(group, error)))
      return { group, replay }
    })
  }
  const rest = async () => {
    const ended = running
    running = []
    await Promise.all(ended.map(({ replay }) => replay.stop()))
  }
  follow(options.from)
  wake()
  return {
    ...{ follow, failed, wake, rest },
    endFilling: () => {
      for (const { replay } of running) replay.endFilling()
    },
    reached: async () => {
      const stored = new Map(
        (await positionsIn(options.next, [...bounds.keys()])).map((one) => [
          `${one.group}/${one.topic}/${one.partition}`,
          one.offset,
        ]),
      )
      const groups = [...bounds].map(([group, bound]) => {
        const ends = bound.positions()
        const reached = ends.map((end) => stored.get(`${group}/${end.topic}/${end.partition}`) ?? 0n)
        return { group, applied: sum(reached), wanted: sum(ends.map((end) => end.offset)) }
      })
      return {
        applied: sum(groups.map((one) => one.applied)),
        wanted: sum(groups.map((one) => one.wanted)),
        groups,
      }
    },
  }
}
