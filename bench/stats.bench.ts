// Question: how fast are all statistics recomputed, beside the plain SQL of their definitions in one session; how long does one
// result take until its statistics are published, and does that grow with history; how fast are results replayed? Facts are
// generated in the database. Checked row by row against the definitions. Run: npm run bench stats -- --years 1
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { migrateAll } from '../lib/db/migrate.js'
import { createPool } from '../lib/db/pool.js'
import { transaction } from '../lib/db/transaction.js'
import type { ResultFetched } from '../lib/events/events.js'
import { resultFetched } from '../lib/events/fetched.js'
import type { Projection } from '../lib/projection/projection.js'
import { findDrift } from '../services/stats/check.js'
import { everything, publications } from '../services/stats/publications.js'
import { publishPending, recalculate } from '../services/stats/recalculate.js'
import { statsProjection } from '../services/stats/statsProjection.js'
import { startServer, type BenchServer } from './support/database.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, percentile, tell, timed } from './support/measures.js'
import { sampleMemory } from './support/processes.js'

const racesPerYear = 15_000
const liveResults = 200
const replayedResults = 2000
const all = Object.values(publications)

const fillFacts = readFileSync(new URL('./stats/fillFacts.sql', import.meta.url), 'utf8')

/** A database with the facts of some races, and nothing published. */
async function filled(server: BenchServer, database: string, races: number): Promise<Pool> {
  await server.create(database)
  const pool = createPool({
    url: server.urlOf(database),
    searchPath: ['racing', 'log'],
    applicationName: 'bench stats',
  })
  await migrateAll(pool)
  const client = await pool.connect()
  await client.query(`SET bench.races = ${races}`)
  const { seconds } = await timed(() => client.query(fillFacts))
  client.release(true)
  await pool.query('VACUUM ANALYZE')
  tell(`facts of ${races} races made in ${seconds.toFixed(0)} s`)
  return pool
}

/** The definitions as they stand, one after the other in one session, with keys. */
async function plainSql(pool: Pool): Promise<number> {
  const { seconds } = await timed(() =>
    transaction(pool, async (client) => {
      await client.query("SET LOCAL work_mem = '256MB'; SET LOCAL max_parallel_workers_per_gather = 0")
      for (const { definition, key } of all) {
        await client.query(`CREATE TABLE plain_${definition} AS SELECT * FROM ${definition}`)
        await client.query(`ALTER TABLE plain_${definition} ADD PRIMARY KEY (${key.join(', ')})`)
        await client.query(`DROP TABLE plain_${definition}`)
      }
    }),
  )
  return seconds
}

interface Field {
  readonly horse_id: string
  readonly jockey_id: string
  readonly trainer_id: string
  readonly owner_id: string
  readonly sire_id: string
  readonly dam_id: string
  readonly damsire_id: string
}

/** Results of new races for horses that ran late in the history. */
async function newResults(pool: Pool, races: number, from: number): Promise<ResultFetched[]> {
  const { rows } = await pool.query<Field>(
    `SELECT DISTINCT ON (horse_id) horse_id, jockey_id, trainer_id, owner_id, sire_id, dam_id, damsire_id
     FROM (SELECT * FROM stats_runs ORDER BY off_dt DESC LIMIT 40000) late ORDER BY horse_id`,
  )
  return Array.from({ length: races }, (_, i) => {
    const at = Date.UTC(2025, 10, 1, 12) + (from + i) * 600_000
    const date = new Date(at).toISOString().slice(0, 10)
    const id = `rac_new_${from + i}`
    const runners = Array.from({ length: 10 }, (_runner, place) => {
      const one = rows[((from + i) * 10 + place) % rows.length]
      return {
        ...one,
        horse: `Horse ${place}`,
        position: String(place + 1),
        sp: `${place + 1}/1`,
        time: `1:${20 + place}.00`,
        prize: '1000',
      }
    })
    return resultFetched({ source: 'bench', fetchedAt: at + 900_000, runId: null }, 'results', id, {
      race_id: id,
      date,
      region: 'GB',
      course_id: `crs_${i % 60}`,
      course: 'Course',
      off_dt: new Date(at).toISOString(),
      class: 'Class 4',
      dist_y: '2200',
      going: 'Good',
      surface: 'Turf',
      type: 'Flat',
      runners,
    })
  })
}

