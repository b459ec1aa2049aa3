/**
 * A generated history straight into the embedded log, as a fetcher would have left it: reference lists, then every day's results
 * and, for the last 30 % of the days, its racecards (as of ten years today: cards exist from 2023 on), then the profiles of horses that
 * no card describes. Any size has the same mixture, so that sizes can be compared.
 */
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { migrateAll } from '../../lib/db/migrate.js'
import { createCodec } from '../../lib/events/codec.js'
import type { FactEvent } from '../../lib/events/events.js'
import {
  horseProfileFetched,
  racecardFetched,
  referenceFetched,
  resultFetched,
  type Fetch,
} from '../../lib/events/fetched.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import type { RacecardRace, ResultRace } from '../../lib/events/types.generated.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createTopics } from '../../lib/runtime.js'
import { openGeneratedHistory } from '../../services/simulator/generated/generatedHistory.js'
import type { BenchServer } from './database.js'
import { tell, timed } from './measures.js'

/** The day after the last of every history. */
export const nextDay = '2026-01-01'
const dayMs = 24 * 3600_000
const cardShare = 0.3
const seed = 7

export interface History {
  /** The database that holds the log and empty tables; cloned, never written. */
  readonly template: string
  readonly races: number
  readonly runners: number
  readonly cards: number
  readonly profiles: number
  readonly events: number
}

const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10)

interface Counts {
  races: number
  runners: number
  cards: number
  profiles: number
  events: number
}

function* eventsOf(years: number, counts: Counts): Generator<FactEvent[]> {
  const history = openGeneratedHistory(seed)
  const end = Date.parse(nextDay) / dayMs
  const days = Math.max(1, Math.round(years * 365.25))
  const cardsFrom = end - Math.round(days * cardShare)
  // What is fetched today of the past: results long after the day, and cards as they stood at its end.
  const fetched = Date.parse(`${nextDay}T03:00:00Z`)
  const fetch = (source: string, at = fetched): Fetch => ({ source: `bench${source}`, fetchedAt: at, runId: 'bench' })
  const described = new Set<string>()
  const horses = new Set<string>()
  yield [
    referenceFetched(fetch('/regions'), 'regions', [
      { region: 'Great Britain', region_code: 'gb' },
      { region: 'Ireland', region_code: 'ire' },
    ]),
    referenceFetched(
      fetch('/courses'),
      'courses',
      history.courses().map((course) => ({ ...course })),
    ),
  ]
  for (let day = end - days; day < end; day += 1) {
    const date = dateOf(day)
    const later = new Date((day + 14) * dayMs)
    const events: FactEvent[] = []
    const seen = new Set<string>()
    const tally = (raceId: string, runners: readonly { readonly horse_id?: string | null }[], set: Set<string>) => {
      counts.races += seen.has(raceId) ? 0 : 1
      seen.add(raceId)
      for (const { horse_id: id } of runners) if (typeof id === 'string') set.add(id)
    }
    if (day >= cardsFrom)
      for (const race of history.racecards(date, new Date((day + 1) * dayMs))) {
        const card = race.read() as RacecardRace
        tally(race.raceId, card.runners ?? [], described)
        counts.cards += 1
        events.push(racecardFetched(fetch('/racecards/pro', fetched + day), race.raceId, card))
      }
    for (const race of history.results(date, later)) {
      const result = race.read() as ResultRace
      const runners = result.runners ?? []
      tally(race.raceId, runners, horses)
      counts.runners += runners.length
      events.push(resultFetched(fetch('/results', fetched + day), 'results', race.raceId, result))
    }
    counts.events += events.length
    yield events
  }
  const profiles: FactEvent[] = []
  for (const id of horses) {
    const profile = described.has(id) ? null : history.horse(id)
    if (profile !== null) profiles.push(horseProfileFetched(fetch('/horses/pro', fetched + dayMs), 'pro', id, profile))
  }
  counts.profiles = profiles.length
  counts.events += profiles.length + 2
  for (let i = 0; i < profiles.length; i += 500) yield profiles.slice(i, i + 500)
}

async function fill(server: BenchServer, database: string, years: number): Promise<void> {
  await server.create(database)
  const pool = createPool({ url: server.urlOf(database), searchPath: ['log'], applicationName: 'bench fill' })
  await migrateAll(pool)
  const clock = systemClock
  const log = createEmbeddedLog({ pool, clock })
  await createTopics(log)
  const codec = createCodec({ registry: createTableRegistry({ pool }) })
  const counts: Counts = { races: 0, runners: 0, cards: 0, profiles: 0, events: 0 }
  // One append is written while the next events are made.
  let writing: Promise<unknown> = Promise.resolve()
  let waiting: FactEvent[] = []
  const flush = async () => {
    const encoded = await codec.encodeMany(waiting)
    waiting = []
    await writing
    writing = log.append(encoded)
  }
  for (const events of eventsOf(years, counts)) {
    waiting.push(...events)
    if (waiting.length >= 300) await flush()
  }
  await flush()
  await writing
  await pool.query('CREATE TABLE public.bench_history AS SELECT $1::jsonb AS counts', [JSON.stringify(counts)])
  await pool.query('VACUUM ANALYZE')
  await log.close()
  await pool.end()
}

/** The history of a size, made if this server does not hold it yet. */
export async function historyOf(server: BenchServer, years: number): Promise<History> {
  const template = `history_${String(years).replace('.', '_')}`
  if (!(await server.has(template))) {
    const { seconds } = await timed(() => fill(server, template, years))
    tell(`history of ${years} years made in ${seconds.toFixed(0)} s`)
  }
  const [row] = await server.sql<{ counts: Counts }>(template, 'SELECT counts FROM public.bench_history')
  if (row === undefined) throw new Error(`${template} was left half made: start with an empty DARKHORSES_BENCH_HOME.`)
  return { template, ...row.counts }
}
