/** Events that follow from committed rows: written with them, appended to the log by a relay afterwards, at least once. */
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { statement, writeInOrder, type Write } from '../db/writes.js'
import { transaction } from '../db/transaction.js'
import type { EventLog, NewEvent } from '../log/log.js'
import { failureKind } from './failure.js'

const insertOutbox = sqlFile(import.meta.url, './sql/insertOutbox.sql')

/** Puts events into the outbox, as one of several writes. */
export function puttingInOutbox(events: readonly NewEvent[]): Write[] {
  if (events.length === 0) return []
  const values = [
    events.map((event) => event.topic),
    events.map((event) => event.key),
    events.map((event) => event.value),
    events.map((event) => JSON.stringify(event.headers ?? {})),
  ]
  return [statement(insertOutbox, values, events.length)]
}

/** Puts events into the outbox of the transaction. */
export async function putInOutbox(client: PoolClient, events: readonly NewEvent[]): Promise<void> {
  await writeInOrder(client, puttingInOutbox(events))
}

interface OutboxRow {
  place: bigint
  topic: string
  key: string | null
  value: Buffer | null
  headers: Readonly<Record<string, string>>
}

/** Appends what lies in the outbox, oldest first; returns how many. One relay works at a time, others find nothing to do. */
export async function relayOnce(pool: Pool, log: EventLog, limit = 500): Promise<number> {
  return transaction(pool, async (client) => {
    const { rows: locks } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtext('darkhorses.outbox'), hashtext(current_schema())) AS locked",
    )
    if (locks[0]?.locked !== true) return 0
    const { rows } = await client.query<OutboxRow>(
      'SELECT place, topic, key, value, headers FROM outbox ORDER BY place LIMIT $1',
      [limit],
    )
    if (rows.length === 0) return 0
    await log.append(rows.map(({ topic, key, value, headers }) => ({ topic, key, value, headers })))
    await client.query('DELETE FROM outbox WHERE place = ANY ($1::bigint[])', [rows.map((row) => row.place)])
    return rows.length
  })
}

/** Relays until the signal is aborted; outages are waited out, told to `onError`. */
export async function runRelay(
  options: { pool: Pool; log: EventLog; clock: Clock; onError: (error: unknown) => void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await relayOnce(options.pool, options.log)) > 0) continue
    } catch (error) {
      options.onError(error)
      if (failureKind(error) !== 'outage') throw error
    }
    await options.clock.sleep(250, signal)
  }
}
