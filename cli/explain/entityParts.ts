/** Masters and pedigree: what the state of an entity says of each column, and the events behind it. */
import type { PoolClient } from 'pg'
import { topics } from '../../lib/events/topics.js'
import { decidingStamps, explainEntity, type StampedState } from '../../lib/explain/entities.js'
import type { Decision, ExplainedEvent } from '../../lib/explain/explanation.js'
import type { Runtime } from '../../lib/runtime.js'
import type { EntityType } from '../../services/projector/entities/entityColumns.js'
import { entityStateOfText, stampedColumns } from '../../services/projector/entities/entityState.js'
import { eventIdOf, eventsOf, eventsOfStamps, explained, raceEvents } from './events.js'
import { namingEvents } from './namingEvents.js'
import type { Key, Parts, Row } from './parts.js'
import { regionParts } from './regionParts.js'
import type { ExplainedTable } from './tables.js'

type Draft = { -readonly [Property in keyof Decision]: Decision[Property] }

/** What is stored of an entity; null where there is nothing. */
export async function stateOf(client: PoolClient, entity: string, id: string): Promise<StampedState | null> {
  const { rows } = await client.query<{ state: string }>(
    'SELECT state FROM entity_state WHERE entity_type = $1 AND entity_id = $2',
    [entity, id],
  )
  if (rows[0] === undefined) return null
  const type = entity as EntityType
  const state = entityStateOfText(type, rows[0].state)
  return { ...state, columns: stampedColumns(type, state) }
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
const stamped = (table: ExplainedTable, row: Row, state: StampedState) =>
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

/**
 * Decisions by the state of an entity, and its events: those that decide, and of a horse every event of its races and its profiles,
 * as far as `limit` goes. Of entities that have statistics `client` is free meanwhile.
 */
export async function entityParts(
  runtime: Runtime,
  client: PoolClient,
  table: ExplainedTable,
  key: Key,
  row: Row,
  limit: number,
  state: StampedState | null,
): Promise<Parts> {
  const entity = table.entity ?? ''
  const id = Object.values(key)[0] ?? ''
  if (entity === 'region') return regionParts(runtime, client, row, state)
  if (state === null) return { events: [], decisions: [] }
  const columns = stamped(table, row, state)
  const decisions = [...explainEntity(state, table.key[0] ?? '', id, columns), ...derived(table, row)]
    .filter((one) => one.column in row)
    .map((one): Draft => ({ ...one }))
  const stamps = decidingStamps(state, columns)
  const days = [state.first_seen, state.last_seen, ...stamps.map((stamp) => stamp.race_date)]
  const span = { created_at: state.created_at, updated_at: state.updated_at, days: [...new Set(days)] }
  const name = state.columns['name']?.[0]
  const names = entity === 'bookmaker' && name !== undefined ? [id, String(name)] : [id]
  const [deciding, naming] = await Promise.all([
    eventsOfStamps(runtime, { stamps, entity, id }),
    namingEvents(runtime, entity, id, span, names),
  ])
  for (const decision of decisions) {
    if (decision.column !== 'created_at' && decision.column !== 'updated_at') continue
    const one = naming.get(state[decision.column] ?? NaN)
    if (one !== undefined) decision.decided_by = [eventIdOf(one)]
  }
  const extra = new Map([...naming.values()].map((one) => [eventIdOf(one), one]))
  for (const stamp of stamps) extra.delete(stamp.event_id)
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
  for (const [eventId, one] of extra) events.unshift(explained(one, effectOf(eventId, decisions)))
  if (entity !== 'horse') return { events, decisions }
  const races = await client.query<{ race_id: string }>('SELECT race_id FROM ra_runners WHERE horse_id = $1', [id])
  const all = [
    ...(await raceEvents(
      runtime,
      races.rows.map((one) => one.race_id),
    )),
    ...(await eventsOf(runtime, topics.horseProfiles, [id])),
  ].filter((one) => !deciding.has(eventIdOf(one)) && !extra.has(eventIdOf(one)))
  const others = all
    .map((one) => explained(one, 'names it, and decides no column'))
    .sort((a, b) => (a.fetched_at < b.fetched_at ? -1 : 1))
  return {
    events: [...others.slice(Math.max(0, others.length - limit)), ...events],
    more_events: Math.max(0, others.length - limit),
    decisions,
  }
}
