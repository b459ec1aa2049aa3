/**
 * The projection of the group `projector`: racecards and results → ra_races, ra_runners, ra_race_results.
 *
 * A race is the unit of consistency. Its state (newest card, newest result, who was mentioned) is locked, brought up to date
 * in memory by a function that no order of events can fool, and all its rows are set from it.
 */
import type { PoolClient } from 'pg'
import { bulkInsert } from '../../../lib/db/bulkInsert.js'
import { bulkUpsert } from '../../../lib/db/bulkUpsert.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { Codec } from '../../../lib/events/codec.js'
import type { RacecardFetched, RaceSettled, ResultFetched } from '../../../lib/events/events.js'
import { topics } from '../../../lib/events/topics.js'
import { DataError } from '../../../lib/projection/dataError.js'
import { putInOutbox } from '../../../lib/projection/outbox.js'
import type { Projection, ProjectionEvent } from '../../../lib/projection/projection.js'
import { silentPlaces } from '../../../lib/projection/silence.js'
import { applyEvent, rowsOf, type RaceState } from '../../../lib/racing/raceState.js'
import { isUnusable, type OnUnreadable } from '../../../lib/racing/readings.js'
import type { MergedRace } from '../../../lib/racing/rows.js'
import { stateOfText, stateText } from '../../../lib/racing/storedState.js'
import { raceTable, resultTable, runnerTable, type RowTable } from './raceTables.js'
import { RacesMeanwhileStored } from './errors.js'

const statement = (name: string) => sqlFile(import.meta.url, `../sql/${name}.sql`)
const loadRaces = statement('loadRaces')
const removeRunners = statement('removeRunners')
const removeResults = statement('removeResults')
const numberRaces = statement('numberRaces')

type RaceEvent = RacecardFetched | ResultFetched

export interface RacesOptions {
  /** Told of every value that could not be read and became null. */
  readonly onUnreadable?: OnUnreadable
  /** With a codec, a RaceSettled goes to the outbox for every race that is in the database; without, nothing is told. */
  readonly codec?: Codec
}

interface StoredRace {
  readonly race_id: string
  readonly state: string | null
  readonly course_id: string | null
  readonly date: string | null
}

interface Meeting {
  readonly course_id: string
  readonly date: string
}

function raceEvents(batch: readonly ProjectionEvent[]): RaceEvent[] {
  return batch.map(({ event }) => {
    if (event.type === 'RacecardFetched' || event.type === 'ResultFetched') return event
    throw new DataError(`A ${event.type} has no place in a topic of races`)
  })
}

function newStates(
  stored: readonly StoredRace[],
  events: readonly RaceEvent[],
  onUnreadable?: OnUnreadable,
): Map<string, RaceState> {
  const before = new Map(stored.map((race) => [race.race_id, race.state]))
  const states = new Map<string, RaceState>()
  for (const event of events) {
    const text = before.get(event.race_id)
    const state = states.get(event.race_id) ?? (typeof text === 'string' ? stateOfText(text) : null)
    const next = applyEvent(state, event, onUnreadable)
    if (isUnusable(next)) {
      throw new DataError(`The race ${event.race_id} has no usable ${next.missing.join(', ')}`, {
        event_id: event.event_id,
      })
    }
    if (next.race_id !== event.race_id) {
      throw new DataError(`The event of race ${event.race_id} describes race ${next.race_id}`, {
        event_id: event.event_id,
      })
    }
    states.set(event.race_id, next)
  }
  return states
}

/** Meetings whose races may have to be numbered again: where the races are now, and where they were. */
function meetingsOf(stored: readonly StoredRace[], merged: readonly MergedRace[]): Meeting[] {
  const meetings = new Map<string, Meeting>()
  const add = (course_id: string | null, date: string | null) => {
    if (course_id !== null && date !== null) meetings.set(`${course_id}\n${date}`, { course_id, date })
  }
  for (const race of stored) add(race.course_id, race.date)
  for (const { race } of merged) add(race.course_id, race.date)
  return [...meetings.values()]
}

/** Sets rows; those of races that are new go straight into the table. */
async function setRows<Row>(
  client: PoolClient,
  table: RowTable<Row>,
  rows: { readonly fresh: readonly Row[]; readonly known: readonly Row[] },
): Promise<void> {
  const cells = function* (some: readonly Row[]) {
    for (const row of some) yield table.cells(row)
  }
  let rest = rows.known
  // A row may be there although the race is new: made by hand, or left by a race whose state was removed.
  if (rows.fresh.length > 0 && !(await bulkInsert(client, table, cells(rows.fresh)))) rest = [...rest, ...rows.fresh]
  if (rest.length > 0) await bulkUpsert(client, table, cells(rest))
}

