import type { Pool, PoolClient } from 'pg'
import { sqlFile } from '../db/sqlFile.js'
import type { Batch, Position, StoredEvent, TopicPartition } from '../log/log.js'
import { OffsetMoved } from './errors.js'

const createPositions = sqlFile(import.meta.url, './sql/createPositions.sql')
const movePositions = sqlFile(import.meta.url, './sql/movePositions.sql')

/** The stored positions of a group in some partitions; those that are missing are created at 0. */
export async function loadPositions(
  pool: Pool,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<Position[]> {
  const { rows } = await pool.query<Position>(createPositions, [
    group,
    partitions.map((one) => one.topic),
    partitions.map((one) => one.partition),
  ])
  return rows
}

/** A partition as text, for maps and messages. */
export const partitionName = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** A group's positions as this consumer knows them: what the next compare-and-set expects. */
export interface ExpectedPositions {
  set(positions: readonly Position[]): void
  of(partition: TopicPartition): bigint
}

/** Starts without knowledge of any partition. */
export function createExpectedPositions(): ExpectedPositions {
  const known = new Map<string, bigint>()
  return {
    set: (positions) => {
      for (const position of positions) known.set(partitionName(position), position.offset)
    },
    of: (partition) => known.get(partitionName(partition)) ?? 0n,
  }
}

/**
 * Moves a group's positions over some ranges inside a transaction, expecting them where this consumer left them.
 * @throws OffsetMoved when another consumer was there first.
 */
export async function movePositionsIn(
  client: PoolClient,
  group: string,
  ranges: Batch['ranges'],
  expected: ExpectedPositions,
  events: readonly StoredEvent[],
): Promise<void> {
  const lastEvent = new Map(events.map((event) => [partitionName(event), event.timestamp]))
  const { rowCount } = await client.query(movePositions, [
    group,
    ranges.map((range) => range.topic),
    ranges.map((range) => range.partition),
    ranges.map((range) => expected.of(range)),
    ranges.map((range) => range.next),
    ranges.map((range) => eventTime(lastEvent.get(partitionName(range)))),
  ])
  if (rowCount !== ranges.length) throw new OffsetMoved(group, ranges.map(partitionName))
}

/** The time of an event as a timestamptz holds it; any producer may write any time into an event. Null for none. */
export function eventTime(timestamp: number | undefined): Date | null {
  if (timestamp === undefined) return null
  return new Date(Math.min(Math.max(timestamp, 0), Date.UTC(9999, 11, 31)))
}

/** The part of a batch's ranges that some of its first events cover. The last part reaches to the batch's own end. */
export function rangesUpTo(
  batch: Batch,
  from: ReadonlyMap<string, bigint>,
  events: readonly StoredEvent[],
  last: boolean,
): Batch['ranges'] {
  const reached = new Map<string, bigint>()
  for (const event of events) reached.set(partitionName(event), event.offset + 1n)
  return batch.ranges.flatMap((range) => {
    const next = last ? range.next : reached.get(partitionName(range))
    const start = from.get(partitionName(range)) ?? range.from
    return next === undefined || next <= start
      ? []
      : [{ topic: range.topic, partition: range.partition, from: start, next }]
  })
}
