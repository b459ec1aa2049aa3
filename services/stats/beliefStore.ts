/** Keeps, beside what is believed of a race now, what was believed before, and the readings that follow from. */
import type { PoolClient } from 'pg'
import { addRows } from '../../lib/db/bulkInsert.js'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import { textArray } from '../../lib/db/textArray.js'
import { beliefsOf, isLive, isResult, type Belief } from './beliefs.js'
import type { RaceUpdate } from './raceUpdate.js'
import type { RunFact } from './runFact.js'
import { loadSuperseded, storeSuperseded, type Superseded } from './supersededStore.js'

const statement = sqlFiles(import.meta.url)
const removeBeliefs = statement('removeBeliefs')
const noteLiveSince = statement('noteLiveSince')

/** The columns of a run that features are made from. */
const runColumns = [
  'horse_id', 'jockey_id', 'race_date', 'off_dt', 'course_id', 'distance_yards', 'distance_group', 'going_group', 'all_weather',
  'jumps', 'position', 'prize', 'fetched_at',
] as const satisfies readonly (keyof RunFact)[] // prettier-ignore

const valueOf = (run: RunFact, column: (typeof runColumns)[number]) =>
  column === 'off_dt' || column === 'fetched_at' ? new Date(run[column]).toISOString() : run[column]

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
  /** What is stored of superseded events. */
  readonly superseded?: Superseded
}

/** What has been believed of the updated races, race by race. `known` are those among them that were stored before. */
export async function knownRaces(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  known: readonly string[],
): Promise<KnownRace[]> {
  const stored = known.length === 0 ? new Map<string, Superseded>() : await loadSuperseded(client, known)
  return updates.map((update) => {
    const superseded = stored.get(update.race.race_id)
    const byEvent = [...update.readings, ...(superseded?.readings ?? [])].map((one) => [one.event_id, one] as const)
    const own = [...new Map(byEvent).values()]
    const [only] = own
    // A race told of once, as most are in a replay, is believed as the update describes it.
    const beliefs =
      only !== undefined && own.length === 1 ? [{ ...update, known_from: only.fetched_at }] : beliefsOf(own)
    return {
      beliefs,
      known_since: least(own.map((one) => one.fetched_at)),
      result_since: least(own.filter(isResult).map((one) => one.fetched_at)),
      believed_since: new Date(beliefs.at(-1)?.known_from ?? 0),
      ...(superseded === undefined ? {} : { superseded }),
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
  const stored = updates.flatMap(({ race }, i) => {
    const superseded = all[i]?.superseded
    return superseded === undefined ? [] : [[race.race_id, superseded] as const]
  })
  await storeSuperseded(client, updates, new Map(stored))
  if (known.length > 0) await client.query(removeBeliefs, [known])
  const rows = all.flatMap(({ beliefs }) => [...beliefRows(beliefs)])
  if (rows.length > 0) await addRows(client, 'stats_beliefs', beliefColumns, rows)
  const live = least(updates.flatMap((update) => update.readings.filter(isLive).map((one) => one.fetched_at)))
  if (live !== null) await client.query(noteLiveSince, [live])
}
