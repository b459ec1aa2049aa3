// Question: how fast do all three groups in one process apply a log they find, and then, how long after its append is a live event
// in the tables and in the statistics, at 5 results a second? Checked by `stats check` (every published row against one computed
// afresh) and against sums straight from the results. Run: npm run bench live -- --years 1
import { fileURLToPath } from 'node:url'
import { runCommand } from './support/commands.js'
import { startServer, type BenchServer } from './support/database.js'
import { nextDay } from './support/history.js'
import { measureLive } from './support/live.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, percentile } from './support/measures.js'
import { projectedOf } from './support/projected.js'
import { startReplay } from './support/replay.js'

const liveEvents = 100

async function checkSums(server: BenchServer, database: string): Promise<void> {
  const [found] = await server.sql<Record<string, string>>(
    database,
    `SELECT (SELECT sum(total_rides) FROM ra_mst_jockeys) AS rides,
       (SELECT count(*) FROM ra_race_results WHERE jockey_id IS NOT NULL AND (position IS NOT NULL OR position_code IS NOT NULL)) AS ridden,
       (SELECT sum(total_wins) FROM ra_mst_jockeys) AS wins,
       (SELECT count(*) FROM ra_race_results WHERE jockey_id IS NOT NULL AND position = 1) AS won`,
  )
  mustBe('rides of all jockeys', found?.['rides'], found?.['ridden'])
  mustBe('wins of all jockeys', found?.['wins'], found?.['won'])
}

async function benchLive({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const { template, history, seconds, memory } = await projectedOf(server, years)
    const [database, url] = ['bench_live', server.urlOf('bench_live')]
    await server.create(database, template)
    await checkSums(server, database)
    const checked = await runCommand(url, ['stats', 'check']).done
    const live = startReplay(url, ['projector', 'entities', 'stats'], { follow: true })
    await live.done
    const latencies = await measureLive(url, {
      perSecond: 5,
      from: nextDay,
      over: (appended) => appended >= liveEvents,
    })
    await live.stop()
    const of = (group: string, share: number) => digits(percentile(latencies[group] ?? [], share))
    await server.drop(database)
    return {
      years,
      races: history.races,
      runners: history.runners,
      replaySeconds: digits(Math.max(...Object.values(seconds))),
      racesPerSecond: digits(history.races / Math.max(...Object.values(seconds))),
      memoryPeakMb: memory.peakMb,
      memoryGrowth: memory.growth,
      memoryOverTime: memory.overTime,
      checkSeconds: digits(checked.seconds),
      liveEvents,
      liveTablesP50Ms: Math.max(of('projector', 0.5), of('entities', 0.5)),
      liveTablesP99Ms: Math.max(of('projector', 0.99), of('entities', 0.99)),
      liveStatisticsP50Ms: of('stats', 0.5),
      liveStatisticsP99Ms: of('stats', 0.99),
      liveStatisticsMsOverTime: (latencies['stats'] ?? []).map(Math.round),
    }
  } finally {
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchLive)
