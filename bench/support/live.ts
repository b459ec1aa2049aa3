import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { prepared } from '../../lib/db/prepared.js'
import { createCodec } from '../../lib/events/codec.js'
import type { RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { openGeneratedHistory } from '../../services/simulator/generated/generatedHistory.js'
import { digits, mustBe, pause, percentile } from './measures.js'

/** Milliseconds from just before the append of an event until a reader saw it in the tables, and in the statistics, event by event. */
export interface Latencies {
  /** Of the later of the groups `projector` and `entities`. */
  readonly tables: readonly number[]
  readonly statistics: readonly number[]
}

const groups = ['projector', 'entities', 'stats'] as const
type Group = (typeof groups)[number]

const dayMs = 24 * 3600_000

/** Racecards and results of new races, each card before its result, day after day without an end. */
function* liveEvents(from: string): Generator<RacecardFetched | ResultFetched> {
  const source = openGeneratedHistory(7)
  const fetch = (path: string) => ({ source: `bench/live${path}`, fetchedAt: Date.now(), runId: null })
  for (let day = Date.parse(`${from}T00:00:00Z`); ; day += dayMs) {
    const date = new Date(day).toISOString().slice(0, 10)
    const cards = new Map(source.racecards(date, new Date(day + dayMs)).map((race) => [race.raceId, race]))
    for (const race of source.results(date, new Date(day + 14 * dayMs))) {
      const card = cards.get(race.raceId)
      if (card !== undefined) yield racecardFetched(fetch('/racecards/pro'), race.raceId, card.read())
      yield resultFetched(fetch('/results'), 'results', race.raceId, race.read())
    }
  }
}

interface Waiting {
  readonly topic: string
  readonly offset: bigint
  readonly at: number
  readonly seen: Partial<Record<Group, number>>
}

const positions =
  "SELECT group_name, topic, next_offset FROM projection_positions WHERE topic IN ('racecards', 'results')"
const countRows = `SELECT (SELECT count(*)::int FROM ra_races WHERE race_id = ANY ($1) AND has_result) AS races,
  (SELECT count(*)::int FROM ra_race_results JOIN ra_runners USING (race_id, horse_id) JOIN ra_mst_horses USING (horse_id)
   WHERE race_id = ANY ($1)) AS results`

/** How long an event may take before the bench gives up, in ms. */
const patience = 120_000

/**
 * Appends racecards and results of new races, so many a second whether or not the ones before have arrived, to a database whose groups
 * run, until `over` says so, and looks when each is in the tables. Checks that every race, result and horse is there at the end.
 */
export async function measureLive(
  databaseUrl: string,
  options: { readonly perSecond: number; readonly over: (appended: number) => boolean; readonly from: string },
): Promise<Latencies> {
  const pool = createPool({ url: databaseUrl, searchPath: ['racing', 'log'], applicationName: 'bench live', max: 4 })
  const logPool = createPool({ url: databaseUrl, searchPath: ['log'], applicationName: 'bench live log', max: 4 })
  const log = createEmbeddedLog({ pool: logPool, clock: systemClock })
  const codec = createCodec({ registry: createTableRegistry({ pool: logPool }) })
  const all: Waiting[] = []
  let waiting: Waiting[] = []
  const expected = { races: 0, results: 0 }
  const raceIds: string[] = []
  let appending = true

  async function look(): Promise<void> {
    const { rows } = await pool.query<{ group_name: Group; topic: string; next_offset: bigint }>(prepared(positions))
    const now = performance.now()
    for (const one of waiting)
      for (const row of rows)
        if (row.topic === one.topic && row.next_offset > one.offset) one.seen[row.group_name] ??= now - one.at
    const late = waiting.find(({ at }) => now - at > patience)
    if (late !== undefined) throw new Error(`a live event was not applied within ${patience / 1000} s`)
    waiting = waiting.filter(({ seen }) => groups.some((group) => seen[group] === undefined))
  }

  async function watch(): Promise<void> {
    while (appending || waiting.length > 0) {
      if (waiting.length > 0) await look()
      await pause(2)
    }
  }

  async function append(): Promise<void> {
    const began = performance.now()
    let appended = 0
    // A race is whole: over or not is asked before its card, or where it has none, its result.
    let open: string | undefined
    for (const event of liveEvents(options.from)) {
      if (event.race_id !== open && options.over(appended)) break
      open = event.type === 'RacecardFetched' ? event.race_id : undefined
      const encoded = await codec.encode(event)
      await pause(Math.max(0, began + (appended * 1000) / options.perSecond - performance.now()))
      const at = performance.now()
      const [place] = await log.append([encoded])
      if (place === undefined) throw new Error('an append has no place')
      const one = { topic: place.topic, offset: place.offset, at, seen: {} }
      all.push(one)
      waiting.push(one)
      appended += 1
      if (event.type === 'RacecardFetched') continue
      raceIds.push(event.race_id)
      expected.races += 1
      expected.results += (event.race.runners ?? []).length
    }
  }

  try {
    await Promise.all([append().finally(() => (appending = false)), watch()])
    const { rows } = await pool.query<typeof expected>(countRows, [raceIds])
    mustBe('live races in the tables', rows[0]?.races, expected.races)
    mustBe('live results in the tables, with runner and horse', rows[0]?.results, expected.results)
  } finally {
    await log.close()
    await Promise.all([pool.end(), logPool.end()])
  }
  const of = ({ seen }: Waiting, some: readonly Group[]) => Math.max(...some.map((group) => seen[group] ?? Number.NaN))
  return {
    tables: all.map((one) => of(one, ['projector', 'entities'])),
    statistics: all.map((one) => of(one, ['stats'])),
  }
}

/** Median, 99th percentile and most of some latencies, as figures of a name. */
export function figuresOf(name: string, latencies: readonly number[]): Record<string, number> {
  return {
    [`${name}P50Ms`]: digits(percentile(latencies, 0.5)),
    [`${name}P99Ms`]: digits(percentile(latencies, 0.99)),
    [`${name}MostMs`]: digits(Math.max(...latencies)),
  }
}
