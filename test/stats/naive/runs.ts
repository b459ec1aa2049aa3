/** The runs of a list of races, read from the definition alone (docs/domain.md, section 4). */
import type { MergedRace, RaceRow, ResultRow } from '../../../lib/racing/rows.js'

export interface Run {
  readonly race: RaceRow
  readonly result: ResultRow
  readonly isWin: boolean
  readonly isSecond: boolean
  readonly isThird: boolean
  /** How many share the first place of this race. */
  readonly winners: number
  /** The half-furlong group of the race in yards. */
  readonly group: number | null
  /** When the result that says so was fetched, in milliseconds. */
  readonly fetchedAt: number
}

const noRuns = ['NR', 'WDU', 'VOI', 'VO']

/** The nearest half furlong in yards, a tie going down; what is nearest to no distance at all is none. */
export function groupOf(yards: number | null): number | null {
  if (yards === null) return null
  let halves = 0
  while (yards - halves * 110 > 55) halves += 1
  return halves === 0 ? null : halves * 110
}

function isRun(race: RaceRow, result: ResultRow): boolean {
  return !race.is_abandoned && !noRuns.includes((result.position_code ?? '').toUpperCase())
}

/** Every run of these races. */
export function runsOf(races: readonly MergedRace[]): Run[] {
  const runs: Run[] = []
  for (const { race, runners, results } of races) {
    const ran = results.filter((result) => isRun(race, result))
    const winners = ran.filter((result) => result.position === 1).length
    for (const result of ran) {
      const fetchedAt = runners.find((runner) => runner.horse_id === result.horse_id)?.result_updated_at
      if (typeof fetchedAt !== 'number')
        throw new Error(`${race.race_id} ${result.horse_id} has a result and no time of it`)
      runs.push({
        race,
        result,
        isWin: result.position === 1,
        isSecond: result.position === 2,
        isThird: result.position === 3,
        winners,
        group: groupOf(race.distance_yards),
        fetchedAt,
      })
    }
  }
  return runs
}
