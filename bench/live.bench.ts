// Question: how fast do all three groups in one process apply a log they find, do indexes serve look-ups then, and how long after its
// append is a live racecard or result in the tables and in the statistics, at 5 events a second? Checked by `stats check` (every
// published row against one computed afresh), by sums straight from the results before and after, and by the rows of each live race.
// Run: npm run bench live -- --years 1
import { fileURLToPath } from 'node:url'
import { runCommand } from './support/commands.js'
import { startServer, type BenchServer } from './support/database.js'
import { nextDay } from './support/history.js'
import { figuresOf, measureLive } from './support/live.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe } from './support/measures.js'
import { checkPlans } from './support/plans.js'
import { cpuSeconds } from './support/processes.js'
import { projectedOf } from './support/projected.js'
import { startReplay } from './support/replay.js'

const liveEvents = 300
/** Events before the measured ones: connections are opened, and statements planned for good after they ran five times. */
const warmUp = 40
const perSecond = 5

async function checkSums(server: BenchServer, database: string): Promise<void> {
  const [found] = await server.sql<Record<string, string>>(
    database,
    `SELECT (SELECT sum(total_rides) FROM ra_mst_jockeys) AS rides, (SELECT sum(total_wins) FROM ra_mst_jockeys) AS wins,
       count(*) AS ridden, count(*) FILTER (WHERE r.position = 1) AS won
     FROM ra_race_results r JOIN ra_races USING (race_id)
     WHERE r.jockey_id IS NOT NULL AND NOT is_abandoned AND coalesce(r.position_code, '') NOT IN ('NR', 'WDU', 'VOI', 'VO')`,
  )
  mustBe('rides of all jockeys', found?.['rides'], found?.['ridden'])
  mustBe('wins of all jockeys', found?.['wins'], found?.['won'])
}

async function benchLive({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const { template, history, seconds, memory } = await projectedOf(server, years)
    const plansChecked = await checkPlans(server, template, ['projector', 'entities', 'stats'])
    const [database, url] = ['bench_live', server.urlOf('bench_live')]
    await server.create(database, template)
    await checkSums(server, database)
    const checked = await runCommand(url, ['stats', 'check']).done
    const live = startReplay(url, ['projector', 'entities', 'stats'], { follow: true })
    await live.done
    await server.sql(database, 'CHECKPOINT')
    const node = [live.child.pid ?? 0]
    let before = { node: 0, postgres: 0 }
    const all = await measureLive(url, {
      perSecond,
      from: nextDay,
      over: (appended) => {
        if (before.node === 0 && appended >= warmUp)
          before = { node: cpuSeconds(node), postgres: cpuSeconds(server.pids()) }
        return appended >= warmUp + liveEvents
      },
    })
    const measured = all.tables.length - warmUp
    const cpuMs = (seconds: number) => digits((seconds * 1000) / measured)
    const nodeCpuMsPerEvent = cpuMs(cpuSeconds(node) - before.node)
    const postgresCpuMsPerEvent = cpuMs(cpuSeconds(server.pids()) - before.postgres)
    await live.stop()
    await checkSums(server, database)
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
      plansChecked,
      checkSeconds: digits(checked.seconds),
      liveEvents: measured,
      ...figuresOf('liveTables', all.tables.slice(warmUp)),
      ...figuresOf('liveStatistics', all.statistics.slice(warmUp)),
      ...figuresOf('firstLiveTables', all.tables.slice(0, warmUp)),
      nodeCpuMsPerEvent,
      postgresCpuMsPerEvent,
      liveTablesMsOverTime: all.tables.map(Math.round),
      liveStatisticsMsOverTime: all.statistics.map(Math.round),
    }
  } finally {
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 0.1, benchLive)
