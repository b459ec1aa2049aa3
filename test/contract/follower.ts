/**
 * The smallest honest consumer: notes each event in a table, in the transaction that moves its position by compare-and-set,
 * and goes on from the stored position whatever ends its subscription. The table refuses an event that comes twice.
 */
import type { Pool, PoolClient } from 'pg'
import { systemClock } from '../../lib/clock.js'
import { transaction } from '../../lib/db/transaction.js'
import type { Batch, EventLog, StoredEvent, SubscribeOptions } from '../../lib/log/log.js'
import { beginBatch, loadPositions, movePositionsIn } from '../../lib/projection/positions.js'

export const appliedTable = `CREATE TABLE IF NOT EXISTS applied (
  group_name text, topic text, partition int, "offset" bigint, key text, text text, nth bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (group_name, topic, partition, "offset"))`

export interface FollowerOptions {
  readonly log: EventLog
  readonly pool: Pool
  readonly group: string
  readonly topics: readonly string[]
  readonly limits?: SubscribeOptions['batchLimits']
  /** Awaited before the transaction of each batch. */
  beforeApply?(batch: Batch): Promise<void>
  onAssignment?(partitions: number): void
}

export interface Follower {
  readonly applied: readonly StoredEvent[]
  /** Names of the errors that ended subscriptions. */
  readonly errors: readonly string[]
  stop(): Promise<void>
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error))

async function note(client: PoolClient, group: string, events: readonly StoredEvent[]): Promise<void> {
  await client.query(
    `INSERT INTO applied (group_name, topic, partition, "offset", key, text)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[])`,
    [
      group,
      events.map((event) => event.topic),
      events.map((event) => event.partition),
      events.map((event) => event.offset),
      events.map((event) => event.key),
      events.map((event) => event.value?.toString('latin1').slice(0, 40) ?? null),
    ],
  )
}

/** How long a transaction may hold its rows without a word, in ms. */
const holdMs = 3000

/** Applies one batch; throws what a projection would. `inTransaction` is awaited with the rows in hand. */
export function applier(pool: Pool, group: string, inTransaction?: () => Promise<void>) {
  return {
    positions: (assigned: Parameters<SubscribeOptions['positions']>[0]) => loadPositions(pool, group, assigned),
    apply: async (batch: Batch) => {
      await transaction(pool, async (client) => {
        await beginBatch(client, holdMs)
        await movePositionsIn(client, group, batch.ranges, batch.events)
        await batch.confirm(client)
        await inTransaction?.()
        await note(client, group, batch.events)
      })
    },
  }
}

/** Follows topics until stopped. */
export function follow(options: FollowerOptions): Follower {
  const { log, pool, group, topics } = options
  const applied: StoredEvent[] = []
  const errors: string[] = []
  const stopping = new AbortController()
  const { positions, apply } = applier(pool, group)
  let stopSubscription = () => Promise.resolve()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const subscription = await log.subscribe({
          group,
          topics,
          positions,
          handleBatch: async (batch) => {
            await options.beforeApply?.(batch)
            await apply(batch)
            applied.push(...batch.events)
          },
          ...(options.limits === undefined ? {} : { batchLimits: options.limits }),
          onAssignment: (partitions) => options.onAssignment?.(partitions.length),
        })
        stopSubscription = () => subscription.stop()
        if (stopping.signal.aborted) await subscription.stop()
        await subscription.done
      } catch (error) {
        errors.push(nameOf(error))
        await systemClock.sleep(100, stopping.signal)
      }
    }
  }
  const running = run()
  return {
    applied,
    errors,
    stop: async () => {
      stopping.abort()
      await stopSubscription()
      await running
    },
  }
}
