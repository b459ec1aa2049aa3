/** Filling the next schema: from offset 0, or from where a killed rebuild stopped, to where the live groups are. */
import type { Pool } from 'pg'
import { isDatabaseOutage } from '../db/outage.js'
import { RacingError } from '../errors.js'
import { alone, newestIn, schemaExists, setState, type RebuildRow } from './books.js'
import { RebuildRefused, RebuildStopped } from './errors.js'
import { analyse, letVacuumIn, makeIndexes } from './indexes.js'
import { beginNext } from './nextSchema.js'
import { nextOf, type NextTables, type RebuildPlan, type RebuildTools } from './plan.js'
import { positionsIn, startReplays, type GroupsReached, type Reached, type Replays } from './replays.js'

export interface Progress {
  readonly phase: 'events' | 'indexes' | 'finishing'
  readonly applied: bigint
  readonly wanted: bigint
  /** Events a second since this process began, and seconds left at that rate (null while nothing is known). */
  readonly rate: number
  readonly eta: number | null
}

export interface FillOptions {
  readonly plan: RebuildPlan
  readonly tools: RebuildTools
  /** Name of the rebuild if it has to be begun. */
  readonly id: string
  /** Groups to replay; empty for all. */
  readonly projections: readonly string[]
  readonly onProgress?: (progress: Progress) => void
  /** Told when a rebuild is taken up again, or begun anew although one was open, and why. */
  readonly onBegin?: (how: string) => void
  readonly signal?: AbortSignal
}

/** A filled schema whose replays follow the live groups. */
export interface Filled {
  readonly row: RebuildRow
  readonly tables: NextTables
  readonly replays: Replays
  /** Reads on until the new tables are where the live ones are; ends with what the groups leave for the end. */
  catchUp(): Promise<void>
}

const tellMs = 500

const isDone = (one: Reached) => one.applied >= one.wanted

/**
 * After so much of the events, one part in this many, statistics are gathered for the first time. Until then the planner thinks that
 * a race has a two-hundredth of all runners, and soon reads whole tables to find those of a few races. Every group has to be as far:
 * of an empty table nothing is learned.
 */
const firstStatistics = 25n
const isWorthStatistics = (one: Reached) => one.applied * firstStatistics >= one.wanted

async function rowToFill(options: FillOptions): Promise<RebuildRow> {
  const { plan, tools, onBegin } = options
  const all = plan.groups.map((one) => one.group)
  const projections = options.projections.length === 0 ? all : options.projections
  const unknown = projections.filter((name) => !all.includes(name))
  if (unknown.length > 0)
    throw new RebuildRefused(`There is no projection ${unknown.join(', ')} to rebuild: ${all.join(', ')}.`)
  const open = await newestIn(tools.admin, ['filling', 'filled'])
  if (open !== undefined) {
    const same = [...open.projections].sort().join() === [...projections].sort().join()
    const there = await schemaExists(tools.admin, nextOf(plan.schema))
    if (same && there && open.code === plan.code) {
      onBegin?.(`Going on with rebuild ${open.id}.`)
      return open
    }
    const why = !there ? 'its tables are gone' : !same ? 'it is of other projections' : 'it was begun by other code'
    onBegin?.(`Rebuild ${open.id} is begun anew: ${why}.`)
    await setState(tools.admin, open.id, 'dropped', tools.clock.now(), `Begun anew: ${why}.`)
  }
  const id = open?.id === options.id ? `${options.id} again` : options.id
  await beginNext(tools.admin, plan, { id, projections, at: tools.clock.now() })
  const row = await newestIn(tools.admin, ['filling'])
  if (row === undefined) throw new RebuildRefused(`Rebuild ${id} was dropped by somebody else.`)
  return row
}

/**
 * Fills the schema and gives it to `work` with replays that go on; nobody else rebuilds or swaps meanwhile.
 * A database that goes away ends it: with its connection goes the lock that keeps others from rebuilding.
 * @throws RebuildBusy, RebuildRefused, RebuildStopped
 */
