// Question: what do all days of 2015-01-01 to 2025-10-23 cost, with the masters, and does the fetcher's memory grow meanwhile?
// Days of two races, so that a run over ten years takes a minute; what a real day costs is in fetcher.bench.ts. Checked by what
// the simulator saw: no call twice, none that the plan did not tell before, every race once.
// Run: npm run bench fetcherTenYears
import { fileURLToPath } from 'node:url'
import { createPool } from '../lib/db/pool.js'
import { addDays } from '../services/fetcher/calendar.js'
import { firstRacecards } from '../services/fetcher/range.js'
import { estimateRun } from '../services/fetcher/estimate.js'
import { repeatedCalls } from '../test/support/arrivals.js'
import { writeSmallDays } from '../test/support/smallDays.js'
import { openFetching, type Fetching } from './support/fetching.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, tell } from './support/measures.js'
import { sampleMemory } from './support/processes.js'

const last = '2025-10-23'
const tenYears = 3949 / 365.25
const racesADay = 2
const kinds = ['courses', 'regions', 'bookmakers', 'racecards', 'results']

/** Calls and units of a range, as a dry run tells them. */
async function estimated({ server, database }: Fetching, first: string): Promise<{ calls: number; units: number }> {
  const pool = createPool({ url: server.urlOf(database), searchPath: ['fetching'], applicationName: 'bench' })
  try {
    const now = new Date('2025-11-20T22:00:00Z')
    const run = { id: '', kinds, start_date: first, end_date: last, regions: ['gb', 'ire'], requested_at: now }
    return (await estimateRun({ pool, run, today: '2025-11-20', now, rate: 2, limit: null })).estimate
  } finally {
    await pool.end()
  }
}

/** Fetches everything without a limit. */
export async function benchTenYears({ years }: Sizes): Promise<Figures> {
  const days = Math.round(years * 365.25)
  const first = addDays(last, 1 - days)
  const written = writeSmallDays(first, last, racesADay)
  const fetching = await openFetching('bench_ten_years', written.folder, '2025-11-20T22:00:00Z')
  try {
    const plan = await estimated(fetching, first)
    const fetcher = fetching.start({ rate: 0 })
    await fetcher.ready
    await fetching.ask({ id: 'all', command: 'start_run', kinds, start_date: first, end_date: last })
    const began = performance.now()
    const memory = sampleMemory(() => [fetcher.child.pid ?? 0])
    await fetching.ended('all')
    const { peakMb, growth, overTime } = memory.stop()
    const seconds = (performance.now() - began) / 1000
    const arrivals = await fetching.arrivals()
    // Before anything is refused: which call it was that should not have been.
    for (const repeated of repeatedCalls(arrivals)) tell(repeated)
    const callsTo = (path: string) => arrivals.filter((call) => call.path.startsWith(`/v1${path}`)).length
    const daysWithCards = Math.min(days, (Date.parse(last) - Date.parse(firstRacecards)) / 86_400_000 + 1)
    mustBe('calls to results', callsTo('/results?'), days)
    mustBe('calls to racecards', callsTo('/racecards/pro?'), daysWithCards)
    mustBe('calls to the masters', callsTo('/courses'), 2)
    mustBe('distinct calls', new Set(arrivals.map(({ path }) => path)).size, arrivals.length)
    mustBe('calls that the dry run told', plan.calls, arrivals.length)
    const [found] = await fetching.server.sql<{ units: number; races: number; distinct: number }>(
      fetching.database,
      `SELECT (SELECT count(*)::int FROM fetching.fetch_units WHERE outcome = 'ok') AS units,
         count(*)::int AS races, count(DISTINCT (topic, key))::int AS distinct
       FROM log.log_events JOIN log.log_partitions USING (partition_id) WHERE topic IN ('results', 'racecards')`,
    )
    mustBe('units', found?.units, plan.units)
    mustBe('races', found?.races, racesADay * (days + daysWithCards))
    mustBe('distinct races', found?.distinct, found?.races)
    if (days === 3949 && arrivals.length > 5000) throw new Error(`${arrivals.length} calls are more than 5,000`)
    tell(`${arrivals.length} calls in ${seconds.toFixed(0)} s, memory ${overTime.join(' ')} MB`)
    return {
      years: digits(years),
      calls: arrivals.length,
      units: plan.units,
      seconds: digits(seconds),
      unitsPerSecond: digits(plan.units / seconds),
      peakMemoryMb: peakMb,
      memoryGrowth: growth,
      memoryOverTime: overTime,
    }
  } finally {
    await fetching.stop()
    written.remove()
  }
}

await main(fileURLToPath(import.meta.url), tenYears, benchTenYears)
