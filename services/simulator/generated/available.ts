import { bell, hash } from './chance.js'
import { birthYear, disciplineOf, maturity } from './horses.js'
import { flag, type Season } from './season.js'
import type { Week } from './weeks.js'

/** A horse that could run in a week. */
export interface Candidate {
  readonly horse: number
  readonly age: number
  /** The official rating, in pounds. */
  readonly rating: number
  /** Whether it has one: not before it was seen for ten weeks. */
  readonly rated: boolean
  readonly trip: number
  readonly female: boolean
  readonly allWeather: boolean
  /** Goes over fences rather than hurdles. */
  readonly chaser: boolean
}

/** Candidates by country and code. */
export interface Available {
  readonly GB: { readonly flat: Candidate[]; readonly jumps: Candidate[] }
  readonly IRE: { readonly flat: Candidate[]; readonly jumps: Candidate[] }
}

/**
 * The horses that may run in a week: those in their campaign whose number for this week is greater than those of the weeks before and after.
 * So nobody runs in two weeks running, the gaps are irregular, and no other week need be known.
 */
export function availableIn(seed: number, week: Week, thisYear: Season, lastYear: Season): Available {
  const available: Available = { GB: { flat: [], jumps: [] }, IRE: { flat: [], jumps: [] } }
  const seen = new Set<number>()
  for (const season of [thisYear, lastYear]) {
    const now = week.number - season.year * 52
    for (let i = 0; i < season.count; i++) {
      const start = season.start[i] ?? 0
      if (now < start || now >= start + (season.length[i] ?? 0)) continue
      const horse = season.horse[i] ?? 0
      const own = hash(seed, 75, horse, week.number)
      if (own <= hash(seed, 75, horse, week.number - 1) || own <= hash(seed, 75, horse, week.number + 1)) continue
      if (seen.has(horse)) continue
      seen.add(horse)
      const flags = season.flags[i] ?? 0
      const age = week.year - birthYear(horse)
      const jumps = (flags & flag.jumps) !== 0
      available[(flags & flag.irish) !== 0 ? 'IRE' : 'GB'][jumps ? 'jumps' : 'flat'].push({
        horse,
        age,
        rating: ratingIn(seed, horse, season.ability[i] ?? 0, age, week.number),
        rated: (flags & flag.debut) === 0 || now >= start + 10,
        trip: season.trip[i] ?? 8,
        female: (flags & flag.female) !== 0,
        allWeather: (flags & flag.allWeather) !== 0,
        chaser: jumps && age >= 5 && hash(seed, 76, horse) % 100 < (age >= 6 ? 52 : 30),
      })
    }
  }
  return available
}

/** The official rating of a horse in a week: what it is worth at its age, and how the handicapper sees it these two months. */
function ratingIn(seed: number, horse: number, ability: number, age: number, week: number): number {
  const discipline = disciplineOf(seed, horse)
  return Math.round(ability + maturity(discipline, age) + bell(seed, 77, horse, Math.floor(week / 9)) * 4)
}
