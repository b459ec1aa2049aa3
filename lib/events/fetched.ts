import { contentHash, type ContentBytes } from './contentHash.js'
import { eventId } from './eventId.js'
import type { FactEvent, HorseProfileFetched, RacecardFetched, ReferenceFetched, ResultFetched } from './events.js'
import { schemaVersions } from './schemas.generated.js'
import type { HorseProfile, RacecardRace, ReferenceItem, ResultRace } from './types.generated.js'

/** Where and when something was fetched. `source` is the URL of the call without credentials, `fetchedAt` in milliseconds. */
export interface Fetch {
  readonly source: string
  readonly fetchedAt: number
  readonly runId: string | null
  /** Takes the bytes of contents, for whoever encodes the events next. */
  readonly keep?: ContentBytes
}

function envelope(type: FactEvent['type'], fetch: Fetch, key: string, content: unknown) {
  const hash = contentHash(type, content, fetch.keep)
  return {
    event_id: eventId({ source: fetch.source, key, fetchedAt: fetch.fetchedAt, contentHash: hash }),
    fetched_at: fetch.fetchedAt,
    source: fetch.source,
    run_id: fetch.runId,
    content_hash: hash,
    schema_version: schemaVersions[type],
  }
}

/** The event of one race of `/racecards/pro`, exactly as the API sent it. */
export function racecardFetched(fetch: Fetch, raceId: string, race: RacecardRace): RacecardFetched {
  return { type: 'RacecardFetched', ...envelope('RacecardFetched', fetch, raceId, race), race_id: raceId, race }
}

/** The event of one race of `/results` or `/results/today`. */
export function resultFetched(
  fetch: Fetch,
  endpoint: ResultFetched['endpoint'],
  raceId: string,
  race: ResultRace,
): ResultFetched {
  return { type: 'ResultFetched', ...envelope('ResultFetched', fetch, raceId, race), race_id: raceId, endpoint, race }
}

/** The event of one horse's profile. */
export function horseProfileFetched(
  fetch: Fetch,
  endpoint: HorseProfileFetched['endpoint'],
  horseId: string,
  horse: HorseProfile,
): HorseProfileFetched {
  return {
    type: 'HorseProfileFetched',
    ...envelope('HorseProfileFetched', fetch, horseId, horse),
    horse_id: horseId,
    endpoint,
    horse,
  }
}

/** The event of one reference list. */
export function referenceFetched(
  fetch: Fetch,
  list: ReferenceFetched['list'],
  items: readonly ReferenceItem[],
): ReferenceFetched {
  return { type: 'ReferenceFetched', ...envelope('ReferenceFetched', fetch, list, items), list, items }
}
