/**
 * One batch into the tables: positions by compare-and-set, the log's confirmation and the rows, in one transaction. A batch
 * that fails by a bad event is halved until the event is found; what comes before it is applied first.
 */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { transaction } from '../db/transaction.js'
import type { Codec } from '../events/codec.js'
import { LeaseLost } from '../log/errors.js'
import type { Batch, Position, StoredEvent } from '../log/log.js'
import { setAside, type Failed } from './deadLetters.js'
import { OffsetMoved } from './errors.js'
import { recordPlaces } from './eventPlaces.js'
import { failureKind } from './failure.js'
import { boundWaits, movePositionsIn, splitRanges } from './positions.js'
import type { Projection, ProjectionEvent } from './projection.js'
import { silentPlaces } from './silence.js'

export interface ApplyOptions {
  readonly projection: Projection
  readonly codec: Codec
  readonly pool: Pool
  readonly clock: Clock
  readonly sideEffects: boolean
  /** How long a batch may hold its rows without a word to the server, or wait for those of others, in ms. */
  readonly holdMs: number
}

/** Consecutive events of a batch, the ranges that hold them and nothing else, and what became of them. */
interface Part {
  readonly events: readonly StoredEvent[]
  readonly ranges: Batch['ranges']
  readonly good: readonly ProjectionEvent[]
  readonly failed: readonly Failed[]
}

/** What one commit did: events applied, events set aside, and the positions after it. */
export interface Committed {
  readonly applied: number
  readonly failed: readonly Failed[]
  readonly positions: readonly Position[]
}

/**
 * Makes the handler of batches; it is told of each commit. It knows nothing of the batches before: a batch says itself where it
 * begins, and the stored positions say whether that is true, so a batch that was left behind cannot mislead its successor.
 * @throws OffsetMoved, LeaseLost, an outage, or, where the projection pauses at bad events, the error of one
 */
export function createApplier(
  options: ApplyOptions,
): (batch: Batch, onCommitted: (committed: Committed) => void) => Promise<void> {
  const { projection, codec, pool, clock, sideEffects, holdMs } = options
  const { group } = projection
  const pauses = projection.onBadEvent === 'pause'

  async function commit(batch: Batch, { events, ranges, good, failed }: Part): Promise<Committed> {
    await transaction(pool, async (client) => {
      await boundWaits(client, holdMs)
      await movePositionsIn(client, group, ranges, events)
      await batch.confirm(client)
      if (good.length > 0) await projection.apply(good, client)
      await recordPlaces(client, projection, events)
      if (failed.length > 0) {
        const told = await silentPlaces(client, group)
        for (const one of failed)
          await setAside(client, group, one, { codec, clock, sideEffects: sideEffects && !told(one.stored) })
      }
      await client.query('UPDATE projection_groups SET events_applied = events_applied + $2 WHERE group_name = $1', [
        group,
        good.length,
      ])
    })
    const positions = ranges.map(({ topic, partition, next }) => ({ topic, partition, offset: next }))
    return { applied: good.length, failed, positions }
  }

  /** Decodes events, or says why one is none. @throws an outage */
  function decodeAll(events: readonly StoredEvent[]): { good: ProjectionEvent[]; failed: Failed[] } {
    const good: ProjectionEvent[] = []
    const failed: Failed[] = []
    for (const stored of events) {
      try {
        good.push({ event: codec.decode(stored), stored })
      } catch (error) {
        if (failureKind(error) !== 'event') throw error
        failed.push({ stored, error })
      }
    }
    return { good, failed }
  }

  return async (batch, onCommitted) => {
    /** Applies consecutive events of the batch, which are all that some ranges hold; halves where one among them fails. */
    async function applyPart(events: readonly StoredEvent[], ranges: Batch['ranges']): Promise<void> {
      const { good, failed } = decodeAll(events)
      try {
        if (pauses && failed[0] !== undefined) throw failed[0].error
        onCommitted(await commit(batch, { events, ranges, good, failed }))
      } catch (error) {
        if (error instanceof OffsetMoved || error instanceof LeaseLost || failureKind(error) !== 'event') throw error
        const [only] = good
        if (events.length <= 1) {
          if (pauses || only === undefined) throw error
          onCommitted(await commit(batch, { events, ranges, good: [], failed: [{ stored: only.stored, error }] }))
          return
        }
        const middle = Math.ceil(events.length / 2)
        const [before, after] = splitRanges(ranges, events.slice(0, middle))
        await applyPart(events.slice(0, middle), before)
        await applyPart(events.slice(middle), after)
      }
    }
    await codec.prepare(batch.events)
    await applyPart(batch.events, batch.ranges)
  }
}
