/** Keeps, beside what is believed of a race now, what was believed before, and the readings that follow from. */
import type { PoolClient } from 'pg'
import { copyRows } from '../../lib/db/copy.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { beliefsOf, isLive, isResult, type Belief, type Reading } from './beliefs.js'
import type { RaceUpdate } from './raceUpdate.js'
import type { RunFact } from './runFact.js'
import { readingOfText, readingText } from './slimState.js'

const statement = (name: string) => sqlFile(import.meta.url, `./sql/${name}.sql`)
const noteSuperseded = statement('noteSuperseded')
const supersededReadings = statement('supersededReadings')
const removeBeliefs = statement('removeBeliefs')
const noteLiveSince = statement('noteLiveSince')

/** The columns of a run that features are made from. */
const runColumns = [
  'horse_id', 'jockey_id', 'race_date', 'off_dt', 'course_id', 'distance_yards', 'distance_group', 'going_group', 'all_weather',
  'jumps', 'position', 'prize', 'fetched_at',
] as const satisfies readonly (keyof RunFact)[] // prettier-ignore

const isCounted = ({ state }: RaceUpdate, reading: Reading) =>
  reading.event_id === state.card?.event_id || reading.event_id === state.result?.event_id

async function storeSuperseded(client: PoolClient, updates: readonly RaceUpdate[]): Promise<void> {
  const rows = updates.flatMap((update) =>
    update.readings.filter((reading) => !isCounted(update, reading)).map((reading) => ({ update, reading })),
  )
  if (rows.length === 0) return
  await client.query(noteSuperseded, [
    rows.map(({ update }) => update.race.race_id),
    rows.map(({ reading }) => reading.event_id),
    rows.map(({ reading }) => readingText(reading)),
  ])
}

/** Every reading there is of the updated races. */
async function allReadings(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  known: readonly string[],
): Promise<Map<string, Map<string, Reading>>> {
  const readings = new Map(
    updates.map(({ race, readings: own }) => [race.race_id, new Map(own.map((one) => [one.event_id, one]))]),
  )
  if (known.length === 0) return readings
  const { rows } = await client.query<{ race_id: string; reading: string }>(supersededReadings, [known])
  for (const row of rows) {
    const reading = readingOfText(row.reading)
    readings.get(row.race_id)?.set(reading.event_id, reading)
  }
  return readings
}

const valueOf = (run: RunFact, column: (typeof runColumns)[number]) =>
  column === 'off_dt' || column === 'fetched_at' ? new Date(run[column]).toISOString() : run[column]

/** An array of texts as Postgres reads it. */
const textArray = (texts: readonly string[]) =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`

function* beliefRows(beliefs: readonly Belief[]) {
  for (const [i, { race, runners, runs, known_from }] of beliefs.entries()) {
    const next = beliefs[i + 1]
    if (next === undefined) continue
    yield [
      race.race_id,
      new Date(known_from),
      new Date(next.known_from),
      race.race_date,
      new Date(race.off_dt),
      race.course_id,
      race.distance_group,
      JSON.stringify(Object.fromEntries(runners.map((runner) => [runner.horse_id, runner.jockey_id]))),
      JSON.stringify(runs.map((run) => Object.fromEntries(runColumns.map((column) => [column, valueOf(run, column)])))),
      runs.length === 0 ? null : textArray(runs.map((run) => run.horse_id)),
    ]
  }
}

const beliefColumns = [
  'race_id', 'known_from', 'known_until', 'race_date', 'off_dt', 'course_id', 'distance_group', 'runners', 'runs', 'run_horses',
] // prettier-ignore

const least = (instants: readonly number[]): Date | null =>
  instants.length === 0 ? null : new Date(Math.min(...instants))

/** The beliefs of one race, and since when it is known at all, and with a result. */
export interface KnownRace {
  readonly beliefs: readonly Belief[]
  readonly known_since: Date | null
  readonly result_since: Date | null
  readonly believed_since: Date | null
}

/** What has been believed of the updated races, race by race. `known` are those among them that were stored before. */
export async function knownRaces(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  known: readonly string[],
): Promise<KnownRace[]> {
  const readings = await allReadings(client, updates, known)
  return updates.map((update) => {
    const own = [...(readings.get(update.race.race_id)?.values() ?? [])]
    const [only] = own
    // A race told of once, as most are in a replay, is believed as the update describes it.
    const beliefs =
      only !== undefined && own.length === 1 ? [{ ...update, known_from: only.fetched_at }] : beliefsOf(own)
    return {
      beliefs,
      known_since: least(own.map((one) => one.fetched_at)),
      result_since: least(own.filter(isResult).map((one) => one.fetched_at)),
      believed_since: new Date(beliefs.at(-1)?.known_from ?? 0),
    }
  })
}

/** Stores what was believed of the updated races and is not any more. */
export async function storeBeliefs(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  all: readonly KnownRace[],
  known: readonly string[],
): Promise<void> {
  await storeSuperseded(client, updates)
  if (known.length > 0) await client.query(removeBeliefs, [known])
  const rows = all.flatMap(({ beliefs }) => [...beliefRows(beliefs)])
  if (rows.length > 0) await copyRows(client, 'stats_beliefs', beliefColumns, rows)
  const live = least(updates.flatMap((update) => update.readings.filter(isLive).map((one) => one.fetched_at)))
  if (live !== null) await client.query(noteLiveSince, [live])
}
