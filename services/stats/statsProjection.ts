/**
 * The projection of the group `stats`: race events and profiles → facts → published statistics, in one transaction.
 *
 * Live, each batch publishes the rows it touches. In a replay (batches of hundreds of races) publishing row by row would
 * count the same rows again and again, so facts alone are written and `publication_pending` is noted. When the group has caught
 * up with the log, every table is set from the facts: by the batch that caught up where that takes a second, else by the
 * service beside the batches (jobs.ts), table by table, because a batch of minutes would look stuck.
 */
import { sqlFiles } from '../../lib/db/sqlFile.js'
import type { HorseProfileFetched, RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { DataError } from '../../lib/projection/dataError.js'
import type { Projection, ProjectionEvent } from '../../lib/projection/projection.js'
import { mention } from './mentions.js'
import type { PoolClient } from 'pg'
import type { FactChange } from './factChange.js'
import { statisticsTables } from './publications.js'
import { publishChange, type Touched } from './publish.js'
import { publishAll } from './publishAll.js'
import { loadStates, storeUpdates } from './raceStore.js'
import { updateRaces } from './raceUpdate.js'

const statement = sqlFiles(import.meta.url)
const lockClock = statement('lockClock')
const setPending = statement('setPending')
const fewRuns = statement('fewRuns')
const noteUnpublished = statement('noteUnpublished')
const unpublishedTables = statement('unpublishedTables')

export interface StatsOptions {
  /** The London day that windows are counted for, while none is stored yet. */
  asOf(): string
  /** Whether a batch that ends here has caught up with the log, about. */
  isCaughtUp(batch: readonly ProjectionEvent[]): Promise<boolean>
  /** From how many runs on the service publishes after a replay, not the batch that caught up; default 50,000. */
  readonly manyRuns?: number
}

/** More races than this in one batch is a replay: facts first, published rows at its end. */
const replayRaces = 150

type RaceEvent = RacecardFetched | ResultFetched

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

const areFew = async (client: PoolClient, many: number): Promise<boolean> =>
  (await client.query<{ few: boolean }>(fewRuns, [many])).rows[0]?.few === true

/** Publishes what a batch touches in the tables that the service has published since the replay. */
async function publishRest(client: PoolClient, change: FactChange, touched: Touched): Promise<void> {
  const { rows } = await client.query<{ table_name: string }>(unpublishedTables)
  await publishChange(client, change, touched, new Set(rows.map((row) => row.table_name)))
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
      const { change, touched } = await storeUpdates(client, updates, stored)
      const entities = await mention(client, events, profiles)

      const isReplay = raceIds.length > replayRaces
      if (pending || isReplay) {
        const caughtUp = await options.isCaughtUp(batch)
        if (caughtUp && (await areFew(client, options.manyRuns ?? 50_000))) await publishAll(client)
        else if (caughtUp && !isReplay) await publishRest(client, change, { entities, ...touched })
        else await client.query(noteUnpublished, [statisticsTables])
        await client.query(setPending)
        return
      }
      await publishChange(client, change, { entities, ...touched })
    },
  }
}
