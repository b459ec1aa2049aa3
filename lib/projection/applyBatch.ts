/**
 * One batch into the tables: positions by compare-and-set, the log's confirmation and the rows, in one transaction. A batch
 * that fails by a bad event is halved until the event is found; what comes before it is applied first. Where more is there, one
 * transaction applies several slices of the log, of which nothing is kept but what was taken in: where that fails, they are read again,
 * and one by one.
 */
import { setImmediate } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import { transaction } from '../db/transaction.js'
import type { Codec } from '../events/codec.js'
import { LeaseLost } from '../log/errors.js'
import type { Batch, Position, Slice, StoredEvent } from '../log/log.js'
import { partitionName } from '../log/partitionName.js'
import type { Limits } from './batchSize.js'
import { setAside, type Failed } from './deadLetters.js'
import { BadEventAmong, OffsetMoved } from './errors.js'
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
  /** How many events, and bytes of them, one transaction applies. */
  readonly limits: () => Limits
}

/** How long events are taken in at a stretch, in ms: a moment in which nothing is sent to Postgres or read from it. */
const longestTurnMs = 5

/** Transactions of one batch at most, and after how many ms no other begins: partitions change hands only after it. */
const mostTransactions = 4
const longestBatchMs = 10_000

/** What is kept of an event that was taken in. */
type Place = Pick<StoredEvent, 'topic' | 'partition' | 'offset' | 'key' | 'timestamp'>

/** Consecutive events of a batch, the ranges that hold them and nothing else, and what became of them. */
interface Part {
  readonly places: readonly Place[]
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

/** Several slices taken in as one, while there is room. */
interface Together {
  gathering: Gathering
  places: Place[]
  ranges: Batch['ranges']
  good: number
  failed: Failed[]
  bytes: number
  slices: number
}

/** Ranges followed by the next ones of the same partitions, or of others. */
function joined(ranges: Batch['ranges'], next: Batch['ranges']): Batch['ranges'] {
  const of = new Map(ranges.map((range) => [partitionName(range), range]))
  for (const range of next)
    of.set(partitionName(range), { ...range, from: of.get(partitionName(range))?.from ?? range.from })
  return [...of.values()]
}

/**
 * Makes the handler of batches; it is told of each commit. It knows nothing of the batches before: a batch says itself where it begins,
 * and the stored positions say whether that is true, so a batch that was left behind cannot mislead its successor.
 * @throws OffsetMoved, LeaseLost, BadEventAmong, an outage, or, where the projection pauses at bad events, the error of one
 */
export function createApplier(
  options: ApplyOptions,
): (batch: Batch, onCommitted: (committed: Committed) => void) => Promise<void> {
  const { projection, codec, pool, clock, sideEffects, holdMs, abandon, limits } = options
  const { group } = projection
  const { reads } = projection
  const decode = reads === undefined ? (stored: StoredEvent) => codec.decode(stored) : codec.decoderOf(reads)
  const pauses = projection.onBadEvent === 'pause'

  async function commit(batch: Batch, { places, ranges, gathering, good, failed }: Part): Promise<Committed> {
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
          movePositionsIn(client, group, ranges, places),
          batch.confirm(client),
        ],
        closing: (client) => [recordPlaces(client, projection, places), countApplied(client, group, good)],
      },
    )
    const positions = ranges.map(({ topic, partition, next }) => ({ topic, partition, offset: next }))
    return { applied: good, failed, positions }
  }

  /**
   * Decodes events and takes them in, or says why one is none. It lets others go on in between: what another group of this process
   * has in hand is on its way to Postgres meanwhile. @throws an outage
   */
  async function takeIn(into: Together, { events, ranges }: Slice): Promise<void> {
    await codec.prepare(events)
    let since = performance.now()
    for (const stored of events) {
      if (performance.now() - since > longestTurnMs) {
        await setImmediate()
        since = performance.now()
      }
      try {
        into.gathering.add({ event: decode(stored), stored })
        into.good += 1
      } catch (error) {
        if (failureKind(error) !== 'event') throw error
        into.failed.push({ stored, error })
      }
      const { topic, partition, offset, key, timestamp, value } = stored
      into.places.push({ topic, partition, offset, key, timestamp })
      into.bytes += value?.length ?? 0
    }
    into.ranges = joined(into.ranges, ranges)
    into.slices += 1
  }

  const nothing = (): Together => ({
    ...{ gathering: gatheringOf(projection), places: [], ranges: [], good: 0, failed: [], bytes: 0, slices: 0 },
  })

  /** Applies consecutive events that were taken in. @throws an event's error where the projection pauses at bad ones */
  async function applyTaken(batch: Batch, taken: Together): Promise<Committed> {
    if (pauses && taken.failed[0] !== undefined) throw taken.failed[0].error
    return commit(batch, taken)
  }

  const isOfEvent = (error: unknown) =>
    !(error instanceof OffsetMoved || error instanceof LeaseLost) && failureKind(error) === 'event'

  /** Events until a bad one among them must have been found; they are handled batch by batch, which can be halved. */
  let searched = 0

  return async (batch, onCommitted) => {
    /** Applies consecutive events of the batch, which are all that some ranges hold; halves where one among them fails. */
    async function applyPart({ events, ranges }: Slice, before?: Together): Promise<void> {
      const taken = before ?? nothing()
      if (before === undefined) await takeIn(taken, { events, ranges })
      try {
        onCommitted(await applyTaken(batch, taken))
      } catch (error) {
        if (!isOfEvent(error)) throw error
        const [only] = events
        if (events.length <= 1) {
          if (pauses || only === undefined || taken.good === 0) throw error
          onCommitted(await commit(batch, { ...taken, gathering: null, good: 0, failed: [{ stored: only, error }] }))
          return
        }
        const middle = Math.ceil(events.length / 2)
        const [first, second] = splitRanges(ranges, events.slice(0, middle))
        await applyPart({ events: events.slice(0, middle), ranges: first })
        await applyPart({ events: events.slice(middle), ranges: second })
      }
    }

    /** Takes in what comes next, as much as there is room for. */
    async function takeOn(taken: Together): Promise<Together> {
      while (taken.places.length < limits().events && taken.bytes < limits().bytes) {
        const next = await batch.more()
        if (next === undefined) break
        await takeIn(taken, next)
      }
      return taken
    }

    async function applyTogether(taken: Together): Promise<void> {
      try {
        onCommitted(await applyTaken(batch, taken))
      } catch (error) {
        if (!isOfEvent(error)) throw error
        searched = taken.places.length
        throw new BadEventAmong(group, taken.places.length, error)
      }
    }

    const began = performance.now()
    let taken = nothing()
    await takeIn(taken, batch)
    if (searched <= 0) await takeOn(taken)
    searched -= taken.places.length
    if (taken.slices === 1) {
      await applyPart(batch, taken)
      return
    }
    let applying: Promise<void> | undefined
    const goesOn = (nth: number) => nth < mostTransactions && performance.now() - began < longestBatchMs
    try {
      for (let nth = 1; taken.slices > 0; nth += 1) {
        await applying
        applying = applyTogether(taken)
        applying.catch(() => undefined)
        // What comes next is taken in while Postgres has this in hand.
        taken = goesOn(nth) ? await takeOn(nothing()) : nothing()
      }
      await applying
    } finally {
      await applying?.catch(() => undefined)
    }
  }
}
