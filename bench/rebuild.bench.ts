// Question: how long does a rebuild of all 18 tables take beside the live ones, against a bare COPY of the finished rows; how long
// does comparing take; and do live events wait meanwhile? Checked: the rebuilt tables do not differ from the live ones in a cell.
// Run: npm run bench rebuild -- --years 1
import { fileURLToPath } from 'node:url'
import { runCommand } from './support/commands.js'
import { copyLimit, userTables } from './support/copyLimit.js'
import { startServer } from './support/database.js'
import { nextDay } from './support/history.js'
import { measureLive } from './support/live.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, percentile, tell, timed } from './support/measures.js'
import { sampleMemory, treeOf } from './support/processes.js'
import { projectedOf } from './support/projected.js'
import { startReplay } from './support/replay.js'

interface Outcome {
  readonly swapped: boolean
  readonly tables: readonly { readonly table: string; readonly same?: number }[]
}

async function benchRebuild({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const { template, history } = await projectedOf(server, years)
    const [database, url] = ['bench_rebuild', server.urlOf('bench_rebuild')]
    await server.create(database, template)
    const copy = await copyLimit(server, database, await userTables(server, database))
    tell(`COPY of ${copy.rows} rows: ${copy.seconds.toFixed(1)} s`)

    // First alone, then beside live events: the one is compared with COPY, the other shows who waits.
    const live = startReplay(url, ['projector', 'entities', 'stats'], { follow: true })
    await live.done
    const alone = runCommand(url, ['rebuild', '--json'])
    const node = sampleMemory(() => [...treeOf(alone.child.pid ?? 0), ...treeOf(live.child.pid ?? 0)])
    const filled = await alone.done
    const memory = node.stop()
    tell(`rebuilt in ${filled.seconds.toFixed(1)} s`)
    const compared = await runCommand(url, ['rebuild', '--json', '--diff', '--expect', 'none', '--swap']).done
    mustBe('swapped in', (JSON.parse(compared.stdout) as Outcome).swapped, true)
    const back = await timed(() => runCommand(url, ['rebuild', 'rollback']).done)
    await runCommand(url, ['rebuild', 'drop']).done

    let running = true
    const beside = runCommand(url, ['rebuild', '--json'])
    const over = beside.done.finally(() => (running = false))
    const [latencies, busy] = await Promise.all([
      measureLive(url, { perSecond: 5, from: nextDay, over: () => !running }),
      over,
    ])
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
      racesPerSecond: digits(history.races / filled.seconds),
      compareAndSwapSeconds: digits(compared.seconds),
      rollbackSeconds: digits(back.seconds),
      memoryPeakMb: memory.peakMb,
      memoryGrowth: memory.growth,
      memoryOverTime: memory.overTime,
      rebuildBesideLiveSeconds: digits(busy.seconds),
      liveEvents: stats.length,
      liveStatisticsP50Ms: digits(percentile(stats, 0.5)),
      liveStatisticsP99Ms: digits(percentile(stats, 0.99)),
      liveStatisticsMsOverTime: stats.map(Math.round),
    }
  } finally {
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchRebuild)
