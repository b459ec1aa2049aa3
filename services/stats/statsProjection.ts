/**
 * The projection of the group `stats`: race events and profiles → facts → published statistics, in one transaction.
 *
 * Live, each batch publishes the rows it touches. In a replay (batches of hundreds of races) publishing row by row would
 * count the same rows again and again, so facts alone are written, `publication_pending` is noted, and the first batch that
 * has caught up with the log sets every published row from the facts.
 */
import type { PoolClient } from 'pg'
import { copyRows } from '../../lib/db/copy.js'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { HorseProfileFetched, RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { DataError } from '../../lib/projection/dataError.js'
import type { Projection, ProjectionEvent } from '../../lib/projection/projection.js'
import type { RaceState } from '../../lib/racing/raceState.js'
import { knownRaces, storeBeliefs, type KnownRace } from './beliefStore.js'
import type { RaceFacts, RunnerKey } from './beliefs.js'
import { factChange, type FactChange } from './factChange.js'
import { mention } from './mentions.js'
import { publishAll, publishChange } from './publish.js'
import { updateRaces, type RaceUpdate } from './raceUpdate.js'
import type { RunFact } from './runFact.js'
import { slimText, stateOfText } from './slimState.js'

const statement = (name: string) => sqlFile(import.meta.url, `./sql/${name}.sql`)
const lockClock = statement('lockClock')
const setPending = statement('setPending')
const loadRaces = statement('loadRaces')
const storeRaces = statement('storeRaces')
const storedRuns = statement('storedRuns')
const removeRuns = statement('removeRuns')
const storedRunners = statement('storedRunners')
const insertRunners = statement('insertRunners')
const removeRunners = statement('removeRunners')

export interface StatsOptions {
  /** The London day that windows are counted for, while none is stored yet. */
  asOf(): string
  /** Whether a batch that ends here has caught up with the log, about. */
  isCaughtUp(batch: readonly ProjectionEvent[]): Promise<boolean>
}

/** More races than this in one batch is a replay: facts first, published rows at its end. */
const replayRaces = 150

type RaceEvent = RacecardFetched | ResultFetched

interface StoredRace extends Omit<RaceFacts, 'off_dt'> {
  readonly state: string
  readonly off_dt: number
}

async function loadStates(
  client: PoolClient,
  raceIds: readonly string[],
): Promise<Map<string, { state: RaceState; facts: RaceFacts }>> {
  const { rows } = await client.query<StoredRace>(loadRaces, [raceIds])
  return new Map(rows.map((row) => [row.race_id, { state: stateOfText(row.state), facts: row }]))
}

async function storeStates(
  client: PoolClient,
  updates: readonly RaceUpdate[],
  beliefs: readonly KnownRace[],
): Promise<void> {
  await client.query(storeRaces, [
    updates.map((update) => update.race.race_id),
    updates.map((update) => slimText(update.state)),
    updates.map((update) => update.race.race_date),
    updates.map((update) => update.race.off_dt),
    updates.map((update) => update.race.course_id),
    updates.map((update) => update.race.distance_group),
    beliefs.map((one) => one.known_since),
    beliefs.map((one) => one.result_since),
    beliefs.map((one) => one.believed_since),
  ])
}

const runColumns: readonly (keyof RunFact)[] = [
  'race_id', 'horse_id', 'jockey_id', 'trainer_id', 'owner_id', 'sire_id', 'dam_id', 'damsire_id', 'race_date', 'off_dt', 'course_id',
  'race_class', 'distance_yards', 'distance_group', 'going', 'going_group', 'all_weather', 'jumps', 'position', 'inverse_sp_e10',
  'profit_e10', 'time_cs', 'finish_key', 'prize', 'fetched_at',
] // prettier-ignore
const instants: ReadonlySet<keyof RunFact> = new Set(['off_dt', 'fetched_at'])

function* runRows(runs: readonly RunFact[]) {
  for (const run of runs) {
    yield runColumns.map((column) => {
      const value = run[column]
      return instants.has(column) && typeof value === 'number' ? new Date(value) : value
    })
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
  if (change.added.length > 0) await copyRows(client, 'stats_runs', runColumns, runRows(change.added))
  return change
}

interface RunnerChange {
  readonly horses: ReadonlySet<string>
  readonly removed: readonly RunnerKey[]
}

/** Replaces the stored runners of the updated races; returns the horses whose features that can change. */
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
  if (set.length > 0) {
    await client.query(insertRunners, [
      set.map((r) => r.race_id),
      set.map((r) => r.horse_id),
      set.map((r) => r.jockey_id),
    ])
  }
  return { horses: new Set([...set, ...removed].map((runner) => runner.horse_id)), removed }
}

const sameFacts = (a: RaceFacts, b: RaceFacts) =>
  a.race_date === b.race_date &&
  a.off_dt === b.off_dt &&
  a.course_id === b.course_id &&
  a.distance_group === b.distance_group

interface Sorted {
  readonly races: readonly RaceEvent[]
  readonly profiles: readonly HorseProfileFetched[]
}

function sorted(batch: readonly ProjectionEvent[]): Sorted {
  const races: RaceEvent[] = []
  const profiles: HorseProfileFetched[] = []
  for (const { event } of batch) {
    if (event.type === 'RacecardFetched' || event.type === 'ResultFetched') races.push(event)
    else if (event.type === 'HorseProfileFetched') profiles.push(event)
    else throw new DataError(`A ${event.type} tells of no race and no horse`)
  }
  return { races, profiles }
}

/** The projection of statistics. */
export function statsProjection(options: StatsOptions): Projection {
  return {
    group: 'stats',
    topics: [topics.racecards, topics.results, topics.horseProfiles],
    apply: async (batch, client) => {
      const { races: events, profiles } = sorted(batch)
      const { rows } = await client.query<{ publication_pending: boolean }>(lockClock, [options.asOf()])
      const pending = rows[0]?.publication_pending ?? false

      const raceIds = [...new Set(events.map((event) => event.race_id))].sort()
      const stored = await loadStates(client, raceIds)
      const updates = updateRaces(new Map([...stored].map(([id, { state }]) => [id, state])), events)
      const known = [...stored.keys()]
      const change = await storeRuns(client, updates, known)
      const runnerChange = await storeRunners(client, updates, known)
      const beliefs = await knownRaces(client, updates, known)
      await storeStates(client, updates, beliefs)
      await storeBeliefs(client, updates, beliefs, known)
      const entities = await mention(client, events, profiles)

      if (pending || raceIds.length > replayRaces) {
        const caughtUp = await options.isCaughtUp(batch)
        if (caughtUp) await publishAll(client)
        await client.query(setPending, [!caughtUp])
        return
      }
      const horses = new Set(runnerChange.horses)
      for (const run of [...change.added, ...change.removed]) horses.add(run.horse_id)
      for (const update of updates) {
        const before = stored.get(update.race.race_id)?.facts
        if (before === undefined || !sameFacts(before, update.race))
          for (const runner of update.runners) horses.add(runner.horse_id)
      }
      await publishChange(client, change, { entities, horses, removedRunners: runnerChange.removed })
    },
  }
}
