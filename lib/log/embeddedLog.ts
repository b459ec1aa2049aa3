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
import { appendParameters, positionsOf } from './appendParameters.js'
import { consume } from './consume.js'
import { readParts, storedEvent } from './embeddedRead.js'
import { embeddedSource } from './embeddedSource.js'
import { TopicMissing } from './errors.js'
import { joinByLease } from './leases.js'
import type { EventLog, NewEvent, Position, TopicPartition } from './log.js'
import { askingPostgres } from './outage.js'
import { createPartitioner } from './partitioner.js'
import { createWakeUps } from './wakeUps.js'

const appendEvents = sqlFile(import.meta.url, './sql/appendEvents.sql')
const createTopics = sqlFile(import.meta.url, './sql/createTopics.sql')
const offsetsAt = sqlFile(import.meta.url, './sql/offsetsAt.sql')

export interface EmbeddedLogOptions {
  /** Connections whose search_path leads to the schema `log`; one of them is kept for LISTEN. */
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

/** Opens the embedded log. Nothing is connected until it is used. */
export function createEmbeddedLog(options: EmbeddedLogOptions): EmbeddedLog {
  const { pool, clock } = options
  const ids = new Map<string, readonly number[]>()
  const partitionOf = createPartitioner()
  const wakeUps = createWakeUps(pool, 'darkhorses_log')

  /** The ids of a topic's partitions, by number. They never change once they are there. */
  async function idsOf(topic: string): Promise<readonly number[]> {
    const known = ids.get(topic)
    if (known !== undefined) return known
    const { rows } = await pool.query<{ id: number }>(
      'SELECT partition_id AS id FROM log_partitions WHERE topic = $1 ORDER BY partition',
      [topic],
    )
    if (rows.length === 0) throw new TopicMissing(topic)
    const found = rows.map((row) => row.id)
    ids.set(topic, found)
    return found
  }

  async function idOf({ topic, partition }: TopicPartition): Promise<number> {
    const id = (await idsOf(topic))[partition]
    if (id === undefined) throw new TopicMissing(`${topic}/${partition}`)
    return id
  }

  async function appendWith(client: Pool | PoolClient, events: readonly NewEvent[]): Promise<readonly Position[]> {
    if (events.length === 0) return []
    const partitions: number[] = []
    for (const { topic, key, copied } of events) {
      const count = (ids.get(topic) ?? (await idsOf(topic))).length
      partitions.push(copied?.partition ?? partitionOf(key, count))
    }
    const parameters = appendParameters(events, partitions)
    const { rows } = await client.query<{ nth: number; first_offset: bigint }>({
      name: 'log-append',
      text: appendEvents,
      values: [...parameters.values, clock.now(), copiedTimes(events)],
    })
    return positionsOf(events, partitions, parameters, rows)
  }

  return {
    kind: 'embedded',
    createTopics: (specs) =>
      askingPostgres('creating topics', async () => {
        await pool.query(createTopics, [specs.map((spec) => spec.topic), specs.map((spec) => spec.partitions)])
      }),
    append: (events) => askingPostgres('appending', () => appendWith(pool, events)),
    appendIn: (client, events) => inLogSchema(client, () => appendWith(client, events)),
    read: ({ topic, partition, from, limit = 1000, bytes = 16 * 1024 * 1024 }) =>
      askingPostgres('reading', async () => {
        const partitionId = await idOf({ topic, partition })
        const rows = await readParts(pool, [{ partitionId, from, events: limit, bytes }])
        return rows.map((row) => storedEvent({ topic, partition }, row))
      }),
    subscribe: async (subscription) => {
      const { group, topics } = subscription
      await askingPostgres('subscribing', () => Promise.all(topics.map(idsOf)))
      const member = joinByLease({ pool, wakeUps, group, topics, leaseMs: options.leaseMs ?? 10_000 })
      return consume({ member, source: embeddedSource({ pool, wakeUps, group, topics, idOf }), clock }, subscription)
    },
    ends: (topics) =>
      askingPostgres('reading the ends', async () => {
        const { rows } = await pool.query<Position>(
          'SELECT topic, partition, next_offset AS "offset" FROM log_partitions WHERE topic = ANY ($1) ORDER BY topic, partition',
          [topics],
        )
        const missing = topics.find((topic) => !rows.some((row) => row.topic === topic))
        if (missing !== undefined) throw new TopicMissing(missing)
        return rows
      }),
    topics: () =>
      askingPostgres('listing topics', async () => {
        const { rows } = await pool.query<{ topic: string; partitions: number }>(
          'SELECT topic, count(*)::int AS partitions FROM log_partitions GROUP BY topic ORDER BY topic',
        )
        return rows
      }),
    offsetsAt: (topic, timestamp) =>
      askingPostgres('reading offsets', async () => {
        await idsOf(topic)
        const { rows } = await pool.query<{ partition: number; offset: bigint }>(offsetsAt, [
          topic,
          new Date(timestamp),
        ])
        return rows.map((row) => ({ topic, ...row }))
      }),
    close: () => wakeUps.close(),
  }
}

/** When copied events were appended first; null where none is copied, which is always but then. */
function copiedTimes(events: readonly NewEvent[]): (Date | null)[] | null {
  if (events.every((event) => event.copied === undefined)) return null
  return events.map(({ copied }) => (copied === undefined ? null : new Date(copied.timestamp)))
}

/** Runs an append on a caller's connection, whose search_path leads elsewhere, inside the caller's own transaction. */
async function inLogSchema<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ path: string }>("SELECT current_setting('search_path') AS path")
  const back = () => client.query("SELECT set_config('search_path', $1, true)", [rows[0]?.path ?? ''])
  await client.query('SET LOCAL search_path = log')
  try {
    const result = await work()
    await back()
    return result
  } catch (error) {
    // The caller may go on with its transaction, unless it was Postgres that failed it.
    await back().catch(() => undefined)
    throw error
  }
}
