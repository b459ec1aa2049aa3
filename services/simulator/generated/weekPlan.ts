import { dateOfDay, dayNumber } from '../calendar.js'
import { type Available, availableIn, type Candidate } from './available.js'
import { type Chances, chances, hash } from './chance.js'
import { type Conditions, conditionsFor } from './conditions.js'
import type { Course } from './courses.js'
import { meetingsOf } from './fixtures.js'
import type { Discipline } from './horses.js'
import type { Season } from './season.js'
import { isAbandoned } from './weather.js'
import type { Week } from './weeks.js'

/** A race as planned: when, where, for whom and with whom. How it ends is not known here. */
export interface PlannedRace extends Conditions {
  readonly raceId: string
  readonly day: number
  readonly date: string
  readonly year: number
  /** Identifies the race among all days, for chances. */
  readonly key: number
  readonly course: Course
  readonly discipline: Discipline
  /** Minutes after midnight in London. */
  readonly off: number
  /** Place in the meeting's programme, from 0, and how many races that has. */
  readonly order: number
  readonly programme: number
  readonly abandoned: boolean
  /** Declared runners. */
  readonly field: number
  readonly runners: readonly Candidate[]
  /** Entered, but not declared two days before. */
  readonly undeclared: readonly Candidate[]
}

/** Races by day, each day's by off time. */
export type WeekPlan = ReadonlyMap<number, readonly PlannedRace[]>

const firstId = 20_000_000
const firstDay = dayNumber('1980-01-01')

/** The id of a race: its day and its number on it. */
export const raceIdOf = (day: number, number: number): string => `rac_${firstId + (day - firstDay) * 100 + number}`

/** The day of a race from its id; null for an id this history does not have. */
export function dayOfRaceId(raceId: string): number | null {
  const digits = /^rac_(\d{8})$/.exec(raceId)?.[1]
  return digits === undefined || Number(digits) < firstId
    ? null
    : Math.floor((Number(digits) - firstId) / 100) + firstDay
}

interface Slot {
  readonly day: number
  readonly number: number
  readonly course: Course
  readonly discipline: Discipline
  readonly off: number
  readonly order: number
  readonly programme: number
}

/**
 * Plans a week: the meetings of its days, a race for every slot, and the horses that run. A horse gets at most one race a week.
 * The slots are filled in a drawn order, so that no day of the week has the pick of the horses.
 */
export function planWeek(seed: number, week: Week, thisYear: Season, lastYear: Season): WeekPlan {
  const slots = slotsOf(seed, week)
  const available = availableIn(seed, week, thisYear, lastYear)
  for (const pool of pools(available)) shuffle(chances(seed, 81, week.number, pool.length), pool)
  const races: PlannedRace[] = []
  const order = slots.map((slot) => ({ slot, at: hash(seed, 82, slot.day, slot.number) })).sort((a, b) => a.at - b.at)
  for (const { slot } of order) {
    const race = planRace(seed, slot, available)
    if (race !== null) races.push(race)
  }
  const days = new Map<number, PlannedRace[]>()
  for (let day = week.firstDay; day < week.firstDay + week.days; day++) days.set(day, [])
  for (const race of races) days.get(race.day)?.push(race)
  for (const list of days.values()) list.sort((a, b) => a.off - b.off || a.key - b.key)
  return days
}

function slotsOf(seed: number, week: Week): Slot[] {
  const slots: Slot[] = []
  for (let day = week.firstDay; day < week.firstDay + week.days; day++) {
    let number = 0
    for (const { course, discipline, offs } of meetingsOf(seed, day)) {
      for (const [order, off] of offs.entries()) {
        slots.push({ day, number: number++, course, discipline, off, order, programme: offs.length })
      }
    }
  }
  return slots
}

function planRace(seed: number, slot: Slot, available: Available): PlannedRace | null {
  const { day, course, discipline } = slot
  const pool = available[course.region][discipline]
  if (pool.length < 4) return null
  const draw = chances(seed, 83, day, slot.number)
  const date = dateOfDay(day)
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
  // The last race of a jumps meeting is often for horses that have not jumped yet.
  const last = slot.order === slot.programme - 1
  const bumper =
    last && discipline === 'jumps' && draw.happens(0.55) ? pool.find((one) => !one.rated && one.age <= 6) : undefined
  const framed = frame(draw, pool, slot, { month, year, last }, bumper)
  if (framed === null) return null
  const { conditions, runners } = framed
  if (conditions.kind === 'pattern' && draw.happens(0.5)) {
    // The best cross the Irish Sea.
    const other = available[course.region === 'GB' ? 'IRE' : 'GB'][discipline]
    takeInto(runners, other, runners.length + 1 + draw.below(2), draw.below(Math.max(1, other.length)), (one) =>
      fits(conditions, one, course.allWeather, 0),
    )
  }
  const key = (day - firstDay) * 100 + slot.number
  return {
    ...conditions,
    raceId: raceIdOf(day, slot.number),
    day,
    date,
    year,
    key,
    course,
    discipline,
    off: slot.off,
    order: slot.order,
    programme: slot.programme,
    abandoned:
      isAbandoned(seed, course, day, month) && (slot.order >= 2 || hash(seed, 84, course.index, day) % 4 !== 0),
    field: runners.length,
    runners,
    undeclared: undeclaredOf(draw, pool, conditions, runners.length),
  }
}

