import { dayNumber } from '../calendar.js'
import type { CourseEntry, JsonObject, ListedRace, RacingSource } from '../racingSource.js'
import { breederOf, cardOf } from './card.js'
import { cardStage, resultVersion } from './changes.js'
import { courses } from './courses.js'
import { type Declared, declare } from './declarations.js'
import { figureOf, type PastRun, printForm } from './form.js'
import { bornOn, colourOf, horseOfId, lastAge, sexCodeAt } from './horses.js'
import { createKept } from './kept.js'
import { sexWords } from './names.js'
import { damId, dsiId, hrsId, parentsOf, sirId, withSuffix, yardsOf } from './printing.js'
import { rostersOf } from './riders.js'
import { resultOf } from './result.js'
import { type Running, runRace } from './running.js'
import { seasonOf } from './season.js'
import { goingOf } from './weather.js'
import { dayOfRaceId, type PlannedRace, planWeek, type WeekPlan } from './weekPlan.js'
import { type Week, weekOfDay } from './weeks.js'

/** A generated history: a source that also hands out what is behind its answers, for tests and benches. */
export interface GeneratedHistory extends RacingSource {
  /** The races planned for a date, by off time. */
  races(date: string): readonly PlannedRace[]
}

interface Ran {
  readonly field: readonly Declared[]
  readonly running: Running
}

const firstDay = dayNumber('1988-01-01')
const lastDay = dayNumber('2099-12-31')
/** Weeks looked back for a horse's last runs. */
const formWeeks = 8

/**
 * British and Irish racing from 1988 on, made when asked for. A day is a function of the seed and the date: what is kept between questions
 * (two seasons of horses, a year of plans, some races' figures) saves time only. The parts, in the order in which a race comes about:
 * season (who is in training) → available (who could run this week) → weekPlan (meetings, races, fields) → declarations (weights, riders,
 * stalls, non-runners) → running and market (who wins, at what price) → changes (what was known when) → card and result (the API's JSON).
 */
