// Question: how many races a second does the fetcher fetch, validate and append to the embedded log when the API does not limit
// it? A race of a result and a race of a racecard count one each. Both kinds are measured apart, one after the other, and
// `racesPerSecond` is all of their races over all of their seconds, from the first call to the last append, in the mix of
// 2015-01-01 to 2025-10-23: results of every day, racecards of the last 1,005 of 3,949 days (from 2023-01-23 on), so a fifth of
// the races are cards. Simulator, Postgres and fetcher each in a process of its own, with the processor time each takes for a
// race. Checked against the races that were served.
// Run: npm run bench fetcher -- --years 0.2
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays } from '../services/fetcher/calendar.js'
import { firstRacecards } from '../services/fetcher/range.js'
import { openGeneratedHistory } from '../services/simulator/generated/generatedHistory.js'
import { openFetching, type Fetching } from './support/fetching.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, tell } from './support/measures.js'
import { cpuSeconds, memoryMb, treeOf } from './support/processes.js'

const last = '2025-10-23'
const daysSince = (first: string) => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1
/** Of ten years of days with results, so many have racecards as well. */
const cardShare = daysSince(firstRacecards) / daysSince('2015-01-01')
type Kind = 'results' | 'racecards'

interface Written {
  readonly days: number
  readonly races: number
  readonly megabytes: number
}

/** Days of the generated history as files, so that serving them costs no generating. */
function writeDays(folder: string, kind: Kind, days: number): Written {
  const history = openGeneratedHistory(7)
  const at = new Date('2025-11-20T12:00:00Z')
  let races = 0
  let bytes = 0
  for (let back = 0; back < days; back += 1) {
    const date = addDays(last, -back)
    const items = history[kind](date, at).map((race) => race.read())
    const text = JSON.stringify({ [kind]: items, total: items.length })
    writeFileSync(join(folder, `${kind === 'results' ? 'results' : 'racecards_pro'}_${date}.json`), text)
    races += items.length
    bytes += text.length
  }
  return { days, races, megabytes: bytes / 1e6 }
}

interface Measured {
  readonly races: number
  readonly seconds: number
  readonly fetcherCpu: number
  readonly postgresCpu: number
  readonly simulatorCpu: number
}

/** Asks for all days of a kind, and waits until they are in the log. */
async function measure(
  fetching: Fetching,
  fetcherPid: number,
  kind: Kind,
  { days, races }: Written,
): Promise<Measured> {
  const parts = {
    fetcherCpu: () => cpuSeconds([fetcherPid]),
    postgresCpu: () => cpuSeconds(fetching.server.pids()),
    simulatorCpu: () => cpuSeconds(treeOf(fetching.simulatorPid)),
  }
  const before = { fetcher: parts.fetcherCpu(), postgres: parts.postgresCpu(), simulator: parts.simulatorCpu() }
  await fetching.ask({
    id: kind,
    command: 'start_run',
    kinds: [kind],
    start_date: addDays(last, 1 - days),
    end_date: last,
  })
  await fetching.ended(kind)
  const cpu = {
    fetcherCpu: parts.fetcherCpu() - before.fetcher,
    postgresCpu: parts.postgresCpu() - before.postgres,
    simulatorCpu: parts.simulatorCpu() - before.simulator,
  }
  const first = (await fetching.arrivals()).find(({ path }) => path.includes(kind))?.at ?? 0
  const [log] = await fetching.server.sql<{ races: number; over: Date }>(
    fetching.database,
    `SELECT count(*)::int AS races, max(appended_at) AS over
     FROM log.log_events JOIN log.log_partitions USING (partition_id) WHERE topic = $1`,
    [kind],
  )
  mustBe(`${kind} in the log`, log?.races, races)
  const seconds = ((log?.over.getTime() ?? 0) - first) / 1000
  tell(`${races} ${kind} in ${seconds.toFixed(1)} s`)
  return { races, seconds, ...cpu }
}

/** Runs the bench. */
export async function benchFetcher({ years }: Sizes): Promise<Figures> {
  const days = Math.max(4, Math.round(years * 365))
  const folder = mkdtempSync(join(tmpdir(), 'darkhorses-days-'))
  const written = {
    results: writeDays(folder, 'results', days),
    racecards: writeDays(folder, 'racecards', Math.max(4, Math.round(days * cardShare))),
  }
  const fetching = await openFetching('bench_fetcher', folder, '2025-11-20T22:00:00Z')
  try {
    const fetcher = fetching.start({ rate: 0 })
    await fetcher.ready
    const pid = fetcher.child.pid ?? 0
    // The first call pays for connections, schemas and plans of statements.
    await fetching.ask({ id: 'warm', command: 'start_run', kinds: ['regions'] })
    await fetching.ended('warm')
    const results = await measure(fetching, pid, 'results', written.results)
    const racecards = await measure(fetching, pid, 'racecards', written.racecards)
    const memory = memoryMb([pid])
    const races = results.races + racecards.races
    const megabytes = written.results.megabytes + written.racecards.megabytes
    const seconds = results.seconds + racecards.seconds
    const msPerRace = (cpu: (of: Measured) => number) => digits(((cpu(results) + cpu(racecards)) / races) * 1000)
    return {
      races,
      megabytesOfJson: digits(megabytes),
      seconds: digits(seconds),
      racesPerSecond: digits(races / seconds),
      resultsPerSecond: digits(results.races / results.seconds),
      racecardsPerSecond: digits(racecards.races / racecards.seconds),
      megabytesPerSecond: digits(megabytes / seconds),
      fetcherCpuMs: msPerRace(({ fetcherCpu }) => fetcherCpu),
      fetcherCpuMsOfResult: digits((results.fetcherCpu / results.races) * 1000),
      fetcherCpuMsOfRacecard: digits((racecards.fetcherCpu / racecards.races) * 1000),
      postgresCpuMs: msPerRace(({ postgresCpu }) => postgresCpu),
      simulatorCpuMs: msPerRace(({ simulatorCpu }) => simulatorCpu),
      memoryMb: digits(memory),
    }
  } finally {
    await fetching.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main(fileURLToPath(import.meta.url), 0.2, benchFetcher)
