/**
 * One batch into the tables: positions by compare-and-set, the log's confirmation and the rows, in one transaction. A batch
 * that fails by a bad event is halved until the event is found; what comes before it is applied first.
 */
import { setImmediate } from 'node:timers/promises'
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
import { beginBatch, countApplied, movePositionsIn, splitRanges } from './positions.js'
import { gatheringOf, type Gathering, type Projection } from './projection.js'
import { silentPlaces } from './silence.js'

export interface ApplyOptions {
  readonly projection: Projection
  readonly codec: Codec
  readonly pool: Pool
  readonly clock: Clock
  readonly sideEffects: boolean
  /** How long a batch may hold its rows without a word to the server, or wait for those of others, in ms. */
  readonly holdMs: number
  /** Aborted when the batch in hand is to be given up at once; it is rolled back. */
  readonly abandon: AbortSignal
}

/** How long events are taken in at a stretch, in ms: a moment in which nothing is sent to Postgres or read from it. */
const longestTurnMs = 5

/** Consecutive events of a batch, the ranges that hold them and nothing else, and what became of them. */
interface Part {
  readonly events: readonly StoredEvent[]
  readonly ranges: Batch['ranges']
  /** The good ones among them, and how many they are. */
  readonly gathering: Gathering | null
  readonly good: number
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
  const { projection, codec, pool, clock, sideEffects, holdMs, abandon } = options
  const { group } = projection
  const { reads } = projection
  const decode = reads === undefined ? (stored: StoredEvent) => codec.decode(stored) : codec.decoderOf(reads)
  const pauses = projection.onBadEvent === 'pause'

  async function commit(batch: Batch, { events, ranges, gathering, good, failed }: Part): Promise<Committed> {
    await transaction(
      pool,
      async (client) => {
        if (gathering !== null && good > 0) await gathering.apply(client)
        if (failed.length === 0) return
        const told = await silentPlaces(client, group)
        for (const one of failed)
          await setAside(client, group, one, { codec, clock, sideEffects: sideEffects && !told(one.stored) })
      },
      {
        abandon,
        opening: (client) => [
          beginBatch(client, holdMs),
          movePositionsIn(client, group, ranges, events),
          batch.confirm(client),
        ],
        closing: (client) => [recordPlaces(client, projection, events), countApplied(client, group, good)],
      },
    )
    const positions = ranges.map(({ topic, partition, next }) => ({ topic, partition, offset: next }))
    return { applied: good, failed, positions }
  }

  /**
   * Decodes events and takes them in, or says why one is none. It lets others go on in between: what another group of this process
   * has in hand is on its way to Postgres meanwhile. @throws an outage
   */
  async function takeIn(events: readonly StoredEvent[]): Promise<Pick<Part, 'gathering' | 'good' | 'failed'>> {
    const gathering = gatheringOf(projection)
    const failed: Failed[] = []
    let good = 0
    let since = performance.now()
    for (const stored of events) {
      if (performance.now() - since > longestTurnMs) {
        await setImmediate()
        since = performance.now()
      }
      try {
        gathering.add({ event: decode(stored), stored })
        good += 1
      } catch (error) {
        if (failureKind(error) !== 'event') throw error
        failed.push({ stored, error })
      }
    }
    return { gathering, good, failed }
  }

  return async (batch, onCommitted) => {
    /** Applies consecutive events of the batch, which are all that some ranges hold; halves where one among them fails. */
    async function applyPart(events: readonly StoredEvent[], ranges: Batch['ranges']): Promise<void> {
      const taken = await takeIn(events)
      try {
        if (pauses && taken.failed[0] !== undefined) throw taken.failed[0].error
        onCommitted(await commit(batch, { events, ranges, ...taken }))
      } catch (error) {
        if (error instanceof OffsetMoved || error instanceof LeaseLost || failureKind(error) !== 'event') throw error
        const [only] = events
        if (events.length <= 1) {
          if (pauses || only === undefined || taken.good === 0) throw error
          const failed = [{ stored: only, error }]
          onCommitted(await commit(batch, { events, ranges, gathering: null, good: 0, failed }))
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
