import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { createCodec } from '../../lib/events/codec.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { openGeneratedHistory } from '../../services/simulator/generated/generatedHistory.js'
import { mustBe, pause } from './measures.js'

/** Milliseconds from the append of an event until each group had it in its tables, event by event. */
export type Latencies = Readonly<Record<string, readonly number[]>>

const groups = ['projector', 'entities', 'stats'] as const

/**
 * Appends results of new races one by one, so many a second, to a database whose groups run, until `over` says so, and measures when
 * each group's position has passed each. Checks that every race is there at the end.
 */
export async function measureLive(
  databaseUrl: string,
  options: { readonly perSecond: number; readonly over: (appended: number) => boolean; readonly from: string },
): Promise<Latencies> {
  const pool = createPool({ url: databaseUrl, searchPath: ['racing', 'log'], applicationName: 'bench live', max: 4 })
  const logPool = createPool({ url: databaseUrl, searchPath: ['log'], applicationName: 'bench live log', max: 4 })
  const log = createEmbeddedLog({ pool: logPool, clock: systemClock })
  const codec = createCodec({ registry: createTableRegistry({ pool: logPool }) })
  const source = openGeneratedHistory(7)
  const latencies: Record<string, number[]> = Object.fromEntries(groups.map((group) => [group, []]))
  const appended: string[] = []
  const every = 1000 / options.perSecond
  const positions = async () => {
    const { rows } = await pool.query<{ group_name: string; next_offset: bigint }>(
      "SELECT group_name, next_offset FROM projection_positions WHERE topic = 'results'",
    )
    return new Map(rows.map((row) => [row.group_name, row.next_offset]))
  }
  for (let day = Date.parse(`${options.from}T00:00:00Z`); !options.over(appended.length); day += 24 * 3600_000) {
    const date = new Date(day).toISOString().slice(0, 10)
    for (const race of source.results(date, new Date(day + 14 * 24 * 3600_000))) {
      if (options.over(appended.length)) break
      const began = performance.now()
      const event = resultFetched(
        { source: 'bench/live', fetchedAt: Date.now(), runId: null },
        'results',
        race.raceId,
        race.read(),
      )
      const encoded = await codec.encode(event)
      const at = performance.now()
      const [place] = await log.append([encoded])
      const waiting = new Set<string>(groups)
      while (waiting.size > 0) {
        const reached = await positions()
        for (const group of waiting)
          if ((reached.get(group) ?? 0n) > (place?.offset ?? 0n)) {
            latencies[group]?.push(performance.now() - at)
            waiting.delete(group)
          }
        if (performance.now() - at > 120_000)
          throw new Error(`${[...waiting].join(', ')} did not apply a live event within two minutes`)
        if (waiting.size > 0) await pause(2)
      }
      appended.push(race.raceId)
      await pause(Math.max(0, every - (performance.now() - began)))
    }
  }
  const { rows } = await pool.query<{ races: number }>(
    'SELECT count(*)::int AS races FROM ra_races WHERE race_id = ANY ($1) AND has_result',
    [appended],
  )
  mustBe('live races in the tables', rows[0]?.races, appended.length)
  await log.close()
  await Promise.all([pool.end(), logPool.end()])
  return latencies
}
