/**
 * The projection of the group `projector`: racecards and results → ra_races, ra_runners, ra_race_results.
 *
 * A race is the unit of consistency. Its state (newest card, newest result, who was mentioned) is locked, brought up to date
 * in memory by a function that no order of events can fool, and its rows are set from it.
 */
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { together } from '../../../lib/db/together.js'
import { statement, writeInOrder, type Write } from '../../../lib/db/writes.js'
import type { Codec } from '../../../lib/events/codec.js'
import type { RaceSettled } from '../../../lib/events/events.js'
import { topics } from '../../../lib/events/topics.js'
import type { NewEvent } from '../../../lib/log/log.js'
import type { PassedHeaders } from '../../../lib/events/traceContext.js'
import { puttingInOutbox } from '../../../lib/projection/outbox.js'
import { applyGathered, type Gathering, type Projection } from '../../../lib/projection/projection.js'
import { silentPlaces } from '../../../lib/projection/silence.js'
import { rowsOf } from '../../../lib/racing/raceState.js'
import type { OnUnreadable } from '../../../lib/racing/readings.js'
import { statesAfter, takeIn, type GatheredRaces, type Taken } from './gatheredRaces.js'
import { setRows, type Merged } from './raceRows.js'
import { lockRaces, storeStates, type Meeting, type StoredRace } from './raceStore.js'

const numberRaces = sqlFile(import.meta.url, '../sql/numberRaces.sql')

export interface RacesOptions {
  /** Told of every value that could not be read and became null. */
  readonly onUnreadable?: OnUnreadable
  /** With a codec, a RaceSettled goes to the outbox for every race that is in the database; without, nothing is told. */
  readonly codec?: Codec
}

/** Meetings whose races may have to be numbered again: where the races are now, and where they were. */
function meetingsOf(stored: ReadonlyMap<string, StoredRace>, merged: readonly Merged[]): Meeting[] {
  const meetings = new Map<string, Meeting>()
  const add = (meeting: Meeting) => meetings.set(`${meeting.course_id}\n${meeting.date}`, meeting)
  for (const { meeting } of stored.values()) if (meeting !== null) add(meeting)
  for (const { rows } of merged) {
    const { course_id, date } = rows.race
    if (course_id !== null) add({ course_id, date })
  }
  return [...meetings.values()]
}

async function settledMessages(
  codec: Codec,
  merged: readonly Merged[],
  headers: ReadonlyMap<string, PassedHeaders>,
): Promise<readonly NewEvent[]> {
  const settled = merged.map(({ state: { card, result, race_id, last_at }, rows }): RaceSettled => {
    const cardId = card?.event_id ?? null
    const resultId = result?.event_id ?? null
    return {
      type: 'RaceSettled',
      event_id: `${race_id}/${cardId ?? '-'}/${resultId ?? '-'}`,
      race_id,
      date: rows.race.date,
      card_event_id: cardId,
      result_event_id: resultId,
      settled_at: last_at,
    }
  })
  return codec.encodeMany(settled, (i) => headers.get(settled[i]?.race_id ?? '') ?? {})
}

/** Messages about the races that are in the database now, but for those of which the world `was told` before a rollback. */
async function telling(
  codec: Codec,
  merged: readonly Merged[],
  taken: readonly Taken[],
  told: (place: Taken['place']) => boolean,
): Promise<Write[]> {
  const untold = new Set(taken.flatMap(({ place, race_id }) => (told(place) ? [] : [race_id])))
  const settled = merged.filter(({ state }) => untold.has(state.race_id))
  // Of several events of a race, the last is the one after which the race is as told.
  const headers = new Map(taken.map((one) => [one.race_id, one.headers]))
  return puttingInOutbox(await settledMessages(codec, settled, headers))
}

/** The projection of races, runners and results. */
export function racesProjection(options: RacesOptions = {}): Projection {
  const gather = (): Gathering => {
    const gathered: GatheredRaces = { states: new Map(), taken: [] }
    return {
      add: (one) => takeIn(gathered, one, options.onUnreadable),
      apply: async (client) => {
        const raceIds = [...gathered.states.keys()].sort()
        const [stored, told] = await together(client, () => [
          lockRaces(client, raceIds),
          silentPlaces(client, 'projector'),
        ])
        const states = statesAfter(gathered, stored)
        const merged = [...states.values()].map((state): Merged => ({ state, rows: rowsOf(state) }))
        const withResult = new Set(gathered.taken.flatMap(({ isResult, race_id }) => (isResult ? [race_id] : [])))
        const meetings = meetingsOf(stored, merged)
        const placesOfMeetings = [meetings.map(({ course_id }) => course_id), meetings.map(({ date }) => date)]
        await writeInOrder(client, [
          // First of all: it is here that two writers of one new race meet.
          ...storeStates(states, stored),
          ...setRows(merged, stored, withResult),
          statement(numberRaces, [...placesOfMeetings, raceIds], raceIds.length),
          ...(options.codec === undefined ? [] : await telling(options.codec, merged, gathered.taken, told)),
        ])
      },
    }
  }
  return {
    group: 'projector',
    topics: [topics.racecards, topics.results],
    indexes: [topics.racecards, topics.results],
    gather,
    gathersContents: true,
    apply: applyGathered(gather),
  }
}
