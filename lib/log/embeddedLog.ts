/**
 * The event log in Postgres tables (schema `log`), for one machine that has nothing but Node.
 *
 * An append is one statement. It locks the rows of its partitions in order, moves their next offsets, and writes the events;
 * the locks are held until the commit, so offsets are given in commit order and without gaps. (Rejected: a bigserial read
 * with `id > last` loses events whose transaction commits late.)
 */
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { subscribeEmbedded } from './embeddedSubscription.js'
import { TopicMissing } from './errors.js'
import type { EventLog, NewEvent, Position, StoredEvent } from './log.js'
import { partitionOf } from './partitioner.js'
import { createWakeUps } from './wakeUps.js'

const appendEvents = sqlFile(import.meta.url, './sql/appendEvents.sql')
const readEvents = sqlFile(import.meta.url, './sql/readEvents.sql')
const createTopics = sqlFile(import.meta.url, './sql/createTopics.sql')
const offsetsAt = sqlFile(import.meta.url, './sql/offsetsAt.sql')

export interface EmbeddedLogOptions {
  /** Connections whose search_path leads to the schema `log`. */
  readonly pool: Pool
  readonly clock: Clock
  /** How long a silent consumer keeps its partitions, in ms; default 10,000. */
  readonly leaseMs?: number
}

export interface EmbeddedLog extends EventLog {
  readonly kind: 'embedded'
  /** Appends inside a transaction of the same database: the events exist if and when it commits. */
  appendIn(client: PoolClient, events: readonly NewEvent[]): Promise<readonly Position[]>
}

interface EventRow {
  offset: bigint
  key: string | null
  value: Buffer | null
  headers: Readonly<Record<string, string>>
  appended_at: Date
}

/** Opens the embedded log. Nothing is connected until it is used. */
export function createEmbeddedLog(options: EmbeddedLogOptions): EmbeddedLog {
  const { pool, clock } = options
  const partitionCounts = new Map<string, number>()
  const wakeUps = createWakeUps(pool, 'darkhorses_log')

  async function partitionsOf(topic: string): Promise<number> {
    const known = partitionCounts.get(topic)
    if (known !== undefined) return known
    const { rows } = await pool.query<{ partitions: number }>(
      'SELECT count(*)::int AS partitions FROM log_partitions WHERE topic = $1',
      [topic],
    )
    const partitions = rows[0]?.partitions ?? 0
    if (partitions === 0) throw new TopicMissing(topic)
    partitionCounts.set(topic, partitions)
    return partitions
  }

  async function appendWith(client: Pool | PoolClient, events: readonly NewEvent[]): Promise<readonly Position[]> {
    if (events.length === 0) return []
    const partitions: number[] = []
    for (const event of events) partitions.push(partitionOf(event.key, await partitionsOf(event.topic)))
    const { rows } = await client.query<{ topic: string; partition: number; offset: bigint }>({
      name: 'log-append',
      text: appendEvents,
      values: [
        events.map((event) => event.topic),
        partitions,
        events.map((event) => event.key),
        events.map((event) => event.value),
        events.map((event) => JSON.stringify(event.headers ?? {})),
        clock.now(),
      ],
    })
    return rows.map(({ topic, partition, offset }) => ({ topic, partition, offset }))
  }

  const log: EmbeddedLog = {
    kind: 'embedded',
    createTopics: async (specs) => {
      await pool.query(createTopics, [specs.map((spec) => spec.topic), specs.map((spec) => spec.partitions)])
    },
    append: (events) => appendWith(pool, events),
    appendIn: (client, events) => inLogSchema(client, () => appendWith(client, events)),
    read: async ({ topic, partition, from, limit = 1000, bytes = 16 * 1024 * 1024 }) => {
      const { rows } = await pool.query<EventRow>({
        name: 'log-read',
        text: readEvents,
        values: [topic, partition, from, limit, bytes],
      })
      return rows.map((row): StoredEvent => ({
        topic,
        partition,
        offset: row.offset,
        key: row.key,
        value: row.value,
        headers: row.headers,
        timestamp: row.appended_at.getTime(),
      }))
    },
    subscribe: (subscription) =>
      subscribeEmbedded({ log, pool, clock, wakeUps, leaseMs: options.leaseMs ?? 10_000 }, subscription),
    ends: async (topics) => {
      const { rows } = await pool.query<{ topic: string; partition: number; offset: bigint }>(
        'SELECT topic, partition, next_offset AS "offset" FROM log_partitions WHERE topic = ANY ($1) ORDER BY topic, partition',
        [topics],
      )
      return rows
    },
    topics: async () => {
      const { rows } = await pool.query<{ topic: string; partitions: number }>(
        'SELECT topic, count(*)::int AS partitions FROM log_partitions GROUP BY topic ORDER BY topic',
      )
      return rows
    },
    offsetsAt: async (topic, timestamp) => {
      const { rows } = await pool.query<{ partition: number; offset: bigint }>(offsetsAt, [topic, new Date(timestamp)])
      return rows.map((row) => ({ topic, ...row }))
    },
    close: () => wakeUps.close(),
  }
  return log
}

/** Runs an append on a caller's connection, whose search_path leads elsewhere, inside the caller's own transaction. */
async function inLogSchema<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ path: string }>("SELECT current_setting('search_path') AS path")
  await client.query('SET LOCAL search_path = log')
  const result = await work()
  await client.query("SELECT set_config('search_path', $1, true)", [rows[0]?.path ?? ''])
  return result
}
