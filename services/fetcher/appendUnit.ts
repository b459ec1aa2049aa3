/** Appends what a unit brought: its changed events and its entry in the fetch log, all or none. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Codec } from '../../lib/events/codec.js'
import type { UnitOutcome } from '../../lib/events/events.js'
import { unitFetched } from '../../lib/events/unitFetched.js'
import type { EventLog, NewEvent, Position } from '../../lib/log/log.js'
import { contentKey } from './contentKey.js'
import type { Unapplied } from './unapplied.js'
import { unitName, type Unit } from './unit.js'

const knownContent = sqlFile(import.meta.url, './sql/knownContent.sql')

/** An event as it is to be appended, and the hash of its content. */
export interface EncodedFact extends NewEvent {
  readonly key: string
  readonly contentHash: string
}

export interface UnitReport {
  readonly unit: Unit
  readonly runId: string | null
  /** Carried in the headers of all that is appended. */
  readonly traceparent: string | null
  readonly regions: readonly string[]
  readonly outcome: UnitOutcome
  readonly status: number | null
  readonly calls: number
  readonly attempts: number
  readonly message: string | null
  readonly at: number
  readonly events: readonly EncodedFact[]
}

export interface Appended {
  readonly positions: readonly Position[]
  /** Events that were new or changed. */
  readonly appended: number
}

export interface UnitAppender {
  /** Does what the first append would wait for, so that no call is in danger meanwhile. */
  prepare(): Promise<void>
  /** @throws LogUnavailable: it may have been appended all the same */
  append(report: UnitReport): Promise<Appended>
}

/** What an event's content is compared under. */
const contentName = (topic: string, key: string) => `${topic}\n${key}`

/**
 * An appender that leaves out content unchanged since the key's last event: by `fetched_content`, and by what it appended
 * itself and the projection has not applied yet.
 */
export function createUnitAppender(options: {
  readonly log: EventLog
  readonly codec: Codec
  readonly pool: Pool
  readonly unapplied: Unapplied
}): UnitAppender {
  const { log, codec, pool, unapplied } = options

  const askKnown = (topics: readonly string[], keys: readonly string[]) =>
    pool.query<{ topic: string; key: string; content_hash: string }>({
      name: 'known-content',
      text: knownContent,
      values: [topics, keys],
    })

  /** The hash of each content by its name, as the newest event of its key had it. */
  async function knownHashes(topics: readonly string[], keys: readonly string[]): Promise<Map<string, string>> {
    if (keys.length === 0) return new Map()
    const { rows } = await askKnown(topics, keys)
    return new Map(rows.map((row) => [contentName(row.topic, row.key), row.content_hash]))
  }

  return {
    prepare: async () => {
      await codec.encodeMany([])
      await askKnown([], [])
    },
    append: async (report) => {
      const { unit, events, traceparent } = report
      const topics = events.map(({ topic }) => topic)
      const keys = events.map(({ key }) => contentKey(unit.kind, key))
      const names = events.map((_, i) => contentName(topics[i] ?? '', keys[i] ?? ''))
      // Before the tables are asked: what is unapplied now may be applied and forgotten while they answer.
      const own = names.map((name) => unapplied.hashOf(name))
      const known = await knownHashes(topics, keys)
      const isNew = events.map((event, i) => (own[i] ?? known.get(names[i] ?? '')) !== event.contentHash)
      const changed = events.filter((_, i) => isNew[i])
      const entry = unitFetched({
        unit: unitName(unit),
        kind: unit.kind,
        date: 'date' in unit ? unit.date : null,
        horse_id: 'horseId' in unit ? unit.horseId : null,
        run_id: report.runId,
        outcome: report.outcome,
        status: report.status,
        calls: report.calls,
        attempts: report.attempts,
        message: report.message,
        fetched_at: report.at,
        regions: [...report.regions],
        items: events.map((event, i) => ({
          topic: event.topic,
          key: event.key,
          content_hash: event.contentHash,
          appended: isNew[i] ?? false,
        })),
      })
      const encodedEntry = await codec.encode(entry, traceparent === null ? {} : { traceparent })
      const positions = await log.append([...changed, encodedEntry])
      const last = positions.at(-1)
      if (last === undefined) throw new TypeError('an append gave no positions')
      unapplied.add(unitName(unit), new Map(events.map((event, i) => [names[i] ?? '', event.contentHash])), last)
      return { positions, appended: changed.length }
    },
  }
}
