/**
 * The projection of the group `stats`: race events and profiles → facts → published statistics, in one transaction.
 *
 * Live, each batch publishes the rows it touches. In a replay (batches of hundreds of races) publishing row by row would
 * count the same rows again and again, so facts alone are written and `publication_pending` is noted. When the group has caught
 * up with the log, every table is set from the facts: by the batch that caught up where that takes a second, else by the
 * service beside the batches (jobs.ts), table by table, because a batch of minutes would look stuck.
 */
import type { PoolClient } from 'pg'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import { topics } from '../../lib/events/topics.js'
import type { Position } from '../../lib/log/log.js'
import { partitionName } from '../../lib/log/partitionName.js'
import { DataError } from '../../lib/projection/dataError.js'
import {
  applyGathered,
  type Gathering,
  type Projection,
  type ProjectionEvent,
} from '../../lib/projection/projection.js'
import type { FactChange } from './factChange.js'
import { cardFields, resultFields } from './fieldsRead.js'
import {
  countMentioned,
  mention,
  mentionLater,
  nameOfProfile,
  nameOfRace,
  nobodyMentioned,
  type Mentioned,
} from './mentions.js'
import { statisticsTables } from './publications.js'
import { publishChange, type Touched } from './publish.js'
import { publishAll } from './publishAll.js'
import { loadStates, storeUpdates } from './raceStore.js'
import { meet, readingsOf, updatesAfter, type MetRaces } from './raceUpdate.js'

const statement = sqlFiles(import.meta.url)
const lockClock = statement('lockClock')
const setPending = statement('setPending')
const fewRuns = statement('fewRuns')
const noteUnpublished = statement('noteUnpublished')
const unpublishedTables = statement('unpublishedTables')

export interface StatsOptions {
  /** The London day that windows are counted for, while none is stored yet. */
  asOf(): string
  /** Whether a batch that ends here has caught up with the log, about; `reached` are the next offsets after it. */
  isCaughtUp(reached: readonly Position[]): Promise<boolean>
  /** From how many runs on the service publishes after a replay, not the batch that caught up; default 50,000. */
  readonly manyRuns?: number
}

/** More races than this in one batch is a replay: facts first, published rows at its end. */
const replayRaces = 150

const areFew = async (client: PoolClient, many: number): Promise<boolean> =>
  (await client.query<{ few: boolean }>(fewRuns, [many])).rows[0]?.few === true

/** Publishes what a batch touches in the tables that the service has published since the replay. */
async function publishRest(client: PoolClient, change: FactChange, touched: Touched): Promise<void> {
  const { rows } = await client.query<{ table_name: string }>(unpublishedTables)
  await publishChange(client, change, touched, new Set(rows.map((row) => row.table_name)))
}

/** What a batch tells, taken in event by event. */
interface Taken {
  readonly races: MetRaces
  readonly mentioned: Mentioned
  /** By partition, the offset after its last event. */
  readonly reached: Map<string, Position>
}

/** @throws DataError for an event that has no place here; nothing has changed then */
function takeIn({ races, mentioned, reached }: Taken, { event, stored }: ProjectionEvent): void {
  if (event.type === 'RacecardFetched' || event.type === 'ResultFetched') {
    for (const reading of readingsOf(meet(races, event))) nameOfRace(mentioned, reading)
  } else if (event.type === 'HorseProfileFetched') nameOfProfile(mentioned, event)
  else throw new DataError(`A ${event.type} tells of no race and no horse`)
  const { topic, partition, offset } = stored
  reached.set(partitionName(stored), { topic, partition, offset: offset + 1n })
}

async function applyTaken(client: PoolClient, taken: Taken, options: StatsOptions): Promise<void> {
  const { rows } = await client.query<{ publication_pending: boolean }>(lockClock, [options.asOf()])
  const pending = rows[0]?.publication_pending ?? false

  const raceIds = [...taken.races.keys()].sort()
  const stored = await loadStates(client, raceIds)
  const updates = updatesAfter(taken.races, new Map([...stored].map(([id, { state }]) => [id, state])))
  const { change, touched } = await storeUpdates(client, updates, stored)
  const isReplay = raceIds.length > replayRaces
  const caughtUp = (!pending && !isReplay) || (await options.isCaughtUp([...taken.reached.values()]))
  if (!caughtUp) {
    await mentionLater(client, taken.mentioned)
    await client.query(noteUnpublished, [statisticsTables])
    await client.query(setPending)
    return
  }
  const entities = await mention(client, taken.mentioned)
  if (!pending && !isReplay) {
    await publishChange(client, change, { entities, ...touched })
    return
  }
  if (await areFew(client, options.manyRuns ?? 50_000)) {
    await countMentioned(client)
    await publishAll(client)
  } else if (isReplay) await client.query(noteUnpublished, [statisticsTables])
  else await publishRest(client, change, { entities, ...touched })
  await client.query(setPending)
}

/** The projection of statistics. */
export function statsProjection(options: StatsOptions): Projection {
  const gather = (): Gathering => {
    const taken: Taken = { races: new Map(), mentioned: nobodyMentioned(), reached: new Map() }
    return {
      add: (one) => takeIn(taken, one),
      apply: (client) => applyTaken(client, taken, options),
    }
  }
  return {
    group: 'stats',
    topics: [topics.racecards, topics.results, topics.horseProfiles],
    reads: { RacecardFetched: { race: cardFields }, ResultFetched: { race: resultFields } },
    gather,
    gathersContents: true,
    apply: applyGathered(gather),
  }
}
