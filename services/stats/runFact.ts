import { distanceGroup } from '../../lib/racing/distanceGroup.js'
import { goingGroup, isAllWeather, isJumpRace } from '../../lib/racing/goingGroup.js'
import { isRun } from '../../lib/racing/position.js'
import type { MergedRace, RaceRow, ResultRow } from '../../lib/racing/rows.js'
import { pricedRun } from './startingPriceSums.js'

/**
 * One run as statistics count it: a row of `stats_runs`. Ids, position and price are the result's own; the facts of the
 * race are those of the merged race. Sums are whole numbers times 10^10, so that they add up without loss.
 */
export interface RunFact {
  readonly race_id: string
  readonly horse_id: string
  readonly jockey_id: string | null
  readonly trainer_id: string | null
  readonly owner_id: string | null
  readonly sire_id: string | null
  readonly dam_id: string | null
  readonly damsire_id: string | null
  readonly race_date: string
  /** Milliseconds since the epoch. */
  readonly off_dt: number
  readonly course_id: string | null
  readonly race_class: string | null
  readonly distance_yards: number | null
  readonly distance_group: number | null
  readonly going: string | null
  readonly going_group: string | null
  readonly all_weather: boolean
  readonly jumps: boolean
  readonly position: number | null
  /** Decimal integers as text: beyond what a double holds. */
  readonly inverse_sp_e10: string | null
  readonly profit_e10: string | null
  readonly time_cs: number | null
  /** Greatest for the best-placed timed finish of the latest race; the last 7 digits are 9999999 − time_cs. */
  readonly finish_key: string | null
  readonly prize: string | null
  /** Milliseconds since the epoch. */
  readonly fetched_at: number
}

/** `"62.55"` seconds → 6255; null for a runner without a position, whose time is no finishing time. */
function hundredths(result: ResultRow): number | null {
  if (result.position === null || result.time_seconds === null) return null
  const [seconds = '0', fraction = ''] = result.time_seconds.split('.')
  return Number(seconds) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2))
}

/** A text that sorts by off time, race, position and time: the best-placed finisher of the latest race is the greatest. */
function finishKey(race: RaceRow, position: number | null, time: number | null): string | null {
  if (position === null || time === null) return null
  const seconds = String(Math.floor(race.off_dt / 1000)).padStart(11, '0')
  return `${seconds} ${race.race_id} ${String(999 - position).padStart(3, '0')}${String(9_999_999 - time).padStart(7, '0')}`
}

function factOf(race: RaceRow, result: ResultRow, winners: number, fetchedAt: number): RunFact {
  const time = hundredths(result)
  const { inverse_sp_e10, profit_e10 } = pricedRun(result.sp_decimal, result.position === 1 ? winners : 0)
  return {
    race_id: race.race_id,
    horse_id: result.horse_id,
    jockey_id: result.jockey_id,
    trainer_id: result.trainer_id,
    owner_id: result.owner_id,
    sire_id: result.sire_id,
    dam_id: result.dam_id,
    damsire_id: result.damsire_id,
    race_date: race.date,
    off_dt: race.off_dt,
    course_id: race.course_id,
    race_class: race.race_class,
    distance_yards: race.distance_yards,
    distance_group: distanceGroup(race.distance_yards),
    going: race.going,
    going_group: goingGroup(race.going),
    all_weather: isAllWeather(race.surface),
    jumps: isJumpRace(race.type),
    position: result.position,
    inverse_sp_e10,
    profit_e10,
    time_cs: time,
    finish_key: finishKey(race, result.position, time),
    prize: result.prize_won,
    fetched_at: fetchedAt,
  }
}

/**
 * The runs of a merged race: its result runners but for NR, WDU and VOI; none in an abandoned race.
 * `fetchedAt` is the fetch time (ms) of the result that says so. Source: docs/domain.md, section 4.
 */
export function runFacts(merged: MergedRace, fetchedAt: number): RunFact[] {
  if (merged.race.is_abandoned) return []
  const runs = merged.results.filter((result) => isRun(result.position_code))
  const winners = runs.filter((result) => result.position === 1).length
  return runs.map((result) => factOf(merged.race, result, winners, fetchedAt))
}
