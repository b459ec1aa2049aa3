import { dateOfDay } from '../calendar.js'
import { chances, uniform, type Chances } from './chance.js'
import { type Course, courses } from './courses.js'
import type { Discipline } from './horses.js'

/** A meeting: what is raced where, and when its races go off. */
export interface Meeting {
  readonly course: Course
  readonly discipline: Discipline
  /** Minutes after midnight, London time. */
  readonly offs: readonly number[]
}

/** Meetings a weekday from Sunday to Saturday, over a year. */
const weekdays = { GB: [2.45, 3.7, 3.8, 4.2, 4.2, 4.9, 6.4], IRE: [2.0, 0.65, 0.65, 0.9, 1.0, 1.4, 1.6] }
/** Share of the year's mean by month. */
const busy = [0.84, 0.88, 0.92, 1.02, 1.12, 1.1, 1.14, 1.12, 1.02, 1.04, 0.92, 0.9]
/** Chances of flat on turf, all-weather and jumps by month. */
const kinds: Readonly<Record<'GB' | 'IRE', readonly (readonly [number, number, number])[]>> = {
  GB: [
    [0, 0.42, 0.58],
    [0, 0.42, 0.58],
    [0.02, 0.4, 0.58],
    [0.38, 0.22, 0.4],
    [0.58, 0.15, 0.27],
    [0.7, 0.13, 0.17],
    [0.7, 0.13, 0.17],
    [0.68, 0.15, 0.17],
    [0.62, 0.18, 0.2],
    [0.42, 0.22, 0.36],
    [0.07, 0.36, 0.57],
    [0, 0.42, 0.58],
  ],
  IRE: [
    [0, 0.15, 0.85],
    [0, 0.15, 0.85],
    [0.1, 0.12, 0.78],
    [0.35, 0.07, 0.58],
    [0.52, 0.04, 0.44],
    [0.56, 0.04, 0.4],
    [0.56, 0.04, 0.4],
    [0.55, 0.06, 0.39],
    [0.55, 0.1, 0.35],
    [0.4, 0.16, 0.44],
    [0.05, 0.2, 0.75],
    [0, 0.2, 0.8],
  ],
}

/**
 * The meetings of a day: about 38 races on the mean, more on Saturdays and Boxing Day, none on Christmas Eve and Christmas Day,
 * mostly flat turf from April to October, jumps and all-weather from November to March. British Sunday racing began in 1992 and grew.
 */
export function meetingsOf(seed: number, day: number): readonly Meeting[] {
  const date = dateOfDay(day)
  const [year, month, dayOfMonth] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
  if (month === 12 && (dayOfMonth === 24 || dayOfMonth === 25)) return []
  const draw = chances(seed, 61, day)
  const taken = new Set<string>()
  const meetings: Meeting[] = []
  for (const region of ['GB', 'IRE'] as const) {
    const count = meetingCount(draw, region, day, year, month, dayOfMonth)
    for (let i = 0; i < count; i++) {
      const meeting = drawMeeting(seed, draw, region, day, year, month, taken)
      if (meeting !== null) meetings.push(meeting)
    }
  }
  return meetings
}

function meetingCount(
  draw: Chances,
  region: 'GB' | 'IRE',
  day: number,
  year: number,
  month: number,
  dayOfMonth: number,
): number {
  const boxingDay = month === 12 && dayOfMonth === 26
  if (boxingDay) return region === 'GB' ? 8 : 3
  const weekday = (day + 4) % 7
  if (region === 'GB' && weekday === 0 && year < 1992) return 0
  // Racing grew by half between 1988 and 2008.
  const growth = 0.66 + 0.34 * Math.min(1, (year - 1988) / 20)
  const mean = (weekdays[region][weekday] ?? 1) * (busy[month - 1] ?? 1) * growth * 1.045
  const whole = Math.floor(mean)
  return whole + (draw.happens(mean - whole) ? 1 : 0)
}

function drawMeeting(
  seed: number,
  draw: Chances,
  region: 'GB' | 'IRE',
  day: number,
  year: number,
  month: number,
  taken: Set<string>,
): Meeting | null {
  const kind = draw.weighted(kinds[region][month - 1] ?? [0, 0, 1])
  const fits = (course: Course) =>
    course.region === region &&
    year >= course.from &&
    year <= course.until &&
    !taken.has(course.code) &&
    (kind === 1 ? course.allWeather : !course.allWeather && (kind === 0 ? course.flat : course.jumps))
  let open = courses.filter(fits)
  // Before the all-weather tracks were built, and where all are taken, the turf races on.
  if (open.length === 0)
    open = courses.filter(
      (course) =>
        course.region === region &&
        !course.allWeather &&
        course.jumps &&
        year <= course.until &&
        !taken.has(course.code),
    )
  if (open.length === 0) return null
  const week = Math.floor(day / 7)
  const course = draw.pick(open.filter((one) => uniform(seed, 62, one.index, week) < 0.6).concat(open.slice(0, 1)))
  taken.add(course.code)
  const discipline: Discipline = course.allWeather || (kind === 0 && course.flat) ? 'flat' : 'jumps'
  return { course, discipline, offs: offTimes(draw, region, discipline, month, course) }
}

function offTimes(
  draw: Chances,
  region: 'GB' | 'IRE',
  discipline: Discipline,
  month: number,
  course: Course,
): readonly number[] {
  const evening = draw.happens(course.allWeather ? 0.5 : month >= 5 && month <= 8 ? 0.35 : 0)
  const races = region === 'IRE' ? 7 + draw.below(2) : 6 + draw.below(3)
  const winter = month <= 2 || month >= 11
  const start = evening ? 16 * 60 + 30 + draw.below(14) * 5 : (winter ? 12 * 60 : 13 * 60) + draw.below(15) * 5
  const gap = discipline === 'jumps' && draw.happens(0.4) ? 35 : 30
  return Array.from({ length: races }, (_, i) => start + i * gap)
}
