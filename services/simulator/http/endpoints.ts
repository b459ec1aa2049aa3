import { londonDate } from '../../../lib/clock.js'
import { addDays, daysBetween } from '../calendar.js'
import type { JsonObject, ListedRace, RacingSource } from '../racingSource.js'
import { regions } from '../regions.js'
import { type Answer, historyNotInPlan, invalid, notFound, ok } from './answer.js'
import type { ParameterKinds, Query } from './parameters.js'

/** Names of endpoints, as faults and rate limits use them. */
export type EndpointName =
  | 'racecards'
  | 'racecard'
  | 'results'
  | 'result'
  | 'results-today'
  | 'horse-pro'
  | 'horse-standard'
  | 'courses'
  | 'regions'

export const endpointNames: readonly EndpointName[] = [
  'racecards',
  'racecard',
  'results',
  'result',
  'results-today',
  'horse-pro',
  'horse-standard',
  'courses',
  'regions',
]

/** What an endpoint works with. */
export interface Asked {
  readonly source: RacingSource
  readonly now: Date
  readonly query: Query
  /** The id in the path; empty where there is none. */
  readonly id: string
  readonly historyAddOn: boolean
  /** Newest races a fault keeps back, so that a list grows between two reads. */
  readonly keptBack: number
}

export interface Endpoint {
  readonly name: EndpointName
  readonly path: RegExp
  readonly parameters: ParameterKinds
  answer(asked: Asked): Answer
}

/** The first day with racecards (domain.md, section 1). */
const firstRacecardDay = '2023-01-23'
const firstResultDay = '1988-01-01'

const raceFilters: ParameterKinds = {
  region: { kind: 'regions' },
  course: { kind: 'texts' },
  type: { kind: 'texts' },
  going: { kind: 'texts' },
  race_class: { kind: 'texts' },
  age_band: { kind: 'texts' },
  sex_restriction: { kind: 'texts' },
  min_distance_y: { kind: 'integer', least: 0, most: null },
  max_distance_y: { kind: 'integer', least: 0, most: null },
}
const resultPaging: ParameterKinds = {
  limit: { kind: 'integer', least: 1, most: 100 },
  skip: { kind: 'integer', least: 0, most: 20_000 },
}

/** The endpoints of The Racing API that the simulator has. The order matters: `today` is no race id. */
export const endpoints: readonly Endpoint[] = [
  {
    name: 'racecards',
    path: /^\/v1\/racecards\/pro$/,
    parameters: {
      date: { kind: 'date' },
      region_codes: { kind: 'regions' },
      course_ids: { kind: 'texts' },
      limit: { kind: 'integer', least: 1, most: 500 },
      skip: { kind: 'integer', least: 0, most: 500 },
    },
    answer: ({ source, now, query, keptBack }) => {
      const today = londonDate(now)
      const date = query.text('date') ?? today
      if (date < firstRacecardDay) return dateProblem('date', `Date must be ${firstRacecardDay} or later`)
      if (date > addDays(today, 7)) return dateProblem('date', 'Date must be no more than 7 days in the future')
      const regionCodes = query.list('region_codes')
      const courseIds = query.list('course_ids')
      const races = source
        .racecards(date, now)
        .filter((race) => oneOf(regionCodes, race.region) && oneOf(courseIds, race.courseId))
      return page('racecards', races.slice(keptBack), query, 500)
    },
  },
  {
    name: 'racecard',
    path: /^\/v1\/racecards\/([^/]+)\/pro$/,
    parameters: {},
    answer: ({ source, now, id }) => one(source.racecard(id, now), 'Race'),
  },
  {
    name: 'results-today',
    path: /^\/v1\/results\/today$/,
    parameters: { region: { kind: 'regions' }, ...resultPaging },
    answer: ({ source, now, query, keptBack }) => {
      const races = source.results(londonDate(now), now).filter((race) => oneOf(query.list('region'), race.region))
      return page('results', races.slice(keptBack), query, 50, withoutBsp)
    },
  },
  {
    name: 'results',
    path: /^\/v1\/results$/,
    parameters: { start_date: { kind: 'date' }, end_date: { kind: 'date' }, ...raceFilters, ...resultPaging },
    answer: ({ source, now, query, historyAddOn, keptBack }) => {
      const today = londonDate(now)
      const end = query.text('end_date') ?? today
      const start = query.text('start_date') ?? addDays(today, -365)
      if (start < firstResultDay) return dateProblem('start_date', `Start date must be ${firstResultDay} or later`)
      if (start > end) return dateProblem('start_date', 'Start date must not be after end date')
      if (daysBetween(start, end) > 365) return dateProblem('end_date', 'Maximum range between dates is 365 days')
      if (!historyAddOn && start < addDays(today, -365)) return historyNotInPlan()
      const matches = raceFilter(query)
      const races: ListedRace[] = []
      for (let date = end < today ? end : today; date >= start; date = addDays(date, -1)) {
        for (const race of source.results(date, now)) if (matches(race)) races.push(race)
      }
      return page('results', races.slice(keptBack), query, 50)
    },
  },
  {
    name: 'result',
    path: /^\/v1\/results\/([^/]+)$/,
    parameters: {},
    answer: ({ source, now, id, historyAddOn }) => {
      const race = source.result(id, now)
      if (!historyAddOn && typeof race?.['date'] === 'string' && race['date'] < addDays(londonDate(now), -365)) {
        return historyNotInPlan()
      }
      return one(race, 'Race')
    },
  },
  {
    name: 'horse-pro',
    path: /^\/v1\/horses\/([^/]+)\/pro$/,
    parameters: {},
    answer: ({ source, id }) => one(source.horse(id), 'Horse'),
  },
  {
    name: 'horse-standard',
    path: /^\/v1\/horses\/([^/]+)\/standard$/,
    parameters: {},
    answer: ({ source, id }) => {
      const profile = source.horse(id)
      return one(profile === null ? null : pedigreeOnly(profile), 'Horse')
    },
  },
  { name: 'regions', path: /^\/v1\/courses\/regions$/, parameters: {}, answer: () => ok(regions) },
  {
    name: 'courses',
    path: /^\/v1\/courses$/,
    parameters: { region_codes: { kind: 'regions' } },
    answer: ({ source, query }) => {
      const codes = query.list('region_codes')
      const courses = source.courses().filter((course) => oneOf(codes, course.region_code))
      return ok({ courses, total: courses.length })
    },
  },
]

