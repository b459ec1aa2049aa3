// Question: how many races a second does the fetcher fetch, validate and append to the embedded log when the API does not limit
// it? Simulator, Postgres and fetcher each in a process of its own. Checked against the races that were served.
// Run: npm run bench fetcher -- --years 0.2
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays } from '../services/fetcher/calendar.js'
import { openGeneratedHistory } from '../services/simulator/generated/generatedHistory.js'
import { openFetching } from './support/fetching.js'
import { main, type Figures, type Sizes } from './support/main.js'
import { digits, mustBe, tell } from './support/measures.js'
import { cpuSeconds, memoryMb } from './support/processes.js'

const last = '2025-10-23'
/** Of ten years of days with results, so many have racecards as well (from 2023-01-23 on). */
const cardShare = 0.25

interface Written {
  readonly folder: string
  readonly first: string
  readonly races: number
  readonly megabytes: number
}

/** Days of the generated history as files, so that serving them costs no generating. */
function writeDays(days: number): Written {
  const folder = mkdtempSync(join(tmpdir(), 'darkhorses-days-'))
  const history = openGeneratedHistory(7)
  const at = new Date('2025-11-20T12:00:00Z')
  let races = 0
  let bytes = 0
  const write = (name: string, list: string, items: readonly unknown[]) => {
    const text = JSON.stringify({ [list]: items, total: items.length })
    writeFileSync(join(folder, name), text)
    races += items.length
    bytes += text.length
  }
  for (let back = 0; back < days; back += 1) {
    const date = addDays(last, -back)
    write(`results_${date}.json`, 'results', history.results(date, at).map((race) => race.read())) // prettier-ignore
    if (back < days * cardShare)
      write(`racecards_pro_${date}.json`, 'racecards', history.racecards(date, at).map((race) => race.read())) // prettier-ignore
  }
  return { folder, first: addDays(last, 1 - days), races, megabytes: bytes / 1e6 }
}

/** Runs the bench. */
export async function benchFetcher({ years }: Sizes): Promise<Figures> {
  const days = Math.max(4, Math.round(years * 365))
  const written = writeDays(days)
  const fetching = await openFetching('bench_fetcher', written.folder, '2025-11-20T22:00:00Z')
  try {
    const fetcher = fetching.start({ rate: 0 })
    await fetcher.ready
    // The first call pays for connections, schemas and plans of statements.
    await fetching.ask({ id: 'warm', command: 'start_run', kinds: ['regions'] })
    await fetching.ended('warm')
    const own = () => cpuSeconds([fetcher.child.pid ?? 0])
    const before = own()
    const range = { start_date: written.first, end_date: last }
    await fetching.ask({ id: 'all', command: 'start_run', kinds: ['racecards', 'results'], ...range })
    await fetching.ended('all')
    const cpu = own() - before
    const memory = memoryMb([fetcher.child.pid ?? 0])
    const arrivals = (await fetching.arrivals()).filter(({ path }) => !path.includes('courses'))
    const [log] = await fetching.server.sql<{ races: number; over: Date }>(
      fetching.database,
      `SELECT count(*) FILTER (WHERE topic IN ('racecards', 'results'))::int AS races, max(appended_at) AS over
       FROM log.log_events JOIN log.log_partitions USING (partition_id)`,
    )
    mustBe('races in the log', log?.races, written.races)
    const seconds = ((log?.over.getTime() ?? 0) - (arrivals[0]?.at ?? 0)) / 1000
    tell(`${written.races} races (${written.megabytes.toFixed(0)} MB) in ${seconds.toFixed(1)} s`)
    return {
      races: written.races,
      megabytesOfJson: digits(written.megabytes),
      seconds: digits(seconds),
      racesPerSecond: digits(written.races / seconds),
      megabytesPerSecond: digits(written.megabytes / seconds),
      fetcherCpuSeconds: digits(cpu),
      racesPerCpuSecond: digits(written.races / cpu),
      memoryMb: digits(memory),
    }
  } finally {
    await fetching.stop()
    rmSync(written.folder, { recursive: true, force: true })
  }
}

await main(fileURLToPath(import.meta.url), 0.2, benchFetcher)