async function writeRows(client: PoolClient, merged: readonly MergedRace[], known: ReadonlySet<string>): Promise<void> {
  const [fresh, old] = [
    merged.filter(({ race }) => !known.has(race.race_id)),
    merged.filter(({ race }) => known.has(race.race_id)),
  ]
  if (old.length > 0) {
    const ids = old.map(({ race }) => race.race_id)
    const runners = old.flatMap((race) => race.runners)
    const results = old.flatMap((race) => race.results)
    await client.query(removeRunners, [ids, runners.map((row) => row.race_id), runners.map((row) => row.horse_id)])
    await client.query(removeResults, [ids, results.map((row) => row.race_id), results.map((row) => row.horse_id)])
  }
  const split = <Row>(rows: (race: MergedRace) => readonly Row[]) => ({
    fresh: fresh.flatMap(rows),
    known: old.flatMap(rows),
  })
  await setRows(
    client,
    raceTable,
    split(({ race }) => [race]),
  )
  await setRows(
    client,
    runnerTable,
    split(({ runners }) => runners),
  )
  await setRows(
    client,
    resultTable,
    split(({ results }) => results),
  )
}

const stateTable = { table: 'race_state', key: ['race_id'], columns: ['race_id', 'state'] }

/**
 * Stores states. Those that were there are locked; a new one that is there by now was stored by somebody else in between (a dead
 * letter retried by hand), and what we made of it is not whole.
 */
async function storeStates(
  client: PoolClient,
  states: ReadonlyMap<string, RaceState>,
  known: ReadonlySet<string>,
): Promise<void> {
  const cells = function* (old: boolean) {
    for (const [id, state] of states) if (known.has(id) === old) yield [id, stateText(state)]
  }
  const fresh = [...states.keys()].filter((id) => !known.has(id))
  if (fresh.length > 0 && !(await bulkInsert(client, stateTable, cells(false)))) throw new RacesMeanwhileStored(fresh)
  if (fresh.length < states.size) await bulkUpsert(client, stateTable, cells(true))
}

async function tellSettled(
  client: PoolClient,
  codec: Codec,
  states: Iterable<RaceState>,
  merged: ReadonlyMap<string, MergedRace>,
): Promise<void> {
  const settled = [...states].map(({ card, result, race_id, last_at }): RaceSettled => {
    const cardId = card?.event_id ?? null
    const resultId = result?.event_id ?? null
    return {
      type: 'RaceSettled',
      event_id: `${race_id}/${cardId ?? '-'}/${resultId ?? '-'}`,
      race_id,
      date: merged.get(race_id)?.race.date ?? null,
      card_event_id: cardId,
      result_event_id: resultId,
      settled_at: last_at,
    }
  })
  await putInOutbox(client, await codec.encodeMany(settled))
}

/** The projection of races, runners and results. */
export function racesProjection(options: RacesOptions = {}): Projection {
  return {
    group: 'projector',
    topics: [topics.racecards, topics.results],
    indexes: [topics.racecards, topics.results],
    apply: async (batch, client) => {
      const events = raceEvents(batch)
      const raceIds = [...new Set(events.map((event) => event.race_id))].sort()
      const { rows: stored } = await client.query<StoredRace>(loadRaces, [raceIds])
      const states = newStates(stored, events, options.onUnreadable)
      const merged = new Map([...states].map(([id, state]) => [id, rowsOf(state)]))
      const rows = [...merged.values()]
      const known = new Set(stored.map((race) => race.race_id))
      // First of all: it is here that two writers of one new race meet.
      await storeStates(client, states, known)
      await writeRows(client, rows, known)
      const meetings = meetingsOf(stored, rows)
      await client.query(numberRaces, [
        meetings.map((meeting) => meeting.course_id),
        meetings.map((meeting) => meeting.date),
        raceIds,
      ])
      if (options.codec !== undefined) {
        const told = await silentPlaces(client, 'projector')
        const untold = new Set(batch.flatMap(({ stored }, i) => (told(stored) ? [] : [events[i]?.race_id])))
        const settled = [...states.values()].filter((state) => untold.has(state.race_id))
        await tellSettled(client, options.codec, settled, merged)
      }
    },
  }
}
