// Question: does `explain` answer within a second, its process's start included, for the rows that were made of most: the people,
// parents, pairs and places with most runs, the largest race? Each is asked for first right after a start of the server, when its
// memory is empty, then again. Beside it the start of an empty Node process in the same run. Checked: as many facts as runs
// are kept for the row, the events of races, no cell that the events do not say. Run: npm run bench explain -- --years 10
import { fileURLToPath } from 'node:url'
import { explainedTables } from '../cli/explain/tables.js'
import type { Explanation } from '../lib/explain/explanation.js'
import { entityColumns, type EntityType } from '../services/stats/entityTypes.js'
import { runCommand, startOfNode } from './support/commands.js'
import { startServer, type BenchServer } from './support/database.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, percentile, tell } from './support/measures.js'
import { projectedOf } from './support/projected.js'

/** After the first time. */
const times = 5

interface Largest {
  readonly key: string
  /** Runs that its statistics count; null where it has none. */
  readonly runs: number | null
}

/** The key with most runs, its parts by columns of `stats_runs` or as they stand. */
const mostRuns = (parts: readonly string[], columns: readonly string[]) =>
  `SELECT concat_ws(':', ${parts.join(', ')}) AS key, count(*)::int AS runs FROM stats_runs
   WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')} GROUP BY ${columns.join(', ')} ORDER BY 2 DESC, 1 LIMIT 1`

const largestHorse = 'SELECT horse_id AS key, NULL AS runs FROM stats_runs GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1'
const largestRunner = `SELECT r.race_id || ':' || r.horse_id AS key, NULL AS runs FROM ra_race_results r JOIN ra_races USING (race_id)
  ORDER BY ra_races.field_size DESC NULLS LAST, key LIMIT 1`

/** Which row of a table is made of most. */
const largest: Readonly<Record<string, string>> = {
  ra_races: 'SELECT race_id AS key, NULL AS runs FROM ra_runners GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  ra_runners: largestRunner,
  ra_race_results: largestRunner,
  ra_horse_pedigree: largestHorse,
  ra_mst_horses: largestHorse,
  ...Object.fromEntries(
    (['jockey', 'trainer', 'owner', 'sire', 'dam', 'damsire'] satisfies EntityType[]).map((type) => [
      `ra_mst_${type}s`,
      mostRuns([entityColumns[type]], [entityColumns[type]]),
    ]),
  ),
  ra_mst_courses: 'SELECT course_id AS key, NULL AS runs FROM ra_races GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  ra_mst_bookmakers: 'SELECT code AS key, NULL AS runs FROM ra_mst_bookmakers ORDER BY 1 LIMIT 1',
  ra_mst_regions: 'SELECT code AS key, NULL AS runs FROM ra_mst_regions ORDER BY 1 LIMIT 1',
  ra_entity_combinations: mostRuns(["'trainer'", 'trainer_id', "'owner'", 'owner_id'], ['trainer_id', 'owner_id']),
  ra_performance_by_distance: mostRuns(["'sire'", 'sire_id', 'distance_group'], ['sire_id', 'distance_group']),
  ra_performance_by_venue: mostRuns(["'trainer'", 'trainer_id', 'course_id'], ['trainer_id', 'course_id']),
  ra_runner_statistics: `SELECT u.race_id || ':' || u.horse_id AS key, NULL AS runs FROM ra_runner_statistics u
    JOIN (${largestHorse}) h ON h.key = u.horse_id ORDER BY 1 DESC LIMIT 1`,
}

async function largestOf(server: BenchServer, database: string, table: string): Promise<Largest> {
  const [row] = await server.sql<Largest>(database, largest[table] ?? '')
  if (row === undefined) throw new Error(`The bench has no row of ${table} to explain.`)
  return row
}

/** What must be so of an answer. */
function check(table: string, { key, runs }: Largest, said: Explanation): void {
  const name = `${table} ${key}`
  mustBe(`cells of ${name} that no event says`, said.columns.filter((one) => 'expected' in one).length, 0)
  if (runs !== null) mustBe(`facts of ${name}`, said.facts.length + said.more_facts, runs)
  if (/^ra_(races|runners|race_results)$/.test(table))
    mustBe(
      `${name} has events, all of them found`,
      said.events.every((one) => one.place !== null) && said.events.length > 0,
      true,
    )
}

async function benchExplain({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const { template, history } = await projectedOf(server, years)
    const [firsts, figures]: [number[], Record<string, number>] = [[], {}]
    const empty: number[] = []
    let slowest = 0
    for (const { table } of explainedTables) {
      const row = await largestOf(server, template, table)
      await server.restart()
      const took: number[] = []
      for (let time = 0; time <= times; time += 1) {
        const { seconds, stdout } = await runCommand(server.urlOf(template), ['explain', table, row.key, '--json']).done
        if (time === 0) check(table, row, JSON.parse(stdout) as Explanation)
        took.push(seconds * 1000)
        empty.push(await startOfNode())
      }
      const [first = 0, ...later] = took
      const median = percentile(later, 0.5)
      slowest = Math.max(slowest, ...later)
      firsts.push(first)
      figures[`${table.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}Ms`] = digits(median)
      tell(
        `${table} ${row.key}, ${row.runs ?? 'no'} runs: first ${Math.round(first)} ms, then ${Math.round(median)} ms`,
      )
    }
    const node = percentile(empty, 0.5)
    return {
      years,
      races: history.races,
      emptyNodeMs: digits(node),
      firstMostMs: digits(Math.max(...firsts)),
      mostMs: digits(slowest),
      mostOverNode: digits(slowest / node),
      ...figures,
    }
  } finally {
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchExplain)
