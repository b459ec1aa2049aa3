import type { Candidate } from './available.js'
import type { Chances } from './chance.js'
import type { Course } from './courses.js'
import type { Discipline } from './horses.js'

export type RaceType = 'Flat' | 'Hurdle' | 'Chase' | 'NH Flat'
export type RaceKind = 'handicap' | 'maiden' | 'novice' | 'selling' | 'conditions' | 'pattern' | 'bumper'

/** What a race is for. */
export interface Conditions {
  readonly type: RaceType
  readonly kind: RaceKind
  /** `Class 4`; empty in Ireland. */
  readonly raceClass: string
  /** `Group 1`, `Grade 2`, `Listed` or empty. */
  readonly pattern: string
  readonly ageBand: string
  readonly youngest: number
  readonly oldest: number
  readonly sexRestriction: '' | 'F' | 'M'
  readonly ratingBand: string
  /** Ratings a runner should have. */
  readonly least: number
  readonly most: number
  readonly furlongs: number
  /** Winner's prize in pounds or euros. */
  readonly prize: number
  /** How many runners are hoped for. */
  readonly field: number
}

const trips: Readonly<Record<RaceType, readonly number[]>> = {
  Flat: [5, 6, 7, 8, 10, 12, 14, 16],
  Hurdle: [16, 16.5, 19.5, 20, 21, 24],
  Chase: [16, 17, 20, 21.5, 24, 26],
  'NH Flat': [16, 16.5, 17],
}

/**
 * Frames a race around a horse that wants to run: that is how programmes come about, and so every race finds others like it.
 * `draw` is the race's own stream of chances.
 */
export function conditionsFor(
  draw: Chances,
  wants: Candidate,
  at: { course: Course; discipline: Discipline; month: number; year: number; last: boolean },
): Conditions {
  const { course, discipline, month, year } = at
  const irish = course.region === 'IRE'
  const kind = discipline === 'flat' ? flatKind(draw, wants, month) : jumpsKind(draw, wants, at.last)
  const type: RaceType =
    discipline === 'flat' ? 'Flat' : kind === 'bumper' ? 'NH Flat' : wants.chaser ? 'Chase' : 'Hurdle'
  const handicap = kind === 'handicap'
  const most = handicap
    ? Math.max(discipline === 'flat' ? 50 : 90, Math.ceil((wants.rating + draw.next() * 7) / 5) * 5)
    : kind === 'selling'
      ? 62
      : kind === 'pattern' || kind === 'conditions'
        ? 200
        : 96
  const least = handicap
    ? most - (discipline === 'flat' ? 18 : 24)
    : kind === 'pattern' || kind === 'conditions'
      ? wants.rating - 13
      : 0
  const pattern = kind === 'pattern' ? patternOf(wants.rating, discipline) : ''
  const level = classOf(draw, kind, most, discipline)
  const ages = agesOf(draw, wants, type, kind, month)
  return {
    type,
    kind,
    raceClass: irish ? '' : `Class ${level}`,
    pattern,
    ...ages,
    sexRestriction: wants.female && draw.happens(0.13) ? (discipline === 'flat' ? 'F' : 'M') : '',
    ratingBand:
      !handicap || (discipline === 'flat' ? most > 105 : most > 150)
        ? ''
        : irish
          ? `${Math.max(45, least)}-${most}`
          : `0-${most}`,
    least,
    most,
    furlongs: tripOf(draw, wants, type),
    prize: prizeOf(draw, level, pattern, irish, year, discipline),
    field: fieldOf(draw, kind, irish, course.quality),
  }
}

function flatKind(draw: Chances, wants: Candidate, month: number): RaceKind {
  if (wants.rated && wants.rating >= 97 && draw.happens(0.75)) return draw.happens(0.12) ? 'conditions' : 'pattern'
  if (wants.age === 2 && (!wants.rated || month < 7)) return draw.happens(0.45) ? 'maiden' : 'novice'
  if (!wants.rated) return draw.happens(0.5) ? 'maiden' : 'novice'
  return wants.rating < 60 && draw.happens(0.06) ? 'selling' : 'handicap'
}

function jumpsKind(draw: Chances, wants: Candidate, last: boolean): RaceKind {
  if (last && wants.age <= 6 && !wants.rated && draw.happens(0.8)) return 'bumper'
  if (wants.rated && wants.rating >= 142 && draw.happens(0.6)) return 'pattern'
  if (!wants.rated) return wants.chaser || draw.happens(0.5) ? 'novice' : 'maiden'
  return draw.happens(0.04) ? 'conditions' : 'handicap'
}