function page(
  list: 'racecards' | 'results',
  races: readonly ListedRace[],
  query: Query,
  defaultLimit: number,
  show?: (race: JsonObject) => JsonObject,
): Answer {
  const limit = query.integer('limit', defaultLimit)
  const skip = query.integer('skip', 0)
  const shown = races
    .slice(skip, skip + limit)
    .map((race) => (show === undefined ? jsonOf(race) : Buffer.from(JSON.stringify(show(race.read())))))
  const rest = JSON.stringify({ total: races.length, limit, skip, query: query.echo })
  return ok(
    Buffer.concat([
      Buffer.from(`{"${list}":[`),
      ...shown.flatMap((race, i) => (i === 0 ? [race] : [comma, race])),
      Buffer.from(`],${rest.slice(1)}`),
    ]),
  )
}

const comma = Buffer.from(',')

function jsonOf(race: ListedRace): Buffer {
  return race.json?.() ?? Buffer.from(JSON.stringify(race.read()))
}

function one(found: JsonObject | null, what: string): Answer {
  return found === null ? notFound(what) : ok(found)
}

function oneOf(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value.toLowerCase())
}

/** Filters name `Good To Soft` `good_to_soft` and `Class 4` `class_4`; results are filtered by region unless a course is given. */
function raceFilter(query: Query): (race: ListedRace) => boolean {
  const courses = query.list('course')
  const regionCodes = courses.length > 0 ? [] : query.list('region')
  const [types, goings, classes] = [query.list('type'), query.list('going'), query.list('race_class')]
  const [ageBands, sexes] = [query.list('age_band'), query.list('sex_restriction')]
  const least = query.integer('min_distance_y', 0)
  const most = query.integer('max_distance_y', Number.POSITIVE_INFINITY)
  const underscored = (value: string) => value.replaceAll(' ', '_')
  return (race) =>
    oneOf(regionCodes, race.region) &&
    oneOf(courses, race.courseId) &&
    oneOf(types, underscored(race.type)) &&
    oneOf(goings, underscored(race.going)) &&
    oneOf(classes, underscored(race.raceClass)) &&
    oneOf(ageBands, race.ageBand) &&
    oneOf(sexes, race.sexRestriction) &&
    (race.distanceYards === null || (race.distanceYards >= least && race.distanceYards <= most))
}

function dateProblem(parameter: string, msg: string): Answer {
  return invalid({ loc: ['query', parameter], msg: `Value error, ${msg}`, type: 'value_error' })
}

/** Today's results come without the Betfair price. */
function withoutBsp(race: JsonObject): JsonObject {
  const runners = race['runners']
  if (!Array.isArray(runners)) return race
  return {
    ...race,
    runners: (runners as readonly JsonObject[]).map((runner) =>
      Object.fromEntries(Object.entries(runner).filter(([key]) => key !== 'bsp')),
    ),
  }
}

/** The standard profile knows the pedigree only. */
function pedigreeOnly(profile: JsonObject): JsonObject {
  const keys = ['id', 'name', 'sire', 'sire_id', 'dam', 'dam_id', 'damsire', 'damsire_id']
  return Object.fromEntries(keys.map((key) => [key, profile[key]]))
}