export async function withFilled<T>(options: FillOptions, work: (filled: Filled) => Promise<T>): Promise<T> {
  try {
    return await fillAlone(options, work)
  } catch (error) {
    if (error instanceof RacingError || !isDatabaseOutage(error)) throw error
    throw new RebuildStopped(null, error)
  }
}

function fillAlone<T>(options: FillOptions, work: (filled: Filled) => Promise<T>): Promise<T> {
  const { plan, tools } = options
  return alone(tools.admin, async () => {
    const row = await rowToFill(options)
    const pools: Pool[] = []
    const open = (schema: string) => {
      const pool = tools.open(schema)
      pools.push(pool)
      return pool
    }
    let filling = row.state === 'filling'
    let wasFilled = filling
    const tables: NextTables = { next: open(nextOf(plan.schema)), live: open(plan.schema) }
    const groups = plan.groups.map((one) => one.group)
    const replays = startReplays(plan, tools, {
      next: tables.next,
      from: await positionsIn(tables.live, groups),
      filling: () => filling,
    })
    const started = tools.clock.now().getTime()
    let begunAt: bigint | undefined
    const tell = (phase: Progress['phase'], at: Reached) => {
      begunAt ??= at.applied
      const seconds = (tools.clock.now().getTime() - started) / 1000
      const rate = seconds > 0 ? Number(at.applied - begunAt) / seconds : 0
      options.onProgress?.({ phase, ...at, rate, eta: rate > 0 ? Number(at.wanted - at.applied) / rate : null })
    }

    /** Groups that fill in what they left for the end, as each has applied its events. */
    const ended = new Map<string, Promise<void>>()
    function endFilling(at: GroupsReached): void {
      const done = at.groups.filter(isDone).map((one) => one.group)
      for (const group of plan.groups) {
        if (ended.has(group.group) || !done.includes(group.group)) continue
        const ending = group.endFilling?.(tables) ?? Promise.resolve()
        ending.catch(() => undefined)
        ended.set(group.group, ending)
      }
    }

    let hasStatistics = false
    async function gatherStatistics(): Promise<void> {
      hasStatistics = true
      await analyse(tables.next, nextOf(plan.schema))
    }

    /** Reads on to the bound. */
    async function readOn(): Promise<void> {
      let told = 0
      for (;;) {
        if (options.signal?.aborted === true)
          throw new RebuildRefused('Interrupted: `darkhorses rebuild` goes on from here.')
        const at = await replays.reached()
        const now = tools.clock.now().getTime()
        const done = isDone(at)
        if (filling) endFilling(at)
        if (filling && !done && !hasStatistics && at.groups.every(isWorthStatistics)) await gatherStatistics()
        if (filling && (done || now - told >= tellMs)) {
          told = now
          tell('events', at)
        }
        if (done) return
        await Promise.race([tools.clock.sleep(filling ? 100 : 10, options.signal), replays.failed])
      }
    }

    async function catchUp(): Promise<void> {
      replays.wake()
      // The live groups move on while the last gap is closed; what is left after that is a moment's worth.
      for (let round = 0; round < (filling ? 1 : 3); round += 1) {
        replays.follow(await positionsIn(tables.live, groups))
        await readOn()
      }
      if (filling) {
        await Promise.race([Promise.all(ended.values()), replays.failed])
        const at = await replays.reached()
        tell('indexes', at)
        await makeIndexes(tables.next, { live: plan.schema, next: nextOf(plan.schema) }, row.aside)
        tell('finishing', at)
        await gatherStatistics()
        filling = false
        replays.endFilling()
      }
      for (const group of plan.groups) await Promise.race([group.finish?.(tables, wasFilled), replays.failed])
      if (wasFilled) await letVacuumIn(tables.next, nextOf(plan.schema))
      wasFilled = false
    }

    try {
      await catchUp()
      await catchUp()
      if (row.state === 'filling') await setState(tools.admin, row.id, 'filled', tools.clock.now())
      return await work({ row, tables, replays, catchUp })
    } finally {
      await replays.rest()
      await Promise.all(pools.map((pool) => pool.end()))
    }
  })
}
