/** ra_runner_statistics: what is known of a horse the moment before its race. */
import { applyEvent, rowsOf } from '../../../lib/racing/raceState.js'
import { isUnusable, type RaceEvent } from '../../../lib/racing/readings.js'
import type { MergedRace, RaceRow } from '../../../lib/racing/rows.js'
import { asText, decimal, plus, whole } from './exact.js'
import { calculatedAt, counts, groupBy, latestDate, percent, type Row } from './figures.js'
import { groupOf, runsOf, type Run } from './runs.js'

const goings: Readonly<Record<string, readonly string[]>> = {
  firm: ['hard', 'firm', 'good to firm'],
  good: ['good', 'good to yielding', 'good to soft'],
  soft: ['yielding', 'yielding to soft', 'soft', 'very soft'],
  heavy: ['soft to heavy', 'heavy', 'holding'],
}

/** Twelve months before a date; the last day of the month where that month is shorter. */
export function twelveMonthsBefore(date: string): string {
  const [year, month, day] = [Number(date.slice(0, 4)) - 1, Number(date.slice(5, 7)), Number(date.slice(8, 10))]
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return `${String(year).padStart(4, '0')}-${date.slice(5, 7)}-${String(Math.min(day, days)).padStart(2, '0')}`
}

const ofGoing = (name: string) => (run: Run) => (goings[name] ?? []).includes((run.race.going ?? '').toLowerCase())

/** The sections of a runner's row: which of the earlier runs each counts. */
function sections(race: RaceRow, jockeyId: string | null): Record<string, (run: Run) => boolean> {
  const group = groupOf(race.distance_yards)
  const course = (run: Run) => race.course_id !== null && run.race.course_id === race.course_id
  const distance = (run: Run) => group !== null && run.group === group
  const yearAgo = twelveMonthsBefore(race.date)
  return {
    course,
    course_distance: (run) => course(run) && distance(run),
    distance,
    firm: ofGoing('firm'),
    good: ofGoing('good'),
    soft: ofGoing('soft'),
    heavy: ofGoing('heavy'),
    aw: (run) => run.race.surface?.toUpperCase() === 'AW',
    jumps: (run) => ['Chase', 'Hurdle', 'NH Flat'].includes(run.race.type ?? ''),
    jockey: (run) => jockeyId !== null && run.result.jockey_id === jockeyId,
    last_12m: (run) => run.race.date > yearAgo,
  }
}

/** The ten latest by off time. */
function lastTen(runs: readonly Run[]): Run[] {
  const later = (a: Run, b: Run) =>
    b.race.off_dt - a.race.off_dt || (a.race.race_id < b.race.race_id ? 1 : a.race.race_id > b.race.race_id ? -1 : 0)
  return [...runs].sort(later).slice(0, 10)
}

function section(name: string, runs: readonly Run[]): Row {
  const { runs: all, wins, seconds, thirds } = counts(runs)
  return { [`${name}_runs`]: all, [`${name}_wins`]: wins, [`${name}_2nds`]: seconds, [`${name}_3rds`]: thirds }
}

/** The features of one runner from its horse's runs of races off before this one. */
export function runnerFeatures(race: RaceRow, horseId: string, jockeyId: string | null, ofHorse: readonly Run[]): Row {
  const earlier = ofHorse.filter((run) => run.race.off_dt < race.off_dt)
  const { runs, wins, seconds, thirds } = counts(earlier)
  let prize = whole(0)
  for (const run of earlier) if (run.result.prize_won !== null) prize = plus(prize, decimal(run.result.prize_won))
  const won = earlier.filter((run) => run.isWin)
  const yards = won.flatMap((run) => (run.race.distance_yards === null ? [] : [run.race.distance_yards]))
  const row: Row = {
    race_id: race.race_id,
    horse_id: horseId,
    career_prize: asText(prize),
    career_win_percent: percent(wins, runs),
    career_place_percent: percent(wins + seconds + thirds, runs),
    ...section('last_10', lastTen(earlier)),
    last_raced: latestDate(earlier),
    last_won: latestDate(won),
    min_winning_distance_yards: yards.length === 0 ? null : Math.min(...yards),
    max_winning_distance_yards: yards.length === 0 ? null : Math.max(...yards),
    calculated_at: calculatedAt(earlier),
  }
  for (const [name, counted] of Object.entries(sections(race, jockeyId)))
    Object.assign(row, section(name, earlier.filter(counted)))
  return row
}

/** One row per runner of every race. */
export function features(races: readonly MergedRace[], runs: readonly Run[]): Row[] {
  const byHorse = groupBy(runs, (run) => run.result.horse_id)
  return races.flatMap(({ race, runners }) =>
    runners.map((runner) =>
      runnerFeatures(race, runner.horse_id, runner.jockey_id, byHorse.get(runner.horse_id) ?? []),
    ),
  )
}

export type Told = RaceEvent & { readonly race_id: string }

function merged(events: readonly Told[]): MergedRace {
  let state: ReturnType<typeof applyEvent> | null = null
  for (const event of events) {
    state = applyEvent(state, event)
    if (isUnusable(state)) throw new Error(`${event.race_id} is unusable`)
  }
  if (state === null) throw new Error('a race without events')
  return rowsOf(state)
}

const isFinal = (event: Told) => event.type === 'ResultFetched' && event.endpoint !== 'results_today'

/** Results of a race known at an instant: by fetch time; the first one of a race before live fetching by its off time. */
function knownResults(of: readonly Told[], offDt: number, liveSince: number, knownAt: number): Told[] {
  const results = of.filter((event) => event.type === 'ResultFetched')
  const first = [...results].sort(
    (a, b) =>
      a.fetched_at - b.fetched_at || Number(isFinal(a)) - Number(isFinal(b)) || (a.event_id < b.event_id ? -1 : 1),
  )[0]
  return results.filter((event) => {
    const stated = offDt + 15 * 60_000
    const since =
      event.event_id === first?.event_id && offDt < liveSince ? Math.min(stated, event.fetched_at) : event.fetched_at
    return since <= knownAt
  })
}

/** The features of every runner as they were known at an instant, from all events. */
export function featuresKnownAt(events: readonly Told[], knownAt: number): Row[] {
  const liveSince = Math.min(...events.map((event) => event.fetched_at))
  const byRace = new Map<string, Told[]>()
  for (const event of events) byRace.set(event.race_id, [...(byRace.get(event.race_id) ?? []), event])
  const races = [...byRace.values()].map(merged)
  const believed = races.flatMap(({ race }) => {
    const of = byRace.get(race.race_id) ?? []
    const results = knownResults(of, race.off_dt, liveSince, knownAt)
    if (results.length === 0) return []
    return [merged([...of.filter((event) => event.type === 'RacecardFetched'), ...results])]
  })
  return features(races, runsOf(believed))
}
