// Question: how fast are races and masters projected from the embedded log, beside a bare COPY of the same finished rows, and is
// memory flat? Both groups in one process, as `start` runs them, and each in its own, as the services of a cluster run. Checked each time
// against the log's own counts and sums of the rows, and that indexes serve look-ups in what is there then.
// Run: npm run bench tables -- --years 1; one group alone: node dist/bench/tables.bench.js --years 0.1 --groups projector
import { fileURLToPath } from 'node:url'
import { copyLimit } from './support/copyLimit.js'
import { startServer, type BenchServer } from './support/database.js'
import { historyOf, type History } from './support/history.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, tell } from './support/measures.js'
import { checkPlans } from './support/plans.js'
import { cpuSeconds, sampleMemory, treeOf, type MemorySamples } from './support/processes.js'
import { startReplay } from './support/replay.js'

/** Tables of each group. */
const tablesOf: Readonly<Record<string, readonly string[]>> = {
  projector: ['ra_races', 'ra_runners', 'ra_race_results'],
  entities: [
    'ra_mst_horses', 'ra_horse_pedigree', 'ra_mst_jockeys', 'ra_mst_trainers', 'ra_mst_owners', 'ra_mst_sires', 'ra_mst_dams',
    'ra_mst_damsires', 'ra_mst_courses', 'ra_mst_bookmakers', 'ra_mst_regions',
  ],
} // prettier-ignore

/** Tables of the groups projector and entities. */
export const projectedTables: readonly string[] = Object.values(tablesOf).flat()

const database = 'bench_tables'

async function check(server: BenchServer, history: History, groups: readonly string[]): Promise<void> {
  const one = async (sql: string) => (await server.sql<{ n: number }>(database, `SELECT (${sql})::int AS n`))[0]?.n
  const none = async (what: string, from: string) =>
    mustBe(`rows that are ${what}`, await one(`SELECT count(*) FROM ${from}`), 0)
  await none('dead', 'dead_letters')
  if (groups.includes('projector')) {
    mustBe('races', await one('SELECT count(*) FROM ra_races'), history.races)
    mustBe('results', await one('SELECT count(*) FROM ra_race_results'), history.runners)
    await none('alone', 'ra_race_results LEFT JOIN ra_runners n USING (race_id, horse_id) WHERE n.horse_id IS NULL')
    await none('without a number', 'ra_races WHERE race_number IS NULL')
  }
  if (groups.includes('entities')) await none('unborn', 'ra_mst_horses WHERE dob IS NULL')
  if (groups.includes('projector') && groups.includes('entities'))
    await none('horseless', 'ra_runners LEFT JOIN ra_mst_horses h USING (horse_id) WHERE h.horse_id IS NULL')
}

interface Measured {
  /** Seconds until each group had applied everything. */
  readonly seconds: Readonly<Record<string, number>>
  readonly slowest: number
  readonly nodeCpu: number
  readonly postgresCpu: number
  /** Of all Node processes together. */
  readonly memory: MemorySamples
  readonly withPostgresPeakMb: number
}

/** Applies the log to a fresh database, groups that stand together in one process, and checks what came of it. */
async function measure(
  server: BenchServer,
  history: History,
  processes: readonly (readonly string[])[],
): Promise<Measured> {
  await server.create(database, history.template)
  await server.sql(database, 'CHECKPOINT')
  const before = cpuSeconds(server.pids())
  const replays = processes.map((groups) => startReplay(server.urlOf(database), groups, { follow: true }))
  const pids = () => replays.flatMap(({ child }) => treeOf(child.pid ?? 0))
  const node = sampleMemory(pids)
  const all = sampleMemory(() => [...pids(), ...server.pids()], 2000)
  const ended = await Promise.all(replays.map(({ done }) => done))
  const nodeCpu = cpuSeconds(replays.map(({ child }) => child.pid ?? 0))
  const postgresCpu = cpuSeconds(server.pids()) - before
  const [memory, total] = [node.stop(), all.stop()]
  await Promise.all(replays.map((one) => one.stop()))
  const seconds = Object.assign({}, ...ended) as Record<string, number>
  await check(server, history, processes.flat())
  return {
    ...{ seconds, nodeCpu, postgresCpu, memory },
    slowest: Math.max(...Object.values(seconds)),
    withPostgresPeakMb: total.peakMb,
  }
}

async function benchTables({ years, groups = Object.keys(tablesOf) }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const history = await historyOf(server, years)
    const apart =
      groups.length > 1
        ? await measure(
            server,
            history,
            groups.map((group) => [group]),
          )
        : null
    const { seconds, slowest, nodeCpu, postgresCpu, memory, withPostgresPeakMb } = await measure(server, history, [
      groups,
    ])
    await server.sql(database, 'VACUUM ANALYZE')
    const plansChecked = await checkPlans(server, database, groups)
    const copy = await copyLimit(
      server,
      database,
      groups.flatMap((group) => tablesOf[group] ?? []),
    )
    tell(`${copy.rows} rows: replay ${slowest.toFixed(1)} s, COPY ${copy.seconds.toFixed(1)} s`)
    const cpuOverCopy = (one: Pick<Measured, 'nodeCpu' | 'postgresCpu'>) =>
      digits((one.nodeCpu + one.postgresCpu) / copy.cpuSeconds)
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
      plansChecked,
      copySeconds: digits(copy.seconds),
      copyCpuSeconds: digits(copy.cpuSeconds),
      cpuOverCopy: cpuOverCopy({ nodeCpu, postgresCpu }),
      copyRowsPerSecond: digits(copy.rows / copy.seconds),
      ofCopy: digits(copy.seconds / slowest),
      nodeCpuSeconds: digits(nodeCpu),
      postgresCpuSeconds: digits(postgresCpu),
      memoryPeakMb: memory.peakMb,
      memoryGrowth: memory.growth,
      memoryOverTime: memory.overTime,
      memoryWithPostgresPeakMb: withPostgresPeakMb,
      ...(apart && {
        secondsApart: digits(apart.slowest),
        ofCopyApart: digits(copy.seconds / apart.slowest),
        cpuOverCopyApart: cpuOverCopy(apart),
        memoryPeakMbApart: apart.memory.peakMb,
      }),
    }
  } finally {
    if (process.env['DARKHORSES_BENCH_HOME'] === undefined) await server.drop(database)
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchTables)
