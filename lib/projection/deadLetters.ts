/** Events that cannot be applied: set aside with their bytes and their cause, told on the dead-letter topic, retried later. */
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { transaction } from '../db/transaction.js'
import { messageOf } from '../errors.js'
import type { Codec } from '../events/codec.js'
import { UndecodableEvent } from '../events/errors.js'
import type { StoredEvent } from '../log/log.js'
import { failureKind } from './failure.js'
import { putInOutbox } from './outbox.js'
import { countApplied, eventTime } from './positions.js'
import type { Projection } from './projection.js'
import { storableHeaders, storableText } from './storableText.js'

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
  // Without where it was and what to do: people read causes in a list, and name them on a command line.
  const said = error instanceof UndecodableEvent ? error.reason : messageOf(error)
  const shape = said
    .replaceAll(/"[^"]*"|'[^']*'/g, '…')
    .replaceAll(/\b[a-z]{3}_\d+\b/g, '…')
    .replaceAll(/\d+/g, '#')
  return `${codeOf(error)}: ${shape}`.slice(0, 300)
}

/** Letters of larger events go out without their bytes, which the topic would refuse; the table has them. */
const largestTold = 4 * 1024 * 1024

/** Writes a failed event to the table and, unless side effects are off, to the outbox for the dead-letter topic. */
export async function setAside(
  client: PoolClient,
  group: string,
  { stored, error }: Failed,
  to: { readonly codec: Codec; readonly clock: Clock; readonly sideEffects: boolean },
): Promise<void> {
  const failedAt = to.clock.now()
  const message = storableText(messageOf(error).slice(0, 4000))
  const { topic, partition, offset, value } = stored
  const key = stored.key === null ? null : storableText(stored.key)
  const headers = storableHeaders(stored.headers)
  await client.query(insertDeadLetter, [
    group, topic, partition, offset, key, value, JSON.stringify(headers), codeOf(error), message, storableText(causeOf(error)),
    failedAt, eventTime(stored.timestamp),
  ]) // prettier-ignore
  if (!to.sideEffects) return
  const tooLarge = value !== null && value.length > largestTold
  const letter = await to.codec.encode(
    {
      type: 'DeadLetter',
      event_id: `${group}/${topic}/${partition}/${offset}`,
      group,
      topic,
      partition,
      offset: offset.toString(),
      key,
      value: tooLarge ? null : value,
      headers,
      error_code: codeOf(error),
      error_message: tooLarge
        ? `${message} (Its ${value.length} bytes are in the table dead_letters, not here.)`
        : message,
      failed_at: failedAt.getTime(),
    },
    headers,
  )
  const redrive = {
    'dlq.original.topic': topic,
    'dlq.original.partition': String(partition),
    'dlq.original.offset': offset.toString(),
    'dlq.error': storableText(message.slice(0, 500)),
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

type DeadLetterRow = Omit<StoredEvent, 'timestamp'> & { readonly appended_at: Date }

const waiting = `SELECT topic, partition, "offset", key, value, headers, coalesce(appended_at, failed_at) AS appended_at
  FROM dead_letters WHERE group_name = $1 AND resolved_at IS NULL AND ($2::text IS NULL OR cause = $2)
    AND ($3::text IS NULL OR (topic = $3 AND partition = $4 AND "offset" = $5))
  ORDER BY topic, partition, "offset"`
const resolve = sqlFile(import.meta.url, './sql/resolveDeadLetter.sql')

/**
 * Applies waiting dead letters of a group again, each in its own transaction; state does not depend on order, so the tables
 * become those of a clean run. Beside another retry of the same letters each is applied once. Returns how many succeeded and
 * what still fails.
 * @throws an outage, which says nothing about the letters: those not yet resolved wait on
 */
export async function retryDeadLetters(options: RetryOptions): Promise<{ applied: number; failed: readonly Failed[] }> {
  const { pool, projection, codec, clock, at } = options
  const { group } = projection

  async function retry(stored: StoredEvent): Promise<boolean> {
    await codec.prepare([stored])
    const event = codec.decode(stored)
    return transaction(pool, async (client) => {
      const { rowCount } = await client.query(resolve, [
        group,
        stored.topic,
        stored.partition,
        stored.offset,
        clock.now(),
      ])
      if (rowCount === 0) return false
      await projection.apply([{ event, stored }], client)
      await countApplied(client, group, 1)
      return true
    })
  }

  /** The group itself may hold rows that a letter needs, in another order: that passes. */
  async function retryPatiently(stored: StoredEvent): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await retry(stored)
      } catch (error) {
        if (failureKind(error) !== 'outage' || tries === 3) throw error
        await clock.sleep(200 * tries)
      }
    }
  }

  const { rows } = await pool.query<DeadLetterRow>(waiting, [
    group,
    options.cause ?? null,
    at?.topic ?? null,
    at?.partition ?? null,
    at?.offset ?? null,
  ])
  const failed: Failed[] = []
  let applied = 0
  for (const { appended_at, ...row } of rows) {
    const stored: StoredEvent = { ...row, timestamp: appended_at.getTime() }
    try {
      if (await retryPatiently(stored)) applied += 1
    } catch (error) {
      if (failureKind(error) === 'outage') throw error
      failed.push({ stored, error })
      await transaction(pool, (client) =>
        setAside(client, group, { stored, error }, { codec, clock, sideEffects: false }),
      )
    }
  }
  return { applied, failed }
}
