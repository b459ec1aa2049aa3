/**
 * One batch into the tables: positions by compare-and-set, the log's confirmation and the rows, in one transaction. A batch
 * that fails by a bad event is halved until the event is found; what comes before it is applied first.
 */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { transaction } from '../db/transaction.js'
import type { Codec } from '../events/codec.js'
import { LeaseLost } from '../log/errors.js'
import type { Batch, StoredEvent } from '../log/log.js'
import { setAside, type Failed } from './deadLetters.js'
import { OffsetMoved } from './errors.js'
import { recordPlaces } from './eventPlaces.js'
import { failureKind } from './failure.js'
import { movePositionsIn, partitionName, rangesUpTo, type ExpectedPositions } from './positions.js'
import type { Projection, ProjectionEvent } from './projection.js'
import { silentPlaces } from './silence.js'

export interface ApplyOptions {
  readonly projection: Projection
  readonly codec: Codec
  readonly pool: Pool
  readonly clock: Clock
  readonly sideEffects: boolean
  readonly expected: ExpectedPositions
  /** Told after each commit. */
  readonly onCommitted: (applied: number, failed: readonly Failed[]) => void
}

/**
 * Makes the handler of batches.
 * @throws OffsetMoved, LeaseLost, an outage, or, where the projection pauses at bad events, the error of one
 */
export function createApplier(options: ApplyOptions): (batch: Batch) => Promise<void> {
  const { projection, codec, pool, clock, sideEffects, expected } = options
  const { group } = projection
  const pauses = projection.onBadEvent === 'pause'

  async function commit(
    batch: Batch,
    ranges: Batch['ranges'],
    good: readonly ProjectionEvent[],
    failed: readonly Failed[],
  ): Promise<void> {
    if (ranges.length === 0) return
    const events = [...good, ...failed].map((one) => one.stored)
    await transaction(pool, async (client) => {
      await movePositionsIn(client, group, ranges, expected, events)
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
    expected.set(ranges.map((range) => ({ topic: range.topic, partition: range.partition, offset: range.next })))
    options.onCommitted(good.length, failed)
  }

  /** Applies consecutive events of a batch, halving where an event among them fails. */
  async function applyPart(batch: Batch, events: readonly StoredEvent[], last: boolean): Promise<void> {
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
    const ranges = rangesUpTo(
      batch,
      new Map(batch.ranges.map((range) => [partitionName(range), expected.of(range)])),
      events,
      last,
    )
    try {
      if (pauses && failed[0] !== undefined) throw failed[0].error
      await commit(batch, ranges, good, failed)
    } catch (error) {
      if (error instanceof OffsetMoved || error instanceof LeaseLost || failureKind(error) !== 'event') throw error
      const [only] = good
      if (events.length <= 1) {
        if (pauses || only === undefined) throw error
        await commit(batch, ranges, [], [{ stored: only.stored, error }])
        return
      }
      const middle = Math.ceil(events.length / 2)
      await applyPart(batch, events.slice(0, middle), false)
      await applyPart(batch, events.slice(middle), last)
    }
  }

  return async (batch) => {
    await codec.prepare(batch.events)
    await applyPart(batch, batch.events, true)
  }
}