function patternOf(rating: number, discipline: Discipline): string {
  if (discipline === 'flat')
    return rating >= 115 ? 'Group 1' : rating >= 110 ? 'Group 2' : rating >= 105 ? 'Group 3' : 'Listed'
  return rating >= 158 ? 'Grade 1' : rating >= 151 ? 'Grade 2' : rating >= 146 ? 'Grade 3' : 'Listed'
}

function classOf(draw: Chances, kind: RaceKind, most: number, discipline: Discipline): number {
  if (kind === 'pattern') return 1
  if (kind === 'conditions') return 2
  if (kind === 'selling') return 6
  if (kind !== 'handicap') return draw.happens(0.55) ? 5 : draw.happens(0.85) ? 4 : 3
  const [six, five, four, three] = discipline === 'flat' ? [65, 75, 85, 95] : [0, 105, 120, 135]
  return most <= six ? 6 : most <= five ? 5 : most <= four ? 4 : most <= three ? 3 : 2
}

function agesOf(
  draw: Chances,
  wants: Candidate,
  type: RaceType,
  kind: RaceKind,
  month: number,
): { ageBand: string; youngest: number; oldest: number } {
  const band = (ageBand: string, youngest: number, oldest = 99) => ({ ageBand, youngest, oldest })
  if (type === 'NH Flat') return band('4-6yo', 4, 6)
  if (type === 'Chase') return band('5yo+', 5)
  if (type === 'Hurdle') return wants.age === 4 && draw.happens(0.12) ? band('4yo', 4, 4) : band('4yo+', 4)
  if (wants.age === 2) return band('2yo', 2, 2)
  if (wants.age === 3 && (month <= 5 || draw.happens(0.42))) return band('3yo', 3, 3)
  if (wants.age === 3) return kind === 'maiden' && draw.happens(0.3) ? band('3-5yo', 3, 5) : band('3yo+', 3)
  return month <= 4 || draw.happens(0.3) ? band('4yo+', 4) : band('3yo+', 3)
}

function tripOf(draw: Chances, wants: Candidate, type: RaceType): number {
  const wanted = wants.trip + draw.bell() * 0.6
  let best = trips[type][0] ?? 8
  for (const trip of trips[type]) if (Math.abs(trip - wanted) < Math.abs(best - wanted)) best = trip
  return best
}

function prizeOf(
  draw: Chances,
  level: number,
  pattern: string,
  irish: boolean,
  year: number,
  discipline: Discipline,
): number {
  const grades: Readonly<Record<string, readonly [number, number]>> = {
    Listed: [19_000, 29_000],
    '3': [34_000, 52_000],
    '2': [56_000, 98_000],
    '1': [120_000, 480_000],
  }
  const classes: readonly (readonly [number, number])[] = [
    [15_000, 40_000],
    [20_000, 60_000],
    [13_000, 41_000],
    [7_600, 10_400],
    [4_700, 6_500],
    [3_600, 4_450],
    [3_000, 3_500],
  ]
  const [from, to] = (pattern === '' ? classes[level] : grades[pattern.split(' ')[1] ?? 'Listed']) ?? [4000, 5000]
  const today =
    (from + (to - from) * draw.next() ** 2) * (irish ? 1.5 : 1) * (discipline === 'jumps' && pattern !== '' ? 0.6 : 1)
  // Prize money has roughly doubled since 1988.
  const then = today * (0.45 + 0.55 * Math.min(1, Math.max(0, (year - 1988) / 35)))
  return irish ? Math.round(then / 590) * 590 || 590 : Math.round(then * 10) / 10
}

function fieldOf(draw: Chances, kind: RaceKind, irish: boolean, quality: number): number {
  const mean = { handicap: 9.6, maiden: 9.8, novice: 8.8, selling: 8.6, conditions: 6.9, pattern: 7.5, bumper: 10.4 }[
    kind
  ]
  const drawn = mean + (irish ? 1.9 : 0) + (quality >= 4 && kind === 'handicap' ? 1.6 : 0) + draw.bell() * 3
  return Math.max(3, Math.min(irish || quality >= 4 ? 20 : 16, Math.round(drawn)))
}
