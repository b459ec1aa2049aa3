/** Where the events of a key are in the log; kept by the groups that say so (`Projection.indexes`), beside their rows. */
import type { Pool, PoolClient } from 'pg'
import { sqlFile } from '../db/sqlFile.js'
import type { EventLog, Position, StoredEvent } from '../log/log.js'
import type { Projection } from './projection.js'
import { storableText } from './storableText.js'

const recordPlacesSql = sqlFile(import.meta.url, './sql/recordPlaces.sql')

/** Keys of foreign producers may be of any length; an index holds 2,700 bytes. Ours have a tenth of this. */
const longestKey = 500

/** Notes the places of a batch's events, in the transaction that applies them. */
export async function recordPlaces(
  client: PoolClient,
  projection: Pick<Projection, 'indexes'>,
  events: readonly StoredEvent[],
): Promise<void> {
  const topics = projection.indexes ?? []
  const indexed = events.filter(
    (event) => event.key !== null && event.key.length <= longestKey && topics.includes(event.topic),
  )
  if (indexed.length === 0) return
  await client.query(recordPlacesSql, [
    indexed.map((event) => event.topic),
    indexed.map((event) => storableText(event.key ?? '')),
    indexed.map((event) => event.partition),
    indexed.map((event) => event.offset),
  ])
}

/** The places of all applied events of some keys, oldest first within each partition. */
export async function placesOf(pool: Pool, topic: string, keys: readonly string[]): Promise<Position[]> {
  const { rows } = await pool.query<Position>(
    'SELECT topic, partition, "offset" FROM event_places WHERE topic = $1 AND key = ANY ($2) ORDER BY partition, "offset"',
    [topic, keys],
  )
  return rows
}

/** The events at some places, as they are in the log. */
export async function eventsAt(log: EventLog, places: readonly Position[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for (const { topic, partition, offset } of places) {
    const [event] = await log.read({ topic, partition, from: offset, limit: 1 })
    if (event?.offset === offset) events.push(event)
  }
  return events
}
