/** Jockeys, trainers and owners. */
import { calculatedAt, counts, latestDate, percent, type Row } from './figures.js'
import type { Run } from './runs.js'

const day = 86_400_000
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / day

/** Runs whose race date is in (asOf − days, asOf]. */
function recent(runs: readonly Run[], asOf: string, days: number): Run[] {
  return runs.filter((run) => {
    const age = daysBetween(run.race.date, asOf)
    return age >= 0 && age < days
  })
}

const since = (date: string | null, asOf: string): number | null => (date === null ? null : daysBetween(date, asOf))

/** The statistics of one person by the runs they had, as of a London day. */
export function person(kind: 'jockey' | 'trainer' | 'owner', runs: readonly Run[], asOf: string): Row {
  const all = counts(runs)
  const lastRun = latestDate(runs)
  const lastWin = latestDate(runs.filter((run) => run.isWin))
  const places = all.wins + all.seconds + all.thirds
  const windows: Row = {}
  for (const days of [14, 30]) {
    const own = counts(recent(runs, asOf, days))
    windows[`recent_${days}d_${kind === 'jockey' ? 'rides' : 'runs'}`] = own.runs
    windows[`recent_${days}d_wins`] = own.wins
    windows[`recent_${days}d_win_rate`] = percent(own.wins, own.runs)
  }
  const row: Row = {
    total_wins: all.wins,
    total_places: places,
    total_seconds: all.seconds,
    total_thirds: all.thirds,
    win_rate: percent(all.wins, all.runs),
    place_rate: percent(places, all.runs),
    ...windows,
    last_win_date: lastWin,
    days_since_last_win: since(lastWin, asOf),
    stats_updated_at: calculatedAt(runs),
  }
  if (kind === 'jockey')
    return { ...row, total_rides: all.runs, last_ride_date: lastRun, days_since_last_ride: since(lastRun, asOf) }
  const stable = {
    ...row,
    total_runners: all.runs,
    last_runner_date: lastRun,
    days_since_last_runner: since(lastRun, asOf),
  }
  if (kind === 'trainer') return stable
  const horses = new Set(runs.map((run) => run.result.horse_id))
  return { ...stable, total_horses: horses.size, active_last_30d: recent(runs, asOf, 30).length > 0 }
}
