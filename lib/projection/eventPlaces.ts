/** Where the events of a key are in the log; kept by the groups that say so (`Projection.indexes`), beside their rows. */
import type { Pool, PoolClient } from 'pg'
import { queryFew } from '../db/prepared.js'
import { sqlFile } from '../db/sqlFile.js'
import type { EventLog, Position, StoredEvent } from '../log/log.js'
import { sideBySide } from '../sideBySide.js'
import type { Projection } from './projection.js'
import { storableText } from './storableText.js'

const recordPlacesSql = sqlFile(import.meta.url, './sql/recordPlaces.sql')

/** Keys of foreign producers may be of any length; an index holds 2,700 bytes. Ours have a tenth of this. */
const longestKey = 500

/** Notes the places of a batch's events, in the transaction that applies them. */
export async function recordPlaces(
  client: PoolClient,
  projection: Pick<Projection, 'indexes'>,
  events: readonly Pick<StoredEvent, 'topic' | 'partition' | 'offset' | 'key'>[],
): Promise<void> {
  const topics = projection.indexes ?? []
  const indexed = events.filter(
    (event) => event.key !== null && event.key.length <= longestKey && topics.includes(event.topic),
  )
  if (indexed.length === 0) return
  await client.query(
    queryFew(indexed.length, recordPlacesSql, [
      indexed.map((event) => event.topic),
      indexed.map((event) => storableText(event.key ?? '')),
      indexed.map((event) => event.partition),
      indexed.map((event) => event.offset),
    ]),
  )
}

/** The places of all applied events of some keys, oldest first within each partition. */
export async function placesOf(pool: Pool, topic: string, keys: readonly string[]): Promise<Position[]> {
  const { rows } = await pool.query<Position>(
    'SELECT topic, partition, "offset" FROM event_places WHERE topic = $1 AND key = ANY ($2) ORDER BY partition, "offset"',
    [topic, keys],
  )
  return rows
}

/** Places of a partition that one read covers, events between them included. */
interface Stretch {
  readonly topic: string
  readonly partition: number
  readonly first: bigint
  last: bigint
}

/** Events between two wanted ones that it costs less to read than to ask again. */
const widestGap = 16n
const longestStretch = 512n

function stretchesOf(places: readonly Position[]): Stretch[] {
  const order = (a: Position, b: Position) =>
    a.topic !== b.topic ? (a.topic < b.topic ? -1 : 1) : a.partition - b.partition || (a.offset < b.offset ? -1 : 1)
  const stretches: Stretch[] = []
  for (const { topic, partition, offset } of [...places].sort(order)) {
    const open = stretches.at(-1)
    const isNear =
      open?.topic === topic &&
      open.partition === partition &&
      offset - open.last <= widestGap &&
      offset - open.first < longestStretch
    if (open !== undefined && isNear) open.last = offset
    else stretches.push({ topic, partition, first: offset, last: offset })
  }
  return stretches
}

/** Reads asked for at once. */
const atOnce = 4
const nameOf = ({ topic, partition, offset }: Position) => `${topic}/${partition}/${offset}`

/** The events at some places, in the order of these, as they are in the log; neighbours are read together. */
export async function eventsAt(log: EventLog, places: readonly Position[]): Promise<StoredEvent[]> {
  const found = new Map<string, StoredEvent>()
  await sideBySide(stretchesOf(places), atOnce, async ({ topic, partition, first, last }) => {
    for (let from = first; from <= last;) {
      const events = await log.read({ topic, partition, from, limit: Number(last - from) + 1 })
      for (const event of events) found.set(nameOf(event), event)
      const end = events.at(-1)
      if (end === undefined) break
      from = end.offset + 1n
    }
  })
  return places.flatMap((place) => found.get(nameOf(place)) ?? [])
}