/** Frames a race and finds its field; where a field does not come together, around another horse. */
function frame(
  draw: Chances,
  pool: Candidate[],
  slot: Slot,
  when: { month: number; year: number; last: boolean },
  first: Candidate | undefined,
): { conditions: Conditions; runners: Candidate[] } | null {
  const { course, discipline } = slot
  for (let attempt = 0; attempt < 4; attempt++) {
    const wants = attempt === 0 && first !== undefined ? first : wanting(draw, pool, course)
    const conditions = conditionsFor(draw, wants, { course, discipline, ...when })
    const runners = takeField(draw, pool, conditions, course.allWeather)
    if (runners.length >= 3) return { conditions, runners }
    pool.push(...runners)
  }
  return null
}

/** A good course draws better horses, a small one worse. */
function wanting(draw: Chances, pool: readonly Candidate[], course: Course): Candidate {
  const one = draw.pick(pool)
  const other = draw.pick(pool)
  if (course.quality >= 4) return one.rating >= other.rating ? one : other
  if (course.quality === 1) return one.rating <= other.rating ? one : other
  return one
}

/** Takes the runners of a race out of the pool, with ever looser demands. */
function takeField(draw: Chances, pool: Candidate[], race: Conditions, allWeather: boolean): Candidate[] {
  const field: Candidate[] = []
  for (let looseness = 0; looseness <= 4; looseness++) {
    const wanted = looseness <= 2 ? race.field : looseness === 3 ? Math.min(5, race.field) : 3
    if (field.length < wanted) {
      takeInto(field, pool, wanted, draw.below(Math.max(1, pool.length)), (one) =>
        fits(race, one, allWeather, looseness),
      )
    }
  }
  return field
}

function fits(race: Conditions, one: Candidate, allWeather: boolean, looseness: number): boolean {
  if (one.age < race.youngest || one.age > race.oldest) return false
  if (race.kind === 'handicap' && one.rating > race.most) return false
  if (looseness >= 4) return true
  if (race.sexRestriction !== '' && !one.female) return false
  if (looseness >= 3) return true
  const open = race.kind === 'maiden' || race.kind === 'novice' || race.kind === 'bumper'
  if (open ? looseness < 2 && one.rated : !one.rated && looseness < 2) return false
  if (!open && one.rating < race.least - (looseness === 2 ? 8 : 0)) return false
  if (one.rating > race.most && (!open || one.rated)) return false
  if (looseness >= 1) return true
  if (
    race.type === 'Flat'
      ? one.allWeather !== allWeather && one.age > 2
      : race.type !== 'NH Flat' && one.chaser !== (race.type === 'Chase')
  )
    return false
  return Math.abs(one.trip - race.furlongs) <= race.furlongs * 0.25
}

/** Moves horses that fit from the pool, starting somewhere in it, until there are enough. */
function takeInto(
  field: Candidate[],
  pool: Candidate[],
  wanted: number,
  from: number,
  fit: (one: Candidate) => boolean,
): void {
  let left = pool.length
  let at = from
  while (left > 0 && field.length < wanted && pool.length > 0) {
    if (at >= pool.length) at = 0
    const one = pool[at] as Candidate
    if (fit(one)) {
      field.push(one)
      pool[at] = pool[pool.length - 1] as Candidate
      pool.pop()
    } else at += 1
    left -= 1
  }
}

/** Horses entered as well; they leave the pool, so that a horse with this entry runs nowhere else this week. */
function undeclaredOf(draw: Chances, pool: Candidate[], race: Conditions, field: number): readonly Candidate[] {
  if (pool.length < 60) return []
  const entered: Candidate[] = []
  takeInto(entered, pool, Math.min(draw.below(4), Math.round(field / 3)), draw.below(pool.length), (one) =>
    fits(race, one, race.type === 'Flat', 1),
  )
  return entered
}

function pools(available: Available): readonly Candidate[][] {
  return [available.GB.flat, available.GB.jumps, available.IRE.flat, available.IRE.jumps]
}

function shuffle(draw: Chances, list: Candidate[]): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = draw.below(i + 1)
    const kept = list[i] as Candidate
    list[i] = list[j] as Candidate
    list[j] = kept
  }
}
