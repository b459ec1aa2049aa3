/**
 * Events out of the tables as bytes. They come by COPY in binary format, because node-postgres has results as text only, and
 * a value in hexadecimal is twice as long and costs a copy each way.
 */
import type { Pool } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { sqlFile } from '../db/sqlFile.js'
import type { EventHeaders, StoredEvent, TopicPartition } from './log.js'

const readEvents = sqlFile(import.meta.url, './sql/readEvents.sql').replaceAll(/^--.*\n/gm, '')

/** Part of a partition; whole numbers only, which is what makes them safe in the text of a statement. */
export interface Part {
  readonly partitionId: number
  readonly from: bigint
  readonly events: number
  readonly bytes: number
}

/** One event as it is stored; `nth` is the index of its part. */
export interface EventRow {
  readonly nth: number
  readonly offset: bigint
  readonly key: string | null
  readonly value: Buffer | null
  readonly headers: EventHeaders
  readonly timestamp: number
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const noHeaders: EventHeaders = {}

/** Rows of the six columns of readEvents.sql out of COPY's binary format. Values are views of `bytes`, not copies. */
export function readRows(bytes: Buffer): EventRow[] {
  if (!bytes.subarray(0, signature.length).equals(signature)) throw new Error('Postgres sent no binary COPY data')
  let at = signature.length + 4
  at += 4 + bytes.readInt32BE(at)
  const field = (): Buffer | null => {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length < 0) return null
    at += length
    return bytes.subarray(at - length, at)
  }
  const rows: EventRow[] = []
  for (;;) {
    const columns = bytes.readInt16BE(at)
    at += 2
    if (columns < 0) return rows
    // nth and offset are never null: 4 bytes of length each, then 4 and 8 of value.
    const nth = bytes.readInt32BE(at + 4)
    const offset = bytes.readBigInt64BE(at + 12)
    at += 20
    const key = field()
    const value = field()
    const headers = field()
    const timestamp = field()
    rows.push({
      nth,
      offset,
      key: key === null ? null : key.toString('utf8'),
      value,
      headers:
        headers === null || headers.length <= 2 ? noHeaders : (JSON.parse(headers.toString('utf8')) as EventHeaders),
      timestamp: timestamp === null ? 0 : Number(timestamp.readBigInt64BE(0)),
    })
  }
}

/** A row of the log as the event it is. */
export function storedEvent({ topic, partition }: TopicPartition, row: EventRow): StoredEvent {
  const { offset, key, value, headers, timestamp } = row
  return { topic, partition, offset, key, value, headers, timestamp }
}

const digits = (value: number | bigint): string => BigInt(value).toString()

/** Reads parts of partitions in one statement. */
export async function readParts(pool: Pool, parts: readonly Part[]): Promise<EventRow[]> {
  const selects = parts.map((part, nth) =>
    readEvents
      .replace('{nth}', digits(nth))
      .replace('{partition_id}', digits(part.partitionId))
      .replace('{from}', digits(part.from))
      .replace('{events}', digits(Math.max(1, Math.floor(part.events))))
      .replace('{bytes}', digits(Math.max(1, Math.floor(part.bytes)))),
  )
  const client = await pool.connect()
  let broken: Error | boolean = true
  try {
    const chunks: Buffer[] = []
    const all = selects.map((select) => `(${select})`).join(' UNION ALL ')
    const stream = client.query(
      copyTo(`COPY (SELECT * FROM (${all}) AS parts ORDER BY 1, 2) TO STDOUT (FORMAT binary)`),
    )
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    broken = false
    return readRows(Buffer.concat(chunks))
  } finally {
    client.release(broken)
  }
}
