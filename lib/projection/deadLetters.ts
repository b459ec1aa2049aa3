/** Events that cannot be applied: set aside with their bytes and their cause, told on the dead-letter topic, retried later. */
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { transaction } from '../db/transaction.js'
import { messageOf } from '../errors.js'
import type { Codec } from '../events/codec.js'
import type { StoredEvent } from '../log/log.js'
import { putInOutbox } from './outbox.js'
import type { Projection } from './projection.js'

const insertDeadLetter = sqlFile(import.meta.url, './sql/insertDeadLetter.sql')

export interface Failed {
  readonly stored: StoredEvent
  readonly error: unknown
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNEXPECTED'

/** An error's code and message without numbers, ids and quoted texts: the same for every event of one cause. */
export function causeOf(error: unknown): string {
  const shape = messageOf(error)
    .replaceAll(/"[^"]*"|'[^']*'/g, '…')
    .replaceAll(/\b[a-z]{3}_\d+\b/g, '…')
    .replaceAll(/\d+/g, '#')
  return `${codeOf(error)}: ${shape}`.slice(0, 300)
}

/** Writes a failed event to the table and, unless side effects are off, to the outbox for the dead-letter topic. */
export async function setAside(
  client: PoolClient,
  group: string,
  { stored, error }: Failed,
  to: { readonly codec: Codec; readonly clock: Clock; readonly sideEffects: boolean },
): Promise<void> {
  const failedAt = to.clock.now()
  const message = messageOf(error).slice(0, 4000)
  const { topic, partition, offset, key, value, headers } = stored
  await client.query(insertDeadLetter, [
    group, topic, partition, offset, key, value, JSON.stringify(headers), codeOf(error), message, causeOf(error), failedAt,
  ]) // prettier-ignore
  if (!to.sideEffects) return
  const letter = await to.codec.encode({
    type: 'DeadLetter',
    event_id: `${group}/${topic}/${partition}/${offset}`,
    group,
    topic,
    partition,
    offset: offset.toString(),
    key,
    value,
    headers,
    error_code: codeOf(error),
    error_message: message,
    failed_at: failedAt.getTime(),
  })
  const redrive = {
    'dlq.original.topic': topic,
    'dlq.original.partition': String(partition),
    'dlq.original.offset': offset.toString(),
    'dlq.error': message.slice(0, 500),
    'dlq.group': group,
  }
  await putInOutbox(client, [{ ...letter, headers: { ...letter.headers, ...redrive } }])
}

export interface RetryOptions {
  readonly pool: Pool
  readonly projection: Projection
  readonly codec: Codec
  readonly clock: Clock
  /** Only these; all that wait where left out. */
  readonly cause?: string
  readonly at?: { readonly topic: string; readonly partition: number; readonly offset: bigint }
}

interface DeadLetterRow {
  topic: string
  partition: number
  offset: bigint
  key: string | null
  value: Buffer | null
  headers: Readonly<Record<string, string>>
  failed_at: Date
}

const waiting = `SELECT topic, partition, "offset", key, value, headers, failed_at FROM dead_letters
  WHERE group_name = $1 AND resolved_at IS NULL AND ($2::text IS NULL OR cause = $2)
    AND ($3::text IS NULL OR (topic = $3 AND partition = $4 AND "offset" = $5))
  ORDER BY topic, partition, "offset"`

/**
 * Applies waiting dead letters of a group again, each in its own transaction; state does not depend on order, so the tables
 * become those of a clean run. Returns how many succeeded and what still fails.
 */
export async function retryDeadLetters(options: RetryOptions): Promise<{ applied: number; failed: readonly Failed[] }> {
  const { pool, projection, codec, clock, at } = options
  const { rows } = await pool.query<DeadLetterRow>(waiting, [
    projection.group,
    options.cause ?? null,
    at?.topic ?? null,
    at?.partition ?? null,
    at?.offset ?? null,
  ])
  const failed: Failed[] = []
  for (const { failed_at, ...row } of rows) {
    const stored: StoredEvent = { ...row, timestamp: failed_at.getTime() }
    try {
      await codec.prepare([stored])
      const event = codec.decode(stored)
      await transaction(pool, async (client) => {
        await projection.apply([{ event, stored }], client)
        await client.query(
          'UPDATE dead_letters SET resolved_at = $5 WHERE group_name = $1 AND topic = $2 AND partition = $3 AND "offset" = $4',
          [projection.group, row.topic, row.partition, row.offset, clock.now()],
        )
      })
    } catch (error) {
      failed.push({ stored, error })
      await transaction(pool, (client) =>
        setAside(client, projection.group, { stored, error }, { codec, clock, sideEffects: false }),
      )
    }
  }
  return { applied: rows.length - failed.length, failed }
}