export function openGeneratedHistory(seed: number): GeneratedHistory {
  const seasons = createKept(4, (year: number) => seasonOf(seed, year))
  const plans = createKept(24, (firstDayOfWeek: number): WeekPlan => {
    const week = weekOfDay(firstDayOfWeek)
    return planWeek(seed, week, seasons(week.year), seasons(week.year - 1))
  })
  const planOf = (week: Week): WeekPlan => plans(week.firstDay)
  const racesOn = (day: number): readonly PlannedRace[] =>
    day < firstDay || day > lastDay ? [] : (planOf(weekOfDay(day)).get(day) ?? [])

  const rosters = createKept(16, (day: number) => rostersOf(seed, day, racesOn(day)))
  const declaredIn = (race: PlannedRace): readonly Declared[] => {
    const roster = rosters(race.day).get(race.course.index)
    if (roster === undefined) throw new RangeError(`no jockeys at ${race.course.name} on ${race.date}`)
    return declare(seed, race, roster)
  }
  const run = (race: PlannedRace, field: readonly Declared[]): Running =>
    runRace(seed, race, field, goingOf(seed, race.course, race.day, race.discipline === 'jumps'))

  const find = (raceId: string): PlannedRace | null => {
    const day = dayOfRaceId(raceId)
    return day === null ? null : (racesOn(day).find((race) => race.raceId === raceId) ?? null)
  }
  /** Races as declared and run; a card, its result and the form of later cards ask for the same one. */
  const ran = createKept(128, (raceId: string): Ran | null => {
    const race = find(raceId)
    if (race === null) return null
    const field = declaredIn(race)
    return { field, running: run(race, field) }
  })
  const ranOf = (race: PlannedRace): Ran => {
    const known = ran(race.raceId)
    if (known === null) throw new RangeError(`race ${race.raceId} is not in its own history`)
    return known
  }
  const figures = createKept(4000, (raceId: string): ReadonlyMap<number, string> => {
    const race = find(raceId)
    if (race === null || race.abandoned) return new Map()
    const { finishes } = ranOf(race).running
    return new Map(finishes.map((finish) => [finish.runner.horse, figureOf(finish.position, finish.code)]))
  })
  const runsIn = createKept(formWeeks + 4, (weekNumber: number): ReadonlyMap<number, PlannedRace> => {
    const year = Math.floor(weekNumber / 52)
    const byHorse = new Map<number, PlannedRace>()
    const plan = planOf(weekOfDay(dayNumber(`${year}-01-01`) + (weekNumber % 52) * 7))
    for (const races of plan.values())
      for (const race of races) for (const one of race.runners) byHorse.set(one.horse, race)
    return byHorse
  })
  /** The runs of a race's horses in the weeks before it. */
  const recentRuns = (race: PlannedRace): ((horse: number) => readonly PastRun[]) => {
    const { number } = weekOfDay(race.day)
    const weeks = Array.from({ length: formWeeks }, (_, i) => runsIn(number - formWeeks + i))
    return (horse) => {
      const runs: PastRun[] = []
      for (const week of weeks) {
        const past = week.get(horse)
        if (past === undefined) continue
        const figure = figures(past.raceId).get(horse)
        if (figure !== undefined) runs.push({ day: past.day, figure })
      }
      return runs
    }
  }

  const card = (race: PlannedRace, at: Date): JsonObject | null => {
    const stage = cardStage(race, at.getTime())
    if (stage === null) return null
    const { field, running } = ranOf(race)
    // While the race is at hand: cards of the coming weeks will ask how its horses ran.
    figures(race.raceId)
    const prices = new Map(running.finishes.map((finish) => [finish.runner.horse, finish.price.fair]))
    const rated = new Map([...race.runners, ...race.undeclared].map((one) => [one.horse, one.rated]))
    const runsOf = recentRuns(race)
    return cardOf(seed, {
      race,
      field,
      stage: stage.stage,
      since: stage.since,
      fair: (horse) => prices.get(horse) ?? 21,
      form: (horse) => printForm(seed, race, horse, rated.get(horse) ?? false, runsOf(horse)),
    })
  }
  const result = (race: PlannedRace, at: Date): JsonObject | null => {
    const version = race.abandoned ? null : resultVersion(seed, race, at.getTime())
    if (version === null) return null
    const { field, running } = ranOf(race)
    return resultOf(seed, race, running, field, version)
  }
  const list = (race: PlannedRace, read: () => JsonObject | null): ListedRace => ({
    raceId: race.raceId,
    courseId: race.course.id,
    region: race.course.region,
    type: race.type,
    going: goingOf(seed, race.course, race.day, race.discipline === 'jumps'),
    raceClass: race.raceClass,
    ageBand: race.ageBand,
    sexRestriction: race.sexRestriction,
    distanceYards: yardsOf(race),
    read: () => read() ?? {},
  })

  return {
    races: (date) => racesOn(dayNumber(date)),
    racecards: (date, at) =>
      racesOn(dayNumber(date))
        .filter((race) => cardStage(race, at.getTime()) !== null)
        .map((race) => list(race, () => card(race, at))),
    // The API lists the newest first.
    results: (date, at) =>
      racesOn(dayNumber(date))
        .filter((race) => !race.abandoned && resultVersion(seed, race, at.getTime()) !== null)
        .map((race) => list(race, () => result(race, at)))
        .reverse(),
    racecard: (raceId, at) => {
      const race = find(raceId)
      return race === null ? null : card(race, at)
    },
    result: (raceId, at) => {
      const race = find(raceId)
      return race === null ? null : result(race, at)
    },
    horse: (horseId) => {
      const horse = horseOfId(horseId)
      return horse === null ? null : profileOf(seed, horse)
    },
    courses: () => courseEntries,
  }
}

function profileOf(seed: number, horse: number): JsonObject {
  const { sire, dam, damsire } = parentsOf(seed, horse)
  const { colour, code } = colourOf(seed, horse)
  const sexCode = sexCodeAt(seed, horse, lastAge(seed, horse))
  return {
    id: hrsId(horse),
    breeder: breederOf(seed, horse),
    colour,
    colour_code: code,
    dam: withSuffix(seed, dam),
    dam_id: damId(dam),
    damsire: withSuffix(seed, damsire),
    damsire_id: dsiId(damsire),
    dob: bornOn(seed, horse),
    name: withSuffix(seed, horse),
    sex: sexWords[sexCode] ?? '',
    sex_code: sexCode,
    sire: withSuffix(seed, sire),
    sire_id: sirId(sire),
  }
}

const courseEntries: readonly CourseEntry[] = courses
  .map((course) => ({
    id: course.id,
    course: course.name,
    region_code: course.region.toLowerCase(),
    region: course.region === 'GB' ? 'Great Britain' : 'Ireland',
  }))
  .sort((a, b) => (a.course < b.course ? -1 : 1))
