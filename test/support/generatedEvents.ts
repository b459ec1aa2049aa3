import type { FactEvent } from '../../lib/events/events.js'
import { racecardFetched, referenceFetched, resultFetched, type Fetch } from '../../lib/events/fetched.js'
import type { RacecardRace, ReferenceItem, ResultRace } from '../../lib/events/types.generated.js'
import { openGeneratedHistory } from '../../services/simulator/generated/generatedHistory.js'

/** Days between two dates, both included, as `YYYY-MM-DD`. */
export function* daysBetween(first: string, last: string): Generator<string> {
  for (let at = Date.parse(first); at <= Date.parse(last); at += 24 * 3600_000)
    yield new Date(at).toISOString().slice(0, 10)
}

/**
 * Generated racing as a fetcher would bring it, day by day: the cards of 06:00 and the results of two days later, when they
 * stand still. The same seed gives the same events.
 */
export function* generatedEvents(options: {
  first: string
  last: string
  seed?: number
}): Generator<FactEvent[], undefined> {
  const history = openGeneratedHistory(options.seed ?? 7)
  const fetch = (source: string, at: number): Fetch => ({ source: `generated${source}`, fetchedAt: at, runId: null })
  const start = Date.parse(`${options.first}T05:00:00Z`)
  const courses: ReferenceItem[] = history.courses().map((course) => ({ ...course }))
  yield [referenceFetched(fetch('/courses', start), 'courses', courses)]
  for (const date of daysBetween(options.first, options.last)) {
    const [morning, later] = [Date.parse(`${date}T06:00:00Z`), Date.parse(`${date}T22:00:00Z`) + 2 * 24 * 3600_000]
    yield [
      ...history
        .racecards(date, new Date(morning))
        .map((race) => racecardFetched(fetch('/racecards/pro', morning), race.raceId, race.read() as RacecardRace)),
      ...history
        .results(date, new Date(later))
        .map((race) => resultFetched(fetch('/results', later), 'results', race.raceId, race.read() as ResultRace)),
    ]
  }
}
