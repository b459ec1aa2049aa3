// Question: how much of the permitted rate does a backfill use while there is work, and does any sliding second see more calls
// than permitted? By the arrivals that a simulator in a process of its own has noted; the first three seconds, in which
// connections and schemas are made, are left out. Checked: no day is fetched twice. Run: npm run bench fetcherBudget
import { fileURLToPath } from 'node:url'
import { busiestSecond, callsAround, repeatedCalls } from '../test/support/arrivals.js'
import { writeSmallDays } from '../test/support/smallDays.js'
import { openFetching } from './support/fetching.js'
import { main, type Figures } from './support/main.js'
import { mustBe, pause, tell } from './support/measures.js'

const seconds = 40

/** Arrivals within a time, with the calls they would have been at the permitted rate. */
export async function benchBudget(): Promise<Figures> {
  const days = writeSmallDays('2025-08-01', '2025-10-23', 1)
  const figures: Record<string, number> = {}
  try {
    for (const rate of [2, 5]) {
      const fetching = await openFetching('bench_budget', days.folder, '2025-11-20T22:00:00Z')
      try {
        const fetcher = fetching.start({ rate })
        await fetcher.ready
        await fetching.ask({
          id: 'all',
          command: 'start_run',
          kinds: ['racecards', 'results'],
          start_date: '2024-01-01',
          end_date: '2025-10-23',
        })
        while ((await fetching.arrivals()).length === 0) await pause(50)
        await pause(seconds * 1000)
        const arrivals = await fetching.arrivals()
        const begun = (arrivals[0]?.at ?? 0) + 3000
        const steady = arrivals.filter(({ at }) => at >= begun).map(({ at }) => at)
        const time = ((steady.at(-1) ?? 0) - (steady[0] ?? 0)) / 1000
        // Between the first and the last arrival lie as many intervals as calls after the first.
        const use = (steady.length - 1) / (rate * time)
        const busiest = busiestSecond(arrivals)
        const most = busiest.length
        mustBe('calls made twice', repeatedCalls(arrivals).join('; '), '')
        tell(`${rate}/s: ${arrivals.length} calls, ${(use * 100).toFixed(2)} % used, at most ${most} in a second`)
        if (most > rate) {
          tell(
            `call ${arrivals.indexOf(busiest[0] ?? { at: 0, path: '', status: 0 })} and on:\n${callsAround(arrivals, busiest).join('\n')}`,
          )
          throw new Error(`${most} calls in a second, ${rate} are permitted`)
        }
        figures[`use${rate}`] = Number(use.toFixed(4))
        figures[`mostInASecond${rate}`] = most
      } finally {
        await fetching.stop()
      }
    }
    return figures
  } finally {
    days.remove()
  }
}

await main(fileURLToPath(import.meta.url), 1, benchBudget)
