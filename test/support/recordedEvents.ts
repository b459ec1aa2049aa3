import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import { racecardFetched, resultFetched } from '../../lib/events/fetched.js'
import type { RacecardRace, ResultRace } from '../../lib/events/types.generated.js'

/** The events of every recorded day, as a fetcher would make them: cards fetched on the day at 06:00, results at 22:00. */
export function recordedEvents(shared: string): (RacecardFetched | ResultFetched)[] {
  const days = join(shared, 'racing-api-days')
  return readdirSync(days)
    .sort()
    .flatMap((file) => {
      const date = /\d{4}-\d{2}-\d{2}/.exec(file)?.[0] ?? ''
      const body = JSON.parse(readFileSync(join(days, file), 'utf8')) as {
        racecards?: RacecardRace[]
        results?: ResultRace[]
      }
      const fetch = (time: string) => ({
        source: `recorded/${file}`,
        fetchedAt: Date.parse(`${date}T${time}Z`),
        runId: null,
      })
      return [
        ...(body.racecards ?? []).map((race) => racecardFetched(fetch('06:00:00'), race.race_id ?? '', race)),
        ...(body.results ?? []).map((race) => resultFetched(fetch('22:00:00'), 'results', race.race_id ?? '', race)),
      ]
    })
}
