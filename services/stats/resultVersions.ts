/**
 * The second clock: every result event of a race is noted, and the runs of superseded ones are kept as facts of their own, so
 * that features can be asked for as they were known at any instant. Which version is superseded follows from the set of
 * events alone, so the tables do not depend on their order.
 */
import type { PoolClient } from 'pg'
import { copyRows } from '../../lib/db/copy.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { rowsOf } from '../../lib/racing/raceState.js'
import type { ResultReading } from '../../lib/racing/readings.js'
import type { RaceUpdate } from './raceUpdate.js'
import { runFacts, type RunFact } from './runFact.js'
import { resultOfText, resultText } from './slimState.js'

const noteVersions = sqlFile(import.meta.url, './sql/noteVersions.sql')
const supersededReadings = sqlFile(import.meta.url, './sql/supersededReadings.sql')
const removeOldRuns = sqlFile(import.meta.url, './sql/removeOldRuns.sql')

const columns = [
  'race_id', 'horse_id', 'jockey_id', 'race_date', 'off_dt', 'course_id', 'distance_yards', 'distance_group', 'going_group',
  'all_weather', 'jumps', 'position', 'prize', 'fetched_at',
] as const satisfies readonly (keyof RunFact)[] // prettier-ignore

async function note(client: PoolClient, updates: readonly RaceUpdate[]): Promise<void> {
  const rows = updates.flatMap(({ state, results }) => {
    // One event may come twice; the last mention would do, but one row may be set once in a statement only.
    const distinct = new Map(results.map((result) => [result.event_id, result]))
    return [...distinct.values()].map((result) => ({
      race: state.race_id,
      result,
      reading: result.event_id === state.result?.event_id ? null : resultText(result),
    }))
  })
  if (rows.length === 0) return
  await client.query(noteVersions, [
    rows.map((row) => row.race),
    rows.map((row) => row.result.event_id),
    rows.map((row) => row.result.endpoint === 'results'),
    rows.map((row) => row.result.fetched_at),
    rows.map((row) => row.reading),
  ])
}

function* oldRuns(
  updates: ReadonlyMap<string, RaceUpdate>,
  versions: readonly { readonly race_id: string; readonly reading: ResultReading }[],
) {
  for (const { race_id, reading } of versions) {
    const update = updates.get(race_id)
    if (update === undefined) continue
    for (const run of runFacts(rowsOf({ ...update.state, result: reading }), reading.fetched_at)) {
      yield [
        reading.event_id,
        ...columns.map((column) =>
          column === 'off_dt' || column === 'fetched_at' ? new Date(run[column]) : run[column],
        ),
      ]
    }
  }
}

/** Notes the results of a batch, and counts the superseded ones of its races afresh. */
export async function storeVersions(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  known: readonly string[],
): Promise<void> {
  await note(client, updates)
  const superseded = updates.filter((update) => update.results.length > 1).map((update) => update.state.race_id)
  const raceIds = [...new Set([...known, ...superseded])]
  if (raceIds.length === 0) return
  const { rows } = await client.query<{ race_id: string; reading: string }>(supersededReadings, [raceIds])
  if (rows.length === 0) return
  await client.query(removeOldRuns, [[...new Set(rows.map((row) => row.race_id))]])
  await copyRows(
    client,
    'stats_old_runs',
    ['event_id', ...columns],
    oldRuns(
      new Map(updates.map((update) => [update.state.race_id, update])),
      rows.map((row) => ({ race_id: row.race_id, reading: resultOfText(row.reading) })),
    ),
  )
}
