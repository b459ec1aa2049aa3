import type { Pool } from 'pg'
import type { Source } from './consume.js'
import { readParts, storedEvent } from './embeddedRead.js'
import { groupChannel } from './leases.js'
import type { TopicPartition } from './log.js'
import { partitionName } from './partitionName.js'
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

/**
 * Reads partitions of the embedded log on; notified of appends, with polling as the net. Where it has seen the end of everything
 * wanted, it does not ask again before it is told of something: after a live event there would be two questions for nothing.
 */
export function embeddedSource({ pool, wakeUps, group, topics, idOf }: EmbeddedSourceOptions): Source {
  const names = [...topics, groupChannel(group)]
  /** Ends of partitions, and how often the names had been told when they were seen. */
  const ends = new Map<string, { readonly offset: bigint; readonly told: number }>()
  /** Waits to be told of something, and forgets the ends: where nothing can be told (no listener), it looks anyway. */
  const rest = async (told: number, signal: AbortSignal) => {
    await wakeUps.wait(names, told, pollMs, signal)
    ends.clear()
  }
  return {
    read: (wanted, wait, signal) =>
      askingPostgres('reading', async () => {
        const before = wakeUps.count(names)
        const isAtEnd = wanted.every((one) => {
          const end = ends.get(partitionName(one))
          return end?.offset === one.offset && end.told === before
        })
        if (isAtEnd) {
          if (wait) await rest(before, signal)
          return wanted.map(({ offset }) => ({ events: [], next: offset }))
        }
        const parts = await Promise.all(
          wanted.map(async (one) => ({
            partitionId: await idOf(one),
            from: one.offset,
            events: one.events,
            bytes: one.bytes,
          })),
        )
        const rows = await readParts(pool, parts)
        const read = wanted.map((one, i) => {
          const events = rows.filter((row) => row.nth === i).map((row) => storedEvent(one, row))
          const next = (events.at(-1)?.offset ?? one.offset - 1n) + 1n
          const bytes = events.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)
          if (events.length < one.events && bytes < one.bytes)
            ends.set(partitionName(one), { offset: next, told: before })
          else ends.delete(partitionName(one))
          return { events, next }
        })
        if (rows.length === 0 && wait) await rest(before, signal)
        return read
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
