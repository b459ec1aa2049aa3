/** A row, the events that made it, and for each column which of them decided it; read at one snapshot. */
import type { PoolClient } from 'pg'
import { decidingStamps, explainEntity } from '../../lib/explain/entities.js'
import { withCells, type Decision, type ExplainedEvent, type Explanation } from '../../lib/explain/explanation.js'
import { explainRace, type RaceTable } from '../../lib/explain/races.js'
import type { RaceEvent } from '../../lib/racing/readings.js'
import type { Runtime } from '../../lib/runtime.js'
import { entityStateOfText, type EntityState } from '../../services/projector/entities/entityState.js'
import { eventsOf, eventsOfStamps, explained, raceEvents, type Found } from './events.js'
import { statisticsOf } from './statistics.js'
import { NoSuchRow, type ExplainedTable } from './tables.js'
import { topics } from '../../lib/events/topics.js'

type Row = Readonly<Record<string, unknown>>
type Key = Readonly<Record<string, string>>
interface Parts {
  readonly events: readonly ExplainedEvent[]
  readonly more_events?: number
  readonly decisions: readonly Decision[]
}

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

async function stateOf(client: PoolClient, entity: string, id: string): Promise<EntityState | null> {
  const { rows } = await client.query<{ state: string | null }>(
    'SELECT state FROM entity_state WHERE entity_type = $1 AND entity_id = $2',
    [entity, id],
  )
  return rows[0]?.state == null ? null : entityStateOfText(rows[0].state)
}

/** Columns of masters that are made from other rows. */
function derived(table: ExplainedTable, row: Row): Decision[] {
  const decisions: Decision[] = []
  const id = String(row[table.key[0] ?? ''])
  if (['sire', 'dam', 'damsire'].includes(table.entity ?? '')) {
    const twin = row['horse_id'] === `hrs_${id.slice(4)}`
    const why =
      row['horse_id'] === null
        ? 'no racing record of its own is known'
        : twin
          ? 'its own racing record: the same digits and name'
          : 'its own racing record: the only horse of that name that fits'
    decisions.push({ column: 'horse_id', decided_by: [], why })
  }
  for (const column of ['latitude', 'longitude'])
    decisions.push({ column, decided_by: [], why: 'the coordinates shipped for a course of this name' })
  if (table.entity === 'course') {
    const why = 'the name of its region, as lists of courses and regions tell it, else the usual one'
    decisions.push({ column: 'region', decided_by: [], why })
  }
  for (const column of ['id', 'bookmaker_id'])
    decisions.push({ column, value: id, decided_by: [], why: `a copy of ${table.key[0] ?? 'the key'}` })
  return decisions
}

/** Columns whose values carry stamps, as the state names them. */
const stamped = (table: ExplainedTable, row: Row, state: EntityState) =>
  Object.keys(row).filter(
    (column) =>
      column in state.columns ||
      (table.entity === 'horse' && !['id', 'horse_id', 'created_at', 'updated_at', 'first_seen', 'last_seen', 'enriched_at'].includes(column)) ||
      ['name', 'location', 'region', 'region_code', 'type', 'is_active'].includes(column),
  ) // prettier-ignore

function effectOf(eventId: string, decisions: readonly Decision[]): string {
  const columns = decisions.filter((one) => one.decided_by.includes(eventId)).map((one) => one.column)
  return columns.length === 0 ? 'names it, and decides no column' : `decides ${columns.join(', ')}`
}

/** The events of a horse: every event of its races and its profiles, as far as `limit` goes; of others those that decide. */
async function entityParts(
  runtime: Runtime,
  client: PoolClient,
  table: ExplainedTable,
  key: Key,
  row: Row,
  limit: number,
): Promise<Parts> {
  const entity = table.entity ?? ''
  const id = Object.values(key)[0] ?? ''
  const state = await stateOf(client, entity, id)
  if (state === null) return { events: [], decisions: regionDecisions(entity, row) }
  const columns = stamped(table, row, state)
  const decisions = [
    ...regionDecisions(entity, row),
    ...explainEntity(state, table.key[0] ?? '', id, columns),
    ...derived(table, row),
  ].filter((one) => one.column in row)
  const stamps = decidingStamps(state, columns)
  const deciding = await eventsOfStamps(runtime, { stamps, entity, id })
  const events = stamps.map((stamp): ExplainedEvent => {
    const one = deciding.get(stamp.event_id)
    const effect = effectOf(stamp.event_id, decisions)
    return one === undefined
      ? {
          event_id: stamp.event_id,
          type: 'event',
          place: null,
          fetched_at: new Date(stamp.fetched_at).toISOString(),
          effect: `${effect}; told of race date ${stamp.race_date}`,
        }
      : explained(one, effect)
  })
  if (entity !== 'horse') return { events, decisions }
  const races = await client.query<{ race_id: string }>('SELECT race_id FROM ra_runners WHERE horse_id = $1', [id])
  const all = [
    ...(await raceEvents(
      runtime,
      races.rows.map((one) => one.race_id),
    )),
    ...(await eventsOf(runtime, topics.horseProfiles, [id])),
  ].filter((one) => 'event_id' in one.event && !deciding.has(one.event.event_id))
  const others = all
    .map((one) => explained(one, 'names it, and decides no column'))
    .sort((a, b) => (a.fetched_at < b.fetched_at ? -1 : 1))
  return {
    events: [...others.slice(Math.max(0, others.length - limit)), ...events],
    more_events: Math.max(0, others.length - limit),
    decisions,
  }
}

function regionDecisions(entity: string, row: Row): Decision[] {
  if (entity !== 'region') return []
  return [
    { column: 'code', value: row['code'], decided_by: [], why: 'fetched for, or the region of a stored course' },
    { column: 'name', decided_by: [], why: 'the usual name: no list of regions has told one' },
    { column: 'created_at', decided_by: [], why: 'the first event that names a course of the region' },
    { column: 'updated_at', decided_by: [], why: 'the last event that names a course of the region' },
  ]
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
    const parts: Parts = isRace
      ? await raceParts(runtime, table.table, key)
      : table.entity === null
        ? { events: [], decisions: [] }
        : await entityParts(runtime, client, table, key, row, limit)
    const counted =
      isRace || ['horse', 'course', 'bookmaker', 'region'].includes(table.entity ?? '')
        ? { decisions: [], facts: [], more: 0 }
        : await statisticsOf(client, table, key, row, limit)
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
