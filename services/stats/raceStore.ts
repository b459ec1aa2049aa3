/** Races in their tables: loading what is stored, replacing it, and telling the difference. */
import type { PoolClient } from 'pg'
import { addRows, inserting } from '../../lib/db/bulkInsert.js'
import { updating, upserting } from '../../lib/db/bulkUpsert.js'
import type { Cell } from '../../lib/db/copy.js'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import { writeInOrder } from '../../lib/db/writes.js'
import type { RaceState } from '../../lib/racing/raceState.js'
import { valuesOf } from '../../lib/racing/valuesOf.js'
import { knownRaces, storeBeliefs, type KnownRace } from './beliefStore.js'
import type { RaceFacts, RunnerKey } from './beliefs.js'
import { factChange, type FactChange } from './factChange.js'
import type { Touched } from './publish.js'
import type { RaceUpdate } from './raceUpdate.js'
import type { RunFact } from './runFact.js'
import { slimText, stateOfText } from './slimState.js'

const statement = sqlFiles(import.meta.url)
const loadRaces = statement('loadRaces')
const storedRuns = statement('storedRuns')
const removeRuns = statement('removeRuns')
const storedRunners = statement('storedRunners')
const removeRunners = statement('removeRunners')

interface StoredRace extends Omit<RaceFacts, 'off_dt'> {
  readonly state: string
  readonly off_dt: number
}

/** The stored races among these, by id. */
export async function loadStates(client: PoolClient, raceIds: readonly string[]): Promise<Map<string, StoredState>> {
  const { rows } = await client.query<StoredRace>(loadRaces, [raceIds])
  return new Map(rows.map((row) => [row.race_id, { state: stateOfText(row.state), facts: row }]))
}

const racesTable = {
  table: 'stats_races',
  key: ['race_id'],
  columns: [
    'race_id', 'state', 'race_date', 'off_dt', 'course_id', 'distance_group', 'known_since', 'result_since', 'believed_since',
  ], // prettier-ignore
}

/** Sets the states and facts of races; those that are new go straight into the table. */
async function storeStates(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  beliefs: readonly KnownRace[],
  known: ReadonlySet<string>,
): Promise<void> {
  function* rows(old: boolean) {
    for (const [i, { race, state }] of updates.entries()) {
      if (known.has(race.race_id) !== old) continue
      const { race_id, race_date, off_dt, course_id, distance_group } = race
      const since = [beliefs[i]?.known_since, beliefs[i]?.result_since, beliefs[i]?.believed_since]
      yield [race_id, slimText(state), race_date, new Date(off_dt), course_id, distance_group, ...since]
    }
  }
  await writeInOrder(client, [...inserting(racesTable, () => rows(false)), ...updating(racesTable, rows(true))])
}

const runColumns: readonly (keyof RunFact)[] = [
  'race_id', 'horse_id', 'jockey_id', 'trainer_id', 'owner_id', 'sire_id', 'dam_id', 'damsire_id', 'race_date', 'off_dt', 'course_id',
  'race_class', 'distance_yards', 'distance_group', 'going', 'going_group', 'all_weather', 'jumps', 'position', 'inverse_sp_e10',
  'profit_e10', 'time_cs', 'finish_key', 'prize', 'fetched_at',
] // prettier-ignore
const valuesOfRun = valuesOf<RunFact>(runColumns)
const offPlace = runColumns.indexOf('off_dt')
const fetchedPlace = runColumns.indexOf('fetched_at')

function* runRows(runs: readonly RunFact[]) {
  for (const run of runs) {
    const cells = valuesOfRun(run) as Cell[]
    cells[offPlace] = new Date(run.off_dt)
    cells[fetchedPlace] = new Date(run.fetched_at)
    yield cells
  }
}

/** Replaces the stored facts of the updated races; returns the difference. */
async function storeRuns(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  known: readonly string[],
): Promise<FactChange> {
  const stored = known.length === 0 ? [] : (await client.query<RunFact>(storedRuns, [known])).rows
  const change = factChange(
    stored,
    updates.flatMap((update) => update.runs),
  )
  if (change.removed.length > 0) {
    await client.query(removeRuns, [
      change.removed.map((run) => run.race_id),
      change.removed.map((run) => run.horse_id),
    ])
  }
  if (change.added.length > 0) await addRows(client, 'stats_runs', runColumns, runRows(change.added))
  return change
}

interface RunnerChange {
  readonly set: readonly RunnerKey[]
  readonly removed: readonly RunnerKey[]
}

const runnersTable = {
  table: 'stats_runners',
  key: ['race_id', 'horse_id'],
  columns: ['race_id', 'horse_id', 'jockey_id'],
}

/** Replaces the stored runners of the updated races; returns those added or changed, and those removed. */
async function storeRunners(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  known: readonly string[],
): Promise<RunnerChange> {
  const stored = known.length === 0 ? [] : (await client.query<RunnerKey>(storedRunners, [known])).rows
  const before = new Map(stored.map((runner) => [`${runner.race_id}\n${runner.horse_id}`, runner]))
  const set: RunnerKey[] = []
  for (const runner of updates.flatMap((update) => update.runners)) {
    const key = `${runner.race_id}\n${runner.horse_id}`
    const old = before.get(key)
    before.delete(key)
    if (old === undefined || old.jockey_id !== runner.jockey_id) set.push(runner)
  }
  const removed = [...before.values()]
  if (removed.length > 0)
    await client.query(removeRunners, [removed.map((r) => r.race_id), removed.map((r) => r.horse_id)])
  const ofKnown = new Set(known)
  const rows = (old: boolean) =>
    set.filter(({ race_id }) => ofKnown.has(race_id) === old).map((r) => [r.race_id, r.horse_id, r.jockey_id])
  await writeInOrder(client, [...inserting(runnersTable, () => rows(false)), ...upserting(runnersTable, rows(true))])
  return { set, removed }
}

const sameFacts = (a: RaceFacts, b: RaceFacts) =>
  a.race_date === b.race_date &&
  a.off_dt === b.off_dt &&
  a.course_id === b.course_id &&
  a.distance_group === b.distance_group

export interface StoredState {
  readonly state: RaceState
  readonly facts: RaceFacts
}

export interface Stored {
  readonly change: FactChange
  readonly touched: Omit<Touched, 'entities'>
}

/** Replaces what is stored of the updated races; `before` is what `loadStates` gave of them. Returns what that touches. */
export async function storeUpdates(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  before: ReadonlyMap<string, StoredState>,
): Promise<Stored> {
  const known = [...before.keys()]
  const change = await storeRuns(client, updates, known)
  const runners = await storeRunners(client, updates, known)
  const beliefs = await knownRaces(client, updates, known)
  await storeStates(client, updates, beliefs, new Set(known))
  await storeBeliefs(client, updates, beliefs, known)

  const horses = new Map<string, number>()
  const touch = (horse: string, since: number) => {
    horses.set(horse, Math.min(horses.get(horse) ?? since, since))
  }
  for (const run of [...change.added, ...change.removed]) touch(run.horse_id, run.off_dt)
  for (const { race, runners: entered } of updates) {
    const facts = before.get(race.race_id)?.facts
    if (facts !== undefined && sameFacts(facts, race)) continue
    for (const runner of entered) touch(runner.horse_id, Math.min(race.off_dt, facts?.off_dt ?? race.off_dt))
  }
  const offs = new Map(updates.map(({ race }) => [race.race_id, race.off_dt]))
  for (const runner of runners.set) touch(runner.horse_id, offs.get(runner.race_id) ?? 0)
  return { change, touched: { horses, removedRunners: runners.removed } }
}
