/** A row, the events that made it, and for each column which of them decided it; read at one snapshot. */
import type { PoolClient } from 'pg'
import { withCells, type Decision, type Explanation } from '../../lib/explain/explanation.js'
import { explainRace, type RaceTable } from '../../lib/explain/races.js'
import type { RaceEvent } from '../../lib/racing/readings.js'
import type { Runtime } from '../../lib/runtime.js'
import { entityParts, stateOf } from './entityParts.js'
import { explained, raceEvents, type Found } from './events.js'
import type { Key, Parts, Row } from './parts.js'
import { statisticsOf } from './statistics.js'
import { NoSuchRow, type ExplainedTable } from './tables.js'

async function rowOf(client: PoolClient, table: ExplainedTable, key: Key, text: string): Promise<Row> {
  const where = table.key.map((column, i) => `${column} = $${i + 1}${column === 'distance_yards' ? '::int' : ''}`)
  const values = table.key.map((column) => key[column])
  const sql = `SELECT * FROM ${table.table} WHERE ${where.join(' AND ')}`
  const { rows } = await client.query<Row>(sql, values)
  if (rows[0] !== undefined) return rows[0]
  const { rows: some } = await client.query<{ key: string }>(
    `SELECT concat_ws(':', ${table.key.join(', ')}) AS key FROM ${table.table} LIMIT 1`,
  )
  throw new NoSuchRow(table, text, some[0]?.key ?? null)
}

const isRaceEvent = (one: Found): boolean => one.event.type === 'RacecardFetched' || one.event.type === 'ResultFetched'

async function raceParts(runtime: Runtime, table: RaceTable, key: Key): Promise<Parts> {
  const found = (await raceEvents(runtime, [key['race_id'] ?? ''])).filter(isRaceEvent)
  const byId = new Map(found.map((one) => [(one.event as RaceEvent).event_id, one]))
  const events = [...byId.values()].map((one) => one.event as RaceEvent)
  const provenance = explainRace(events)(table, key['horse_id'] ?? null)
  return {
    events: (provenance?.effects ?? []).flatMap(({ event_id, effect }) => {
      const one = byId.get(event_id)
      return one === undefined ? [] : [explained(one, effect)]
    }),
    decisions: provenance?.decisions ?? [],
  }
}

/** Explains one row. @throws NoSuchRow */
export async function explainRow(
  runtime: Runtime,
  table: ExplainedTable,
  key: Key,
  text: string,
  limit: number,
): Promise<Explanation> {
  const client = await runtime.pool('racing').connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const row = await rowOf(client, table, key, text)
    const keyDecisions = table.key.map((column): Decision => ({ column, decided_by: [], why: 'the key' }))
    const isRace = table.table === 'ra_races' || table.table === 'ra_runners' || table.table === 'ra_race_results'
    const hasStatistics = !isRace && !['horse', 'course', 'bookmaker', 'region'].includes(table.entity ?? '')
    const entity = isRace ? null : table.entity
    const state = entity === null ? null : await stateOf(client, entity, Object.values(key)[0] ?? '')
    // The facts of a large sire are read and counted while its events are looked for.
    const [parts, counted] = await Promise.all([
      isRace ? raceParts(runtime, table.table, key) : entityParts(runtime, client, table, key, row, limit, state),
      hasStatistics ? statisticsOf(client, table, key, row, limit) : { decisions: [], facts: [], more: 0 },
    ])
    return {
      table: table.table,
      key,
      row,
      events: parts.events,
      more_events: parts.more_events ?? 0,
      columns: withCells(row, [...keyDecisions, ...counted.decisions, ...parts.decisions]),
      facts: counted.facts,
      more_facts: counted.more,
    }
  } finally {
    await client.query('ROLLBACK').catch(() => undefined)
    client.release()
  }
}
