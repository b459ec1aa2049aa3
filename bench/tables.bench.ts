// Question: how fast are races and masters projected from the embedded log, beside a bare COPY of the same finished rows, and is
// memory flat? Both groups in one process, as `start` runs them. Checked against the log's own counts and sums of the rows.
// Run: npm run bench tables -- --years 1
import { fileURLToPath } from 'node:url'
import { copyLimit } from './support/copyLimit.js'
import { startServer, type BenchServer } from './support/database.js'
import { historyOf, type History } from './support/history.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, tell } from './support/measures.js'
import { sampleMemory, treeOf } from './support/processes.js'
import { startReplay } from './support/replay.js'

/** Tables of the groups projector and entities. */
export const projectedTables = [
  'ra_races', 'ra_runners', 'ra_race_results', 'ra_mst_horses', 'ra_horse_pedigree', 'ra_mst_jockeys', 'ra_mst_trainers',
  'ra_mst_owners', 'ra_mst_sires', 'ra_mst_dams', 'ra_mst_damsires', 'ra_mst_courses', 'ra_mst_bookmakers', 'ra_mst_regions',
] as const // prettier-ignore

async function check(server: BenchServer, database: string, history: History): Promise<void> {
  const [found] = await server.sql<Record<string, string>>(
    database,
    `SELECT (SELECT count(*) FROM ra_races) AS races, (SELECT count(*) FROM ra_race_results) AS results,
       (SELECT count(*) FROM dead_letters) AS dead,
       (SELECT count(*) FROM ra_runners r WHERE NOT EXISTS (SELECT FROM ra_mst_horses h WHERE h.horse_id = r.horse_id)) AS horseless,
       (SELECT count(*) FROM ra_mst_horses WHERE dob IS NULL) AS unborn,
       (SELECT count(*) FROM ra_race_results r WHERE NOT EXISTS (SELECT FROM ra_runners n WHERE n.race_id = r.race_id AND n.horse_id = r.horse_id)) AS alone`,
  )
  mustBe('races', found?.['races'], history.races)
  mustBe('results', found?.['results'], history.runners)
  for (const none of ['dead', 'horseless', 'unborn', 'alone']) mustBe(`rows that are ${none}`, found?.[none], 0)
}

async function benchTables({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const history = await historyOf(server, years)
    await server.create('bench_tables', history.template)
    const replay = startReplay(server.urlOf('bench_tables'), ['projector', 'entities'])
    const node = sampleMemory(() => treeOf(replay.child.pid ?? 0))
    const all = sampleMemory(() => [...treeOf(replay.child.pid ?? 0), ...server.pids()], 2000)
    const seconds = await replay.done
    const [memory, total] = [node.stop(), all.stop()]
    const slowest = Math.max(...Object.values(seconds))
    await check(server, 'bench_tables', history)
    await server.sql('bench_tables', 'VACUUM ANALYZE')
    const copy = await copyLimit(server, 'bench_tables', projectedTables)
    tell(`${copy.rows} rows: replay ${slowest.toFixed(1)} s, COPY ${copy.seconds.toFixed(1)} s`)
    return {
      years,
      races: history.races,
      runners: history.runners,
      events: history.events,
      rows: copy.rows,
      projectorSeconds: digits(seconds['projector'] ?? 0),
      entitiesSeconds: digits(seconds['entities'] ?? 0),
      rowsPerSecond: digits(copy.rows / slowest),
      racesPerSecond: digits(history.races / slowest),
      copySeconds: digits(copy.seconds),
      copyRowsPerSecond: digits(copy.rows / copy.seconds),
      ofCopy: digits(copy.seconds / slowest),
      memoryPeakMb: memory.peakMb,
      memoryGrowth: memory.growth,
      memoryOverTime: memory.overTime,
      memoryWithPostgresPeakMb: total.peakMb,
    }
  } finally {
    if (process.env['DARKHORSES_BENCH_HOME'] === undefined) await server.drop('bench_tables')
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchTables)
