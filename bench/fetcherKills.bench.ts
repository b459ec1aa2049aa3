// Question: what do 200 kill -9s at random moments cost? Checked: every unit of the range is there, every race once, the calls
// that were made twice are no more than the kills, and no sliding second saw more calls than permitted.
// Run: npm run bench fetcherKills (KILLS=20 for a short one)
import { fileURLToPath } from 'node:url'
import { addDays } from '../services/fetcher/calendar.js'
import { busiestSecond, callsAround } from '../test/support/arrivals.js'
import { writeSmallDays } from '../test/support/smallDays.js'
import { openFetching } from './support/fetching.js'
import { main, type Figures } from './support/main.js'
import { mustBe, pause, tell } from './support/measures.js'

const kills = Number(process.env['KILLS'] ?? 200)
/** The most that the API permits. */
const rate = 5
const callsPerLife = 4
/** The days before them are without racing. */
const racingDays = kills * 3

/** Kills fetcher after fetcher until the range is fetched. */
export async function benchKills(): Promise<Figures> {
  const last = '2025-10-23'
  // More than they will fetch, so that all kills fall into the run.
  const count = kills * callsPerLife * 2
  const days = writeSmallDays(addDays(last, -(racingDays - 1)), last, 1)
  const fetching = await openFetching('bench_kills', days.folder, '2025-11-20T22:00:00Z')
  try {
    await fetching.ask({
      id: 'all',
      command: 'start_run',
      kinds: ['results'],
      start_date: addDays(last, 1 - count),
      end_date: last,
    })
    const began = performance.now()
    let killed = 0
    let seen = 0
    let restart = 0
    const begun: number[] = []
    for (; killed < kills && (await fetching.run('all')).state !== 'done'; killed += 1) {
      const started = performance.now()
      begun.push(Date.now())
      const fetcher = fetching.start({ rate, leaseMs: 600 })
      while ((seen = (await fetching.arrivals()).length) === 0 && fetcher.child.exitCode === null) await pause(20)
      const before = seen
      while ((await fetching.arrivals()).length === before && (await fetching.run('all')).state !== 'done')
        await pause(20)
      restart += performance.now() - started
      await pause(Math.random() * 2 * (callsPerLife / rate) * 1000)
      fetcher.kill('SIGKILL')
      await fetcher.ended
      if (killed % 20 === 19) tell(`${killed + 1} kills, ${(await fetching.arrivals()).length} calls`)
    }
    fetching.start({ rate: 0, leaseMs: 600 })
    await fetching.ended('all')
    const arrivals = await fetching.arrivals()
    const limited = arrivals.slice(0, seen)
    const distinct = new Set(arrivals.map(({ path }) => path)).size
    const [found] = await fetching.server.sql<{ units: number; races: number; distinct: number }>(
      fetching.database,
      `SELECT (SELECT count(*)::int FROM fetching.fetch_units WHERE outcome IN ('ok', 'empty')) AS units,
         count(*)::int AS races, count(DISTINCT key)::int AS distinct
       FROM log.log_events JOIN log.log_partitions USING (partition_id) WHERE topic = 'results'`,
    )
    mustBe('units', found?.units, count)
    mustBe('distinct calls', distinct, count)
    mustBe('races', found?.races, racingDays)
    mustBe('distinct races', found?.distinct, racingDays)
    const repeated = arrivals.length - distinct
    if (repeated > killed) throw new Error(`${repeated} calls were made twice by ${killed} kills`)
    const busiest = busiestSecond(limited)
    if (busiest.length > rate) {
      const starts = begun.map((at) => at - (busiest[0]?.at ?? 0)).filter((after) => Math.abs(after) < 3000)
      tell(`processes started at ${starts.join(', ')} ms; calls at\n${callsAround(limited, busiest).join('\n')}`)
      throw new Error(`${busiest.length} calls in a second, ${rate} are permitted`)
    }
    return {
      kills: killed,
      calls: arrivals.length,
      distinct,
      repeated,
      mostInASecond: busiest.length,
      secondsToFirstCall: Number((restart / killed / 1000).toFixed(2)),
      seconds: Math.round((performance.now() - began) / 1000),
    }
  } finally {
    await fetching.stop()
    days.remove()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchKills)
