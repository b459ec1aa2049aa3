/** Fetches one unit and turns the answer into events; what an outcome means is decided here, what is appended elsewhere. */
import type { ContentBytes } from '../../lib/events/contentHash.js'
import type { FactEvent, UnitOutcome } from '../../lib/events/events.js'
import {
  horseProfileFetched,
  racecardFetched,
  referenceFetched,
  resultFetched,
  type Fetch,
} from '../../lib/events/fetched.js'
import type { HorseProfile, ReferenceItem } from '../../lib/events/types.generated.js'
import { knownBookmakers } from '../../lib/racing/bookmaker.js'
import { elementsProblem, listProblem, profileProblem } from './api/answerShape.js'
import type { ApiClient } from './api/apiClient.js'
import { readPages } from './api/pages.js'
import type { Priority } from './budget.js'
import { historyRefused } from './historyAddOn.js'
import type { DayKind, ListKind, Unit } from './unit.js'

export interface FetchedUnit {
  readonly outcome: UnitOutcome
  readonly status: number | null
  readonly calls: number
  /** When the first answer arrived, ms. */
  readonly at: number
  readonly message: string | null
  readonly events: readonly FactEvent[]
}

export interface UnitFetchOptions {
  readonly client: ApiClient
  /** Lower case, as the API's parameters are. */
  readonly regions: readonly string[]
  readonly priority: Priority
  readonly runId: string | null
  /** Takes the bytes of what the events hold, for whoever encodes them next. */
  readonly keep: ContentBytes
  /** Days older than the vendor's 365 may be refused by plan while newer ones work. */
  readonly refusable: boolean
  readonly now: () => number
  readonly signal?: AbortSignal
}

const dayAttempts = 5
const profileAttempts = 3

const raceKeys: Readonly<Record<DayKind, { path: string; field: string; limit: number }>> = {
  racecards: { path: '/racecards/pro', field: 'racecards', limit: 500 },
  results: { path: '/results', field: 'results', limit: 100 },
  results_today: { path: '/results/today', field: 'results', limit: 100 },
}

function dayQuery(kind: DayKind, date: string, regions: readonly string[]): [string, string][] {
  if (kind === 'racecards')
    return [['date', date], ...regions.map((region): [string, string] => ['region_codes', region])]
  const region = regions.map((one): [string, string] => ['region', one])
  return kind === 'results' ? [['start_date', date], ['end_date', date], ...region] : region
}

function raceEvent(kind: DayKind, fetch: Fetch, race: Readonly<Record<string, unknown>>): FactEvent {
  const id = typeof race['race_id'] === 'string' ? race['race_id'] : ''
  if (kind === 'racecards') return racecardFetched(fetch, id, race)
  return resultFetched(fetch, kind, id, race)
}

async function fetchDay(kind: DayKind, date: string, options: UnitFetchOptions): Promise<FetchedUnit> {
  const { client, regions, priority, refusable, signal } = options
  const { path, field, limit } = raceKeys[kind]
  const call = {
    path,
    query: dayQuery(kind, date, regions),
    priority,
    attempts: dayAttempts,
    refusable,
    ...(signal && { signal }),
  }
  const list = await readPages(client, call, field, 'race_id', limit)
  const base = { status: list.status, calls: list.calls, at: list.at, message: null }
  if (list.status === 401) return { ...base, outcome: 'not_in_plan', message: historyRefused, events: [] }
  if (list.status === 404) return { ...base, outcome: 'not_found', events: [] }
  const fetch = { source: list.source, fetchedAt: list.at, runId: options.runId, keep: options.keep }
  // Rows of other regions can arrive; what counts is the region of the race.
  const wanted = new Set(regions)
  const races = list.items.filter(
    (race) => typeof race['region'] !== 'string' || wanted.has(race['region'].toLowerCase()),
  )
  return {
    ...base,
    outcome: races.length === 0 ? 'empty' : 'ok',
    events: races.map((race) => raceEvent(kind, fetch, race)),
  }
}

async function fetchProfile(horseId: string, options: UnitFetchOptions): Promise<FetchedUnit> {
  const { client, priority, runId, keep, signal } = options
  const call = { priority, attempts: profileAttempts, check: profileProblem, ...(signal && { signal }) }
  let answer = await client.call({ ...call, path: `/horses/${encodeURIComponent(horseId)}/pro` })
  let calls = answer.calls
  let endpoint: 'pro' | 'standard' = 'pro'
  if (answer.status === 404) {
    endpoint = 'standard'
    answer = await client.call({ ...call, path: `/horses/${encodeURIComponent(horseId)}/standard` })
    calls += answer.calls
  }
  const base = { status: answer.status, calls, at: answer.at, message: null }
  if (answer.status === 404) return { ...base, outcome: 'not_found', events: [] }
  const fetch = { source: answer.source, fetchedAt: answer.at, runId, keep }
  return {
    ...base,
    outcome: 'ok',
    events: [horseProfileFetched(fetch, endpoint, horseId, answer.body as HorseProfile)],
  }
}

async function fetchList(kind: ListKind, options: UnitFetchOptions): Promise<FetchedUnit> {
  const { client, regions, priority, runId, signal } = options
  if (kind === 'bookmakers') {
    // No endpoint has them: the reference list comes with the project.
    const at = options.now()
    const items = knownBookmakers.map(({ name, type }) => ({ bookmaker: name, type }))
    const fetch = { source: 'darkhorses:bookmakers', fetchedAt: at, runId }
    return { outcome: 'ok', status: null, calls: 0, at, message: null, events: [referenceFetched(fetch, kind, items)] }
  }
  const courses = kind === 'courses'
  const answer = await client.call({
    path: courses ? '/courses' : '/courses/regions',
    query: courses ? regions.map((region) => ['region_codes', region] as const) : [],
    priority,
    attempts: dayAttempts,
    check: (body) => (courses ? listProblem(body, 'courses') : elementsProblem(body, 'regions')),
    ...(signal && { signal }),
  })
  const base = { status: answer.status, calls: answer.calls, at: answer.at, message: null }
  if (answer.status !== 200) return { ...base, outcome: 'not_found', events: [] }
  const fetch = { source: answer.source, fetchedAt: answer.at, runId }
  const items = (courses ? (answer.body as { courses: ReferenceItem[] }).courses : answer.body) as ReferenceItem[]
  return { ...base, outcome: 'ok', events: [referenceFetched(fetch, kind, items)] }
}

/** Fetches a unit. @throws CredentialsRefused, CallFailed, CallAbandoned, NotActive */
export function fetchUnit(unit: Unit, options: UnitFetchOptions): Promise<FetchedUnit> {
  if ('date' in unit) return fetchDay(unit.kind, unit.date, options)
  if ('horseId' in unit) return fetchProfile(unit.horseId, options)
  return fetchList(unit.kind, options)
}
