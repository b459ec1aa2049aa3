/**
 * What superseded events said, from which former beliefs follow. Cards are fetched every few hours and mostly say the same of what
 * statistics look at, so each reading is stored once per race; of an event that says it again, only when it was fetched.
 */
import type { PoolClient } from 'pg'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import type { Reading } from './beliefs.js'
import type { RaceUpdate } from './raceUpdate.js'
import { readingOfText, readingText } from './slimState.js'

const statement = sqlFiles(import.meta.url)
const noteSuperseded = statement('noteSuperseded')
const supersededReadings = statement('supersededReadings')

interface StoredReading {
  readonly race_id: string
  readonly event_id: string
  readonly reading: string | null
  readonly same_as: string | null
  readonly fetched_at: number | null
}

/** The superseded readings of one race, and which event has each text that is stored. */
export interface Superseded {
  readonly readings: readonly Reading[]
  readonly eventsOfTexts: ReadonlyMap<string, string>
}

/** What a reading says, whenever and by whichever event it was said. */
const textOf = (reading: Reading) => readingText({ ...reading, event_id: '', fetched_at: 0 })

/** The superseded readings of some races, by race. */
export async function loadSuperseded(client: PoolClient, raceIds: readonly string[]): Promise<Map<string, Superseded>> {
  const { rows } = await client.query<StoredReading>(supersededReadings, [raceIds])
  const races = new Map<string, { readings: Reading[]; eventsOfTexts: Map<string, string> }>()
  const said = new Map<string, Reading>()
  for (const { race_id, event_id, reading: text, same_as, fetched_at } of rows) {
    const race = races.get(race_id) ?? { readings: [], eventsOfTexts: new Map<string, string>() }
    races.set(race_id, race)
    if (text === null) {
      const same = said.get(`${race_id}\n${same_as}`)
      if (same !== undefined && fetched_at !== null) race.readings.push({ ...same, event_id, fetched_at })
    } else {
      const reading = readingOfText(text)
      said.set(`${race_id}\n${event_id}`, reading)
      race.readings.push(reading)
      race.eventsOfTexts.set(textOf(reading), event_id)
    }
  }
  return races
}

const isCounted = ({ state }: RaceUpdate, reading: Reading) =>
  reading.event_id === state.card?.event_id || reading.event_id === state.result?.event_id

/** Stores the readings of updated races that do not count any more; `stored` is what `loadSuperseded` gave of them. */
export async function storeSuperseded(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  stored: ReadonlyMap<string, Superseded>,
): Promise<void> {
  const rows: StoredReading[] = []
  for (const update of updates) {
    const { race_id } = update.race
    const superseded = update.readings.filter((reading) => !isCounted(update, reading))
    if (superseded.length === 0) continue
    const events = new Map(stored.get(race_id)?.eventsOfTexts)
    for (const reading of superseded) {
      const { event_id, fetched_at } = reading
      const text = textOf(reading)
      const same_as = events.get(text) ?? null
      if (same_as === null) events.set(text, event_id)
      rows.push({ race_id, event_id, same_as, fetched_at, reading: same_as === null ? readingText(reading) : null })
    }
  }
  if (rows.length === 0) return
  await client.query(noteSuperseded, [
    rows.map((row) => row.race_id),
    rows.map((row) => row.event_id),
    rows.map((row) => row.reading),
    rows.map((row) => row.same_as),
    rows.map((row) =>
      row.same_as === null || row.fetched_at === null ? null : new Date(row.fetched_at).toISOString(),
    ),
  ])
}
