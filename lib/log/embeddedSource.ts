import type { Pool } from 'pg'
import type { Source } from './consume.js'
import { readParts, storedEvent } from './embeddedRead.js'
import { groupChannel } from './leases.js'
import type { TopicPartition } from './log.js'
import { askingPostgres } from './outage.js'
import type { WakeUps } from './wakeUps.js'

export interface EmbeddedSourceOptions {
  readonly pool: Pool
  readonly wakeUps: WakeUps
  readonly group: string
  readonly topics: readonly string[]
  readonly idOf: (partition: TopicPartition) => Promise<number>
}

/** How long a reader waits for a notification before it looks by itself, in ms. */
const pollMs = 1000

/** Reads partitions of the embedded log on; notified of appends, with polling as the net. */
export function embeddedSource({ pool, wakeUps, group, topics, idOf }: EmbeddedSourceOptions): Source {
  const names = [...topics, groupChannel(group)]
  return {
    read: (wanted, wait, signal) =>
      askingPostgres('reading', async () => {
        const before = wakeUps.count(names)
        const parts = await Promise.all(
          wanted.map(async (one) => ({
            partitionId: await idOf(one),
            from: one.offset,
            events: one.events,
            bytes: one.bytes,
          })),
        )
        const rows = await readParts(pool, parts)
        if (rows.length === 0 && wait) await wakeUps.wait(names, before, pollMs, signal)
        return wanted.map((one, i) => {
          const events = rows.filter((row) => row.nth === i).map((row) => storedEvent(one, row))
          return { events, next: (events.at(-1)?.offset ?? one.offset - 1n) + 1n }
        })
      }),
    bounds: async (partitions) => {
      const { rows } = await pool.query<{ next: bigint }>(
        `SELECT next_offset AS next FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS w(topic, partition, nth)
         JOIN log_partitions USING (topic, partition) ORDER BY nth`,
        [partitions.map((one) => one.topic), partitions.map((one) => one.partition)],
      )
      return rows.map(({ next }) => ({ first: 0n, next }))
    },
    idle: (signal) => wakeUps.wait([groupChannel(group)], wakeUps.count([groupChannel(group)]), pollMs, signal),
    close: () => Promise.resolve(),
  }
}
