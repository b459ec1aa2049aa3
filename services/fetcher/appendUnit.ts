/** Appends what a unit brought: its changed events and its entry in the fetch log, all or none. */
import type { Pool } from 'pg'
import type { Codec } from '../../lib/events/codec.js'
import type { FactEvent, UnitOutcome } from '../../lib/events/events.js'
import { keyOf, topicOf } from '../../lib/events/eventKey.js'
import { unitFetched } from '../../lib/events/unitFetched.js'
import type { EventLog, Position } from '../../lib/log/log.js'
import { contentKey } from './contentKey.js'
import { unitName, type Unit } from './unit.js'

export interface UnitReport {
  readonly unit: Unit
  readonly runId: string | null
  readonly regions: readonly string[]
  readonly outcome: UnitOutcome
  readonly status: number | null
  readonly calls: number
  readonly attempts: number
  readonly message: string | null
  readonly at: number
  readonly events: readonly FactEvent[]
}

export interface Appended {
  readonly positions: readonly Position[]
  /** Events that were new or changed. */
  readonly appended: number
}

export interface UnitAppender {
  append(report: UnitReport): Promise<Appended>
}

/**
 * An appender that leaves out content unchanged since the key's last event: by `fetched_content`, and by what it appended
 * itself and the projection has not applied yet.
 */
export function createUnitAppender(options: { log: EventLog; codec: Codec; pool: Pool }): UnitAppender {
  const { log, codec, pool } = options
  const recent = new Map<string, string>()

  async function knownHashes(kind: string, events: readonly FactEvent[]): Promise<Map<string, string>> {
    const { rows } = await pool.query<{ topic: string; key: string; content_hash: string }>(
      `SELECT topic, key, content_hash FROM fetched_content
       WHERE (topic, key) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      [events.map((event) => topicOf[event.type]), events.map((event) => contentKey(kind, keyOf(event)))],
    )
    return new Map(rows.map((row) => [`${row.topic}\n${row.key}`, row.content_hash]))
  }

  return {
    append: async (report) => {
      const { unit, events } = report
      const nameOf = (event: FactEvent) => `${topicOf[event.type]}\n${contentKey(unit.kind, keyOf(event))}`
      const known = events.length === 0 ? new Map<string, string>() : await knownHashes(unit.kind, events)
      const changed = events.filter(
        (event) => (recent.get(nameOf(event)) ?? known.get(nameOf(event))) !== event.content_hash,
      )
      const isChanged = new Set(changed)
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
        items: events.map((event) => ({
          topic: topicOf[event.type],
          key: keyOf(event),
          content_hash: event.content_hash,
          appended: isChanged.has(event),
        })),
      })
      const positions = await log.append(await codec.encodeMany([...changed, entry]))
      for (const event of changed) recent.set(nameOf(event), event.content_hash)
      if (recent.size > 50_000) recent.clear()
      return { positions, appended: changed.length }
    },
  }
}
