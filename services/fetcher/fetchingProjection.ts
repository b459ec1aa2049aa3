/** The projection of the group `fetcher`: control messages → runs and answers, fetch log → units and content hashes. */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Codec } from '../../lib/events/codec.js'
import type { UnitFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { passedOn } from '../../lib/events/traceContext.js'
import type { Projection, ProjectionEvent } from '../../lib/projection/projection.js'
import { contentKey } from './contentKey.js'
import { obeyAll } from './control/books.js'
import { isKind } from './unit.js'

const recordUnits = sqlFile(import.meta.url, './sql/recordUnits.sql')
const recordContent = sqlFile(import.meta.url, './sql/recordContent.sql')

export interface FetchingOptions {
  readonly codec: Codec
  /** Now, ms. */
  now(): number
  /** The London day. */
  today(): string
  /** Lower case; what a run gets that names no regions. */
  readonly regions: readonly string[]
}

async function record(client: PoolClient, units: readonly UnitFetched[]): Promise<void> {
  // Answers to control messages are no units.
  const fetched = units.filter((unit) => isKind(unit.kind))
  const at = (unit: UnitFetched) => new Date(unit.fetched_at)
  await client.query(recordUnits, [
    fetched.map((unit) => unit.unit),
    fetched.map((unit) => unit.kind),
    fetched.map((unit) => unit.date),
    fetched.map((unit) => unit.horse_id),
    fetched.map((unit) => unit.outcome),
    fetched.map((unit) => unit.status),
    fetched.map((unit) => unit.calls),
    fetched.map((unit) => unit.attempts),
    fetched.map((unit) => unit.message),
    fetched.map((unit) => unit.run_id),
    fetched.map(at),
    fetched.map((unit) => unit.items.length),
    fetched.map((unit) => unit.items.some((item) => item.appended)),
    fetched.map((unit) => JSON.stringify(unit.regions ?? [])),
  ])
  const items = fetched.flatMap((unit) =>
    unit.items.map((item) => ({ ...item, key: contentKey(unit.kind, item.key), at: at(unit) })),
  )
  await client.query(recordContent, [
    items.map((item) => item.topic),
    items.map((item) => item.key),
    items.map((item) => item.content_hash),
    items.map((item) => item.at),
  ])
}

/** The projection of runs, units and content. */
export function fetchingProjection(options: FetchingOptions): Projection {
  return {
    group: 'fetcher',
    topics: [topics.control, topics.fetchLog],
    apply: async (batch: readonly ProjectionEvent[], client) => {
      const units = batch.flatMap(({ event }) => (event.type === 'UnitFetched' ? [event] : []))
      if (units.length > 0) await record(client, units)
      const asked = batch.flatMap(({ event, stored }) =>
        event.type === 'ControlMessage'
          ? [
              {
                message: event,
                at: new Date(Math.min(stored.timestamp, options.now())),
                headers: passedOn(stored.headers),
              },
            ]
          : [],
      )
      if (asked.length > 0) await obeyAll(client, asked, { ...options, today: options.today() })
    },
  }
}
