import { bell, uniform } from './chance.js'
import type { Course } from './courses.js'

const britishGoings = ['Firm', 'Good To Firm', 'Good', 'Good To Soft', 'Soft', 'Heavy']
const irishGoings = [
  'Firm',
  'Good To Firm',
  'Good',
  'Good To Yielding',
  'Yielding',
  'Yielding To Soft',
  'Soft',
  'Soft To Heavy',
  'Heavy',
]
const britishSteps = [-1.35, -0.45, 0.35, 0.9, 1.75]
const irishSteps = [-1.9, -0.95, -0.35, 0.1, 0.55, 0.85, 1.4, 1.75]

/**
 * How wet a course's turf is on a day: about −1.5 (baked) to 2.5 (waterlogged). A yearly swing, wet and dry spells of a region that pass
 * within weeks, the course's own showers, and the day's. `settled` leaves the day's own weather out: what was known two days before.
 */
export function wetness(seed: number, course: Course, day: number, settled: boolean): number {
  const season = 0.42 + 0.68 * Math.cos((2 * Math.PI * ((day - 15) % 365.25)) / 365.25)
  const region = course.region === 'GB' ? (course.index % 3) + 1 : 4
  const spell = smooth(seed, 51, region, day / 12) * 0.62 + smooth(seed, 52, region, day / 45) * 0.3
  const local = smooth(seed, 53, course.index, day / 6) * 0.28
  return season + spell + local + (settled ? 0 : bell(seed, 54, course.index, day) * 0.2)
}

/** The going on a day, in the words of the course's country. Jumping on firm ground is watered to good. */
export function goingOf(seed: number, course: Course, day: number, jumps: boolean, settled = false): string {
  if (course.allWeather) {
    const u = uniform(seed, 55, course.index, Math.floor(day / 9))
    return u < 0.8 ? 'Standard' : u < 0.96 ? 'Standard To Slow' : 'Standard To Fast'
  }
  const wet = wetness(seed, course, day, settled)
  const [goings, steps] = course.region === 'GB' ? [britishGoings, britishSteps] : [irishGoings, irishSteps]
  const index = steps.filter((step) => wet > step).length
  return goings[jumps ? Math.max(index, 1) : index] ?? 'Good'
}

/** Whether a turf meeting is called off: waterlogged or, from November to March, frozen. */
export function isAbandoned(seed: number, course: Course, day: number, month: number): boolean {
  if (course.allWeather) return uniform(seed, 56, course.index, day) < 0.0015
  const wet = wetness(seed, course, day, false)
  const frost = month >= 12 || month <= 2 ? 0.028 : month === 11 || month === 3 ? 0.008 : 0.001
  return uniform(seed, 57, course.index, day) < frost + (wet > 2.1 ? 0.45 : 0)
}

/** Seconds a race is slower than on good ground, as a share of its time. */
export function slowness(going: string): number {
  return slow[going] ?? 0.02
}

const slow: Readonly<Record<string, number>> = {
  Firm: -0.012,
  'Good To Firm': -0.006,
  Good: 0.004,
  'Good To Yielding': 0.014,
  'Good To Soft': 0.022,
  Yielding: 0.028,
  'Yielding To Soft': 0.038,
  Soft: 0.05,
  'Soft To Heavy': 0.07,
  Heavy: 0.085,
  Standard: 0.004,
  'Standard To Slow': 0.012,
  'Standard To Fast': -0.005,
}

/** Noise that changes slowly: bells at whole numbers, eased between them. */
function smooth(seed: number, tag: number, which: number, at: number): number {
  const whole = Math.floor(at)
  const part = at - whole
  const ease = part * part * (3 - 2 * part)
  return bell(seed, tag, which, whole) * (1 - ease) + bell(seed, tag, which, whole + 1) * ease
}
