// Question: how long does a rebuild of all 18 tables take beside the live ones, against a bare COPY of the finished rows, and against
// one of a tenth of the years; how long does comparing take; and do live events wait meanwhile? Checked: the rebuilt tables do not
// differ from the live ones in a cell, every live race is in the tables.
// Run: npm run bench rebuild -- --years 1
import { fileURLToPath } from 'node:url'
import { runCommand } from './support/commands.js'
import { copyLimit, userTables } from './support/copyLimit.js'
import { startServer, type BenchServer } from './support/database.js'
import { nextDay } from './support/history.js'
import { measureLive } from './support/live.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, percentile, tell, timed } from './support/measures.js'
import { cpuSeconds, sampleMemory, treeOf } from './support/processes.js'
import { projectedOf } from './support/projected.js'
import { startReplay } from './support/replay.js'

interface Outcome {
  readonly swapped: boolean
  readonly tables: readonly { readonly table: string; readonly same?: number }[]
}

const database = 'bench_rebuild'
const groups = ['projector', 'entities', 'stats']

/** Seconds of a rebuild of so many years, alone. */
async function secondsOf(server: BenchServer, years: number): Promise<number> {
  const { template } = await projectedOf(server, years)
  await server.create(database, template)
  const { seconds } = await runCommand(server.urlOf(database), ['rebuild', '--json']).done
  await server.drop(database)
  tell(`${years} years rebuilt in ${seconds.toFixed(1)} s`)
  return seconds
}

async function benchRebuild({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const { template, history } = await projectedOf(server, years)
    const url = server.urlOf(database)
    // A fraction of a year says more of starting than of rebuilding.
    const ofATenth = years >= 5 ? await secondsOf(server, years / 10) : null
    await server.create(database, template)
    const copy = await copyLimit(server, database, await userTables(server, database))
    tell(`COPY of ${copy.rows} rows: ${copy.seconds.toFixed(1)} s`)

    // First alone, then beside live events: the one is compared with COPY, the other shows who waits.
    const live = startReplay(url, groups, { follow: true })
    await live.done
    const before = cpuSeconds(server.pids())
    const alone = runCommand(url, ['rebuild', '--json'])
    const rebuilding = [alone.child.pid ?? 0]
    const node = sampleMemory(() => [...treeOf(alone.child.pid ?? 0), ...treeOf(live.child.pid ?? 0)])
    let nodeCpu = 0
    const counting = setInterval(() => (nodeCpu = Math.max(nodeCpu, cpuSeconds(rebuilding))), 500)
    const filled = await alone.done
    clearInterval(counting)
    const postgresCpu = cpuSeconds(server.pids()) - before
    const memory = node.stop()
    tell(`rebuilt in ${filled.seconds.toFixed(1)} s, ${memory.peakMb} MB`)
    const compared = await runCommand(url, ['rebuild', '--json', '--diff', '--expect', 'none']).done
    mustBe('tables compared', (JSON.parse(compared.stdout) as Outcome).tables.length, 18)
    const swapped = await runCommand(url, ['rebuild', '--json', '--swap']).done
    mustBe('swapped in', (JSON.parse(swapped.stdout) as Outcome).swapped, true)
    const back = await timed(() => runCommand(url, ['rebuild', 'rollback']).done)
    await runCommand(url, ['rebuild', 'drop']).done

    let running = true
    const beside = runCommand(url, ['rebuild', '--json'])
    const over = beside.done.finally(() => (running = false))
    const all = sampleMemory(() => [...treeOf(beside.child.pid ?? 0), ...treeOf(live.child.pid ?? 0)])
    const [latencies, busy] = await Promise.all([
      measureLive(url, { perSecond: 5, from: nextDay, over: () => !running }),
      over,
    ])
    const memoryBeside = all.stop()
    await live.stop()
    const stats = latencies.statistics
    await server.drop(database)
    return {
      years,
      races: history.races,
      runners: history.runners,
      rows: copy.rows,
      copySeconds: digits(copy.seconds),
      rebuildSeconds: digits(filled.seconds),
      rebuildOverCopy: digits(filled.seconds / copy.seconds),
      ...(ofATenth !== null && {
        rebuildSecondsOfATenth: digits(ofATenth),
        growthFromATenth: digits(filled.seconds / ofATenth),
      }),
      cpuOverCopy: digits((nodeCpu + postgresCpu) / copy.cpuSeconds),
      nodeCpuSeconds: digits(nodeCpu),
      postgresCpuSeconds: digits(postgresCpu),
      racesPerSecond: digits(history.races / filled.seconds),
      compareSeconds: digits(compared.seconds),
      swapSeconds: digits(swapped.seconds),
      rollbackSeconds: digits(back.seconds),
      memoryPeakMb: memory.peakMb,
      memoryGrowth: memory.growth,
      memoryOverTime: memory.overTime,
      rebuildBesideLiveSeconds: digits(busy.seconds),
      memoryBesideLivePeakMb: memoryBeside.peakMb,
      liveEvents: stats.length,
      liveStatisticsP50Ms: digits(percentile(stats, 0.5)),
      liveStatisticsP99Ms: digits(percentile(stats, 0.99)),
      liveStatisticsMostMs: digits(Math.max(...stats)),
      liveTablesP99Ms: digits(percentile(latencies.tables, 0.99)),
      liveStatisticsMsOverTime: stats.map(Math.round),
    }
  } finally {
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchRebuild)
