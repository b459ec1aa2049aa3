import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { londonDate } from '../../../lib/clock.js'
import { InvalidSimulatorOption, UnreadableRecordedDay } from '../errors.js'
import type { CourseEntry, JsonObject, RacingSource } from '../racingSource.js'
import { regionName } from '../regions.js'
import { readRecordedDay, type RecordedRace } from './recordedDay.js'
import { profileFromRunner, type SeenRunner } from './recordedProfile.js'

/** Recorded days as a source, and which days they are. */
export interface RecordedDays extends RacingSource {
  hasRacecards(date: string): boolean
  hasResults(date: string): boolean
  /** The last recorded day, `YYYY-MM-DD`; null without any. */
  readonly lastDay: string | null
}

/** Days kept at a time; a recorded day is about 1 MB of text. */
const daysKept = 16

/**
 * Serves `racecards_pro_DATE.json` and `results_DATE.json` of a directory (docs/simulator.md).
 * Files are listed at once and read when asked for; ids and profiles are indexed on the first lookup by id.
 * A result is hidden until a quarter of an hour after its off. Throws InvalidSimulatorOption for a directory that cannot be read.
 */
export function openRecordedDays(directory: string): RecordedDays {
  const files = listFiles(directory)
  const cards = daysOf(files, /^racecards_pro_(\d{4}-\d{2}-\d{2})\.json$/)
  const results = daysOf(files, /^results_(\d{4}-\d{2}-\d{2})\.json$/)
  const kept = new Map<string, readonly RecordedRace[]>()

  const racesOf = (file: string | undefined, list: 'racecards' | 'results'): readonly RecordedRace[] => {
    if (file === undefined) return []
    const known = kept.get(file)
    if (known !== undefined) return known
    const read = readRecordedDay(join(directory, file), list)
    kept.set(file, read)
    if (kept.size > daysKept) kept.delete(kept.keys().next().value ?? file)
    return read
  }
  const cardsOf = (date: string) => racesOf(cards.get(date), 'racecards')
  const resultsOf = (date: string) => racesOf(results.get(date), 'results')

  let index: Index | null = null
  const indexed = (): Index => (index ??= indexDays([...cards.keys()], [...results.keys()], cardsOf, resultsOf))

  return {
    lastDay: [...cards.keys(), ...results.keys()].sort().at(-1) ?? null,
    hasRacecards: (date) => cards.has(date),
    hasResults: (date) => results.has(date),
    racecards: cardsOf,
    results: (date, at) => resultsOf(date).filter((race) => isKnown(race, date, at)),
    racecard: (raceId) => found(cardsOf(indexed().cardDate.get(raceId) ?? ''), raceId)?.read() ?? null,
    result: (raceId, at) => {
      const date = indexed().resultDate.get(raceId) ?? ''
      const race = found(resultsOf(date), raceId)
      return race !== null && isKnown(race, date, at) ? race.read() : null
    },
    horse: (horseId) => {
      const seen = indexed().horses.get(horseId)
      return seen === undefined ? null : profileFromRunner(seen)
    },
    courses: () => indexed().courses,
  }
}

interface Index {
  readonly cardDate: ReadonlyMap<string, string>
  readonly resultDate: ReadonlyMap<string, string>
  readonly horses: ReadonlyMap<string, SeenRunner>
  readonly courses: readonly CourseEntry[]
}

function indexDays(
  cardDates: readonly string[],
  resultDates: readonly string[],
  cardsOf: (date: string) => readonly RecordedRace[],
  resultsOf: (date: string) => readonly RecordedRace[],
): Index {
  const cardDate = new Map<string, string>()
  const resultDate = new Map<string, string>()
  const horses = new Map<string, SeenRunner>()
  const courses = new Map<string, CourseEntry>()
  const visit = (race: JsonObject, date: string, dates: Map<string, string>, endpoint: 'card' | 'result') => {
    dates.set(text(race, 'race_id'), date)
    const region = text(race, 'region').toLowerCase()
    const courseId = text(race, 'course_id')
    if (courseId !== '')
      courses.set(courseId, {
        id: courseId,
        course: text(race, 'course'),
        region_code: region,
        region: regionName(region) ?? '',
      })
    for (const runner of runnersOf(race)) {
      const horseId = text(runner, 'horse_id')
      if (horseId === '') continue
      const seen = horses.get(horseId)
      horses.set(
        horseId,
        endpoint === 'card' ? { ...seen, card: pedigreeOf(runner) } : { ...seen, result: pedigreeOf(runner) },
      )
    }
  }
  for (const date of cardDates) for (const race of readable(cardsOf, date)) visit(race.read(), date, cardDate, 'card')
  for (const date of resultDates)
    for (const race of readable(resultsOf, date)) visit(race.read(), date, resultDate, 'result')
  const byName = [...courses.values()].sort((a, b) => (a.course < b.course ? -1 : 1))
  return { cardDate, resultDate, horses, courses: byName }
}

/** A day's races; none where its file cannot be read: that is told where the day is asked for, and is no loss to the others. */
function readable(racesOn: (date: string) => readonly RecordedRace[], date: string): readonly RecordedRace[] {
  try {
    return racesOn(date)
  } catch (error) {
    if (error instanceof UnreadableRecordedDay) return []
    throw error
  }
}

/** Only what a profile needs, so that an index of many days stays small. */
function pedigreeOf(runner: JsonObject): JsonObject {
  const fields = ['horse_id', 'horse', 'dob', 'sex', 'sex_code', 'colour', 'region', 'breeder']
  const parents = ['sire', 'dam', 'damsire'].flatMap((parent) => [parent, `${parent}_id`, `${parent}_region`])
  return Object.fromEntries([...fields, ...parents].filter((key) => key in runner).map((key) => [key, runner[key]]))
}

/** A result is known a quarter of an hour after the off; without an off time, from the start of its day on. */
function isKnown({ offAt }: RecordedRace, date: string, at: Date): boolean {
  const off = Date.parse(offAt)
  return Number.isNaN(off) ? date <= londonDate(at) : off + 15 * 60_000 <= at.getTime()
}

function found(races: readonly RecordedRace[], raceId: string): RecordedRace | null {
  return races.find((race) => race.raceId === raceId) ?? null
}

function runnersOf(race: JsonObject): readonly JsonObject[] {
  const runners = race['runners']
  return Array.isArray(runners) ? runners.filter(isObject) : []
}

function listFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    throw new InvalidSimulatorOption(
      'days',
      directory,
      'a directory with racecards_pro_DATE.json and results_DATE.json',
    )
  }
}

function daysOf(files: readonly string[], pattern: RegExp): ReadonlyMap<string, string> {
  const days = new Map<string, string>()
  for (const file of [...files].sort()) {
    const date = pattern.exec(file)?.[1]
    if (date !== undefined) days.set(date, file)
  }
  return days
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(object: JsonObject, key: string): string {
  const value = object[key]
  return typeof value === 'string' ? value : ''
}