const apply = (pool: Pool, projection: Projection, results: readonly ResultFetched[]) =>
  transaction(pool, (client) =>
    projection.apply(
      results.map((event) => ({
        event,
        stored: { topic: 'results', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 },
      })),
      client,
    ),
  )

const projectionOf = (isCaughtUp: boolean) =>
  statsProjection({ asOf: () => '2025-11-01', isCaughtUp: () => Promise.resolve(isCaughtUp) })

/** Milliseconds from a result to its published statistics, one result after the other. */
async function liveMilliseconds(pool: Pool): Promise<number[]> {
  const projection = projectionOf(true)
  const times: number[] = []
  for (const result of await newResults(pool, liveResults, 0))
    times.push((await timed(() => apply(pool, projection, [result]))).seconds * 1000)
  // The first ones warm caches and prepare statements.
  return times.slice(20)
}

/** Results a second in replay: facts, then all that is published. */
async function replayRate(pool: Pool): Promise<number> {
  const results = await newResults(pool, replayedResults, liveResults)
  const projection = projectionOf(false)
  const { seconds } = await timed(async () => {
    for (let i = 0; i < results.length; i += 500) await apply(pool, projection, results.slice(i, i + 500))
  })
  await publishPending(pool, '2025-11-01')
  return results.length / seconds
}

async function checked(pool: Pool, what: string): Promise<void> {
  mustBe(`drift ${what}`, JSON.stringify(await findDrift(pool)), '[]')
}

async function benchStats({ years }: Sizes): Promise<Figures> {
  const server = await startServer()
  try {
    const small = await filled(server, 'bench_stats_small', Math.round((years * racesPerYear) / 10))
    await recalculate(small, '2025-11-01', everything)
    const smallMs = await liveMilliseconds(small)
    await checked(small, 'of the small history')
    await small.end()

    const races = Math.round(years * racesPerYear)
    const pool = await filled(server, 'bench_stats', races)
    const [{ runs = 0 } = {}] = (await pool.query<{ runs: number }>('SELECT count(*)::int AS runs FROM stats_runs'))
      .rows
    const plain = await plainSql(pool)
    const memory = sampleMemory(() => [process.pid, ...server.pids()])
    const full = await timed(() => recalculate(pool, '2025-11-01', everything))
    const { peakMb } = memory.stop()
    const again = await timed(() => recalculate(pool, '2025-11-01', everything))
    mustBe(
      'rows changed by a second recomputation',
      Object.values(again.value).reduce((sum, one) => sum + one, 0),
      0,
    )
    const rows = Object.values(full.value).reduce((sum, one) => sum + one, 0)
    tell(
      `${rows} rows: plain SQL ${plain.toFixed(1)} s, recomputed ${full.seconds.toFixed(1)} s, compared ${again.seconds.toFixed(1)} s`,
    )
    const largeMs = await liveMilliseconds(pool)
    await checked(pool, 'after live results')
    const replay = await replayRate(pool)
    await checked(pool, 'after a replay')
    await pool.end()
    return {
      years,
      races,
      runs,
      rows,
      plainSqlSeconds: digits(plain),
      recomputeSeconds: digits(full.seconds),
      ofPlainSql: digits(full.seconds / plain),
      compareSeconds: digits(again.seconds),
      recomputePeakMb: peakMb,
      liveMedianMs: digits(percentile(largeMs, 0.5)),
      liveP99Ms: digits(percentile(largeMs, 0.99)),
      liveMedianSmallMs: digits(percentile(smallMs, 0.5)),
      growthOfOneResult: digits(percentile(largeMs, 0.5) / percentile(smallMs, 0.5)),
      replayResultsPerSecond: digits(replay),
    }
  } finally {
    await server.stop()
  }
}

await main(fileURLToPath(import.meta.url), 10, benchStats)
