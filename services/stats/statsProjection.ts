/**
 * The projection of the group `stats`: race events and profiles → facts → published statistics, in one transaction.
 *
 * Live, each batch publishes the rows it touches. In a replay (batches of hundreds of races) publishing row by row would
 * count the same rows again and again, so facts alone are written, `publication_pending` is noted, and the first batch that
 * has caught up with the log sets every published row from the facts.
 */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { HorseProfileFetched, RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { DataError } from '../../lib/projection/dataError.js'
import type { Projection, ProjectionEvent } from '../../lib/projection/projection.js'
import { mention } from './mentions.js'
import { publishAll, publishChange } from './publish.js'
import { loadStates, storeUpdates } from './raceStore.js'
import { updateRaces } from './raceUpdate.js'

const statement = (name: string) => sqlFile(import.meta.url, `./sql/${name}.sql`)
const lockClock = statement('lockClock')
const setPending = statement('setPending')

export interface StatsOptions {
  /** The London day that windows are counted for, while none is stored yet. */
  asOf(): string
  /** Whether a batch that ends here has caught up with the log, about. */
  isCaughtUp(batch: readonly ProjectionEvent[]): Promise<boolean>
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

      if (pending || raceIds.length > replayRaces) {
        const caughtUp = await options.isCaughtUp(batch)
        if (caughtUp) await publishAll(client)
        await client.query(setPending, [!caughtUp])
        return
      }
      await publishChange(client, change, { entities, ...touched })
    },
  }
}
