import type { Pool, PoolClient } from 'pg'
import { prepared } from '../db/prepared.js'
import { sqlFile } from '../db/sqlFile.js'
import type { Batch, Position, StoredEvent, TopicPartition } from '../log/log.js'
import { partitionName } from '../log/partitionName.js'
import { OffsetMoved } from './errors.js'

const createPositions = sqlFile(import.meta.url, './sql/createPositions.sql')
const readPositions = sqlFile(import.meta.url, './sql/readPositions.sql')
const movePositions = sqlFile(import.meta.url, './sql/movePositions.sql')
const countAppliedSql = sqlFile(import.meta.url, './sql/countApplied.sql')
const setUpBatch = sqlFile(import.meta.url, './sql/setUpBatch.sql')

/** The stored positions of a group in some partitions, as they are committed; those that are missing are left out. */
export async function storedPositions(
  pool: Pool,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<Position[]> {
  const { rows } = await pool.query<Position>(
    prepared(readPositions, [group, partitions.map((one) => one.topic), partitions.map((one) => one.partition)]),
  )
  return rows
}

/**
 * The stored positions of a group in some partitions; those that are missing are created at 0. It waits for nobody's
 * transaction where all are there: a consumer that is stuck in one must not hold up its successor.
 */
export async function loadPositions(
  pool: Pool,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<Position[]> {
  const stored = await storedPositions(pool, group, partitions)
  if (stored.length === partitions.length) return stored
  await pool.query(createPositions, [group, partitions.map((one) => one.topic), partitions.map((one) => one.partition)])
  return storedPositions(pool, group, partitions)
}

/**
 * Sets the transaction of a batch up. It may hold its rows without a word to the server, and wait for others, for so many ms: a
 * process that is stopped in the middle of a batch (SIGSTOP, a suspended machine) would otherwise hold its group up for ever.
 * Its commit does not wait for the disk: a server that crashes may lose the last of them, positions and rows together, and the group
 * goes on from there (docs/decisions).
 */
export async function beginBatch(client: PoolClient, ms: number): Promise<void> {
  await client.query(prepared(setUpBatch, [String(ms)]))
}

/**
 * Moves a group's positions over some ranges inside a transaction: from where each begins to where it ends.
 * @throws OffsetMoved when a stored position is not where its range begins: another consumer was there first.
 */
export async function movePositionsIn(
  client: PoolClient,
  group: string,
  ranges: Batch['ranges'],
  events: readonly Pick<StoredEvent, 'topic' | 'partition' | 'timestamp'>[],
): Promise<void> {
  const lastEvent = new Map(events.map((event) => [partitionName(event), event.timestamp]))
  const { rowCount } = await client.query(
    prepared(movePositions, [
      group,
      ranges.map((range) => range.topic),
      ranges.map((range) => range.partition),
      ranges.map((range) => range.from),
      ranges.map((range) => range.next),
      ranges.map((range) => eventTime(lastEvent.get(partitionName(range)))),
    ]),
  )
  if (rowCount !== ranges.length) throw new OffsetMoved(group, ranges.map(partitionName))
}

/** The time of an event as a timestamptz holds it; any producer may write any time into an event. Null for none. */
export function eventTime(timestamp: number | undefined): Date | null {
  if (timestamp === undefined) return null
  return new Date(Math.min(Math.max(timestamp, 0), Date.UTC(9999, 11, 31)))
}

/**
 * Cuts ranges in two: what some of their first events cover, and what is left. Offsets without an event (Kafka's markers) behind
 * the last of these events stay with what is left.
 */
export function splitRanges(
  ranges: Batch['ranges'],
  events: readonly StoredEvent[],
): readonly [Batch['ranges'], Batch['ranges']] {
  const reached = new Map(events.map((event) => [partitionName(event), event.offset + 1n]))
  const cut = ranges.map((range) => ({ range, at: reached.get(partitionName(range)) ?? range.from }))
  return [
    cut.flatMap(({ range, at }) => (at > range.from ? [{ ...range, next: at }] : [])),
    cut.flatMap(({ range, at }) => (range.next > at ? [{ ...range, from: at }] : [])),
  ]
}

/** Counts events that a group has applied, for people who watch it. */
export async function countApplied(client: PoolClient, group: string, events: number): Promise<void> {
  await client.query(prepared(countAppliedSql, [group, events]))
}
