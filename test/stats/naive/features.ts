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

const twoDays = 2 * 86_400_000

/** The earliest fetch of an event fetched before the end of the day after its race. */
function liveSince(events: readonly Told[]): number {
  const live = events.filter((event) => {
    const { race } = merged([event])
    return event.fetched_at < Date.parse(`${race.date}T00:00:00Z`) + twoDays
  })
  return Math.min(Infinity, ...live.map((event) => event.fetched_at))
}

const isResult = (event: Told) => event.type === 'ResultFetched'
const firstFetch = (events: readonly Told[]) => Math.min(...events.map((event) => event.fetched_at))

/** The events of one race that count as told at an instant, for what the race is; and whether its result counts as known. */
function toldBy(of: readonly Told[], live: number, knownAt: number): { events: Told[]; hasRun: boolean } {
  const upTo = (instant: number) => of.filter((event) => event.fetched_at <= instant)
  const hasRun = upTo(knownAt).some(isResult)
  const offDt = merged(of).race.off_dt
  if (hasRun || offDt >= live) return { events: upTo(knownAt), hasRun }
  // Before live fetching: known ever since as first told, its result 15 minutes after the off.
  const results = of.filter(isResult)
  if (results.length > 0 && knownAt >= offDt + 15 * 60_000) return { events: upTo(firstFetch(results)), hasRun: true }
  return { events: upTo(Math.max(knownAt, firstFetch(of))), hasRun: false }
}

/** The features of every runner as they were known at an instant, from all events. */
export function featuresKnownAt(events: readonly Told[], knownAt: number): Row[] {
  const live = liveSince(events)
  const races = [...groupBy(events, (event) => event.race_id).values()]
    .map((of) => toldBy(of, live, knownAt))
    .filter((told) => told.events.length > 0)
    .map((told) => ({ race: merged(told.events), hasRun: told.hasRun }))
  return features(
    races.map(({ race }) => race),
    runsOf(races.flatMap(({ race, hasRun }) => (hasRun ? [race] : []))),
  )
}
