/**
 * Events of the log applied once more to the live tables of a group. State does not depend on order or repetition, so this changes
 * nothing where the tables are right, and mends them where a hand or an older program made them wrong. Positions do not move, and
 * nobody is told: what follows from an event (settled, dead letters) followed when it was applied first.
 */
import type { Pool } from 'pg'
import { transaction } from '../db/transaction.js'
import type { Codec } from '../events/codec.js'
import type { Position, StoredEvent } from '../log/log.js'
import type { Failed } from './deadLetters.js'
import { failureKind } from './failure.js'
import { partitionName } from '../log/partitionName.js'
import type { Projection, ProjectionEvent } from './projection.js'

export interface ReplayOptions {
  readonly projection: Projection
  readonly codec: Codec
  /** Connections into the schema of the group's tables and books. */
  readonly pool: Pool
  readonly events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>
  /** Events applied in one transaction; default 100. Each transaction holds up the live group for a moment. */
  readonly together?: number
  readonly onApplied?: (applied: number) => void
}

export interface ReplayCounts {
  /** Events of the group's topics that were applied again. */
  readonly applied: number
  /** Events that the group has not come to yet, and will by itself. */
  readonly ahead: number
  readonly failed: readonly Failed[]
}

async function positionsOf(pool: Pool, group: string): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await pool.query<Position>(
    'SELECT topic, partition, next_offset AS "offset" FROM projection_positions WHERE group_name = $1',
    [group],
  )
  return new Map(rows.map((row) => [partitionName(row), row.offset]))
}

/**
 * Applies events again; those of other topics are passed over.
 * @throws an outage; what was applied until then stays, and the same call can be made again
 */
export async function replayEvents(options: ReplayOptions): Promise<ReplayCounts> {
  const { projection, codec, pool, together = 100 } = options
  const positions = await positionsOf(pool, projection.group)
  const failed: Failed[] = []
  let applied = 0
  let ahead = 0

  async function applyPart(events: readonly StoredEvent[]): Promise<void> {
    if (events.length === 0) return
    try {
      const good = events.map((stored): ProjectionEvent => ({ event: codec.decode(stored), stored }))
      await transaction(pool, (client) => projection.apply(good, client))
      applied += events.length
      options.onApplied?.(applied)
    } catch (error) {
      if (failureKind(error) !== 'event') throw error
      const [only] = events
      if (events.length === 1 && only !== undefined) {
        failed.push({ stored: only, error })
        return
      }
      const middle = Math.ceil(events.length / 2)
      await applyPart(events.slice(0, middle))
      await applyPart(events.slice(middle))
    }
  }

  /** The live group may hold rows that these need, in another order: that passes. */
  async function applyPatiently(events: readonly StoredEvent[]): Promise<void> {
    await codec.prepare(events)
    const [appliedBefore, failedBefore] = [applied, failed.length]
    for (let tries = 1; ; tries += 1) {
      try {
        await applyPart(events)
        return
      } catch (error) {
        if (tries === 3 || !isConflict(error)) throw error
        // All of them are applied again, and counted once.
        applied = appliedBefore
        failed.length = failedBefore
      }
    }
  }

  let waiting: StoredEvent[] = []
  for await (const stored of options.events) {
    if (!projection.topics.includes(stored.topic)) continue
    if (stored.offset >= (positions.get(partitionName(stored)) ?? 0n)) {
      ahead += 1
      continue
    }
    waiting.push(stored)
    if (waiting.length < together) continue
    await applyPatiently(waiting)
    waiting = []
  }
  await applyPatiently(waiting)
  return { applied, ahead, failed }
}

/** A deadlock or a row that somebody else was quicker to make; parts applied before are applied again, which changes nothing. */
const isConflict = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === '40P01' || error.code === 'RACES_MEANWHILE_STORED')
