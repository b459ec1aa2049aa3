import { beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../calendar.js'
import { openGeneratedHistory } from './generatedHistory.js'

/*
 * Would a racing person believe it? Figures over a sample of weeks of six years, all seasons, against the ranges of British and Irish racing
 * (docs/domain.md, section 6, and what any form book shows). The history is fixed by its seed, so the test does not flicker.
 */

interface Runner {
  position: string
  sp: string
  horse_id: string
  age: string
  or: string
  weight_lbs: string
}
interface Race {
  date: string
  region: string
  type: string
  class: string
  pattern: string
  course: string
  surface: string
  going: string
  prize: string
  rating_band: string
  non_runners: string
  runners: (Runner & { prize: string })[]
}

const races: Race[] = []
const perDay = new Map<string, number>()
let abandoned = 0
const later = new Date('2027-01-01T00:00:00Z')

beforeAll(() => {
  const history = openGeneratedHistory(1)
  for (const year of [2015, 2017, 2019, 2021, 2023, 2024]) {
    for (let week = year % 3; week < 52; week += 6) {
      for (let day = 0; day < 7; day++) {
        const date = addDays(`${year}-01-01`, week * 7 + day)
        const listed = history.results(date, later)
        perDay.set(date, history.races(date).length)
        abandoned += history.races(date).filter((race) => race.abandoned).length
        for (const race of listed) races.push(race.read() as unknown as Race)
      }
    }
  }
})

const runners = () => races.flatMap((race) => race.runners.map((runner) => ({ ...runner, race })))
const share = <T>(list: readonly T[], of: (one: T) => boolean) => list.filter(of).length / list.length
const decimal = (sp: string) => {
  const [numerator = 1, denominator = 1] = sp
    .replace(/[FJC]$/, '')
    .replace('Evens', '1/1')
    .split('/')
    .map(Number)
  return numerator / denominator + 1
}
const between = (value: number, least: number, most: number) => {
  expect(value).toBeGreaterThanOrEqual(least)
  expect(value).toBeLessThanOrEqual(most)
}

describe('generated racing is believable', () => {
  test('volumes: about 38 races a day and 9.6 runners a race, most on Saturdays', () => {
    const counts = [...perDay]
    between(counts.reduce((sum, [, count]) => sum + count, 0) / counts.length, 35.5, 41.5)
    between(runners().length / races.length, 9, 10.2)
    const mean = (weekday: number) => {
      const days = counts.filter(([date]) => new Date(date).getUTCDay() === weekday)
      return days.reduce((sum, [, count]) => sum + count, 0) / days.length
    }
    expect(mean(6)).toBeGreaterThan(mean(3) * 1.2)
    for (let weekday = 0; weekday < 6; weekday++) expect(mean(6)).toBeGreaterThan(mean(weekday))
  })

  test('the market: A/E near 0.9 overall, a third of favourites win, and short prices win more often than long ones', () => {
    const priced = runners().filter((runner) => runner.position !== 'VOI')
    const ratio = (list: typeof priced) =>
      list.filter((one) => one.position === '1').length / list.reduce((sum, one) => sum + 1 / decimal(one.sp), 0)
    between(ratio(priced), 0.85, 0.95)
    between(
      share(
        priced.filter((one) => /[FJC]$/.test(one.sp)),
        (one) => one.position === '1',
      ),
      0.29,
      0.38,
    )
    const wins = ([from, to]: readonly [number, number]) =>
      share(
        priced.filter((one) => decimal(one.sp) > from && decimal(one.sp) <= to),
        (one) => one.position === '1',
      )
    const bands = (
      [
        [1, 3],
        [3, 6],
        [6, 12],
        [12, 30],
        [30, 500],
      ] as const
    ).map(wins)
    expect(bands).toEqual([...bands].sort((a, b) => b - a))
  })

  test('jumping: falls over fences, fewer over hurdles, next to none on the flat', () => {
    const codes = (type: string, code: string) =>
      share(
        runners().filter((runner) => runner.race.type === type),
        (runner) => runner.position === code,
      )
    between(codes('Chase', 'F'), 0.02, 0.045)
    between(codes('Hurdle', 'F'), 0.008, 0.025)
    expect(codes('Flat', 'F')).toBe(0)
    between(codes('Chase', 'PU'), 0.07, 0.16)
    between(codes('Hurdle', 'PU'), 0.05, 0.12)
    const unfinished = runners().filter((runner) => runner.race.type !== 'Flat')
    between(
      share(unfinished, (runner) => !/^\d+$/.test(runner.position)),
      0.1,
      0.2,
    )
    between(
      share(
        runners().filter((runner) => runner.race.type === 'Flat'),
        (runner) => !/^\d+$/.test(runner.position),
      ),
      0.0005,
      0.01,
    )
  })

  test('seasons: flat turf in summer, jumps and all-weather in winter', () => {
    const in_ = (months: readonly number[]) => races.filter((race) => months.includes(Number(race.date.slice(5, 7))))
    const turfFlat = (race: Race) => race.type === 'Flat' && race.surface === 'Turf'
    between(share(in_([6, 7, 8]), turfFlat), 0.55, 0.85)
    expect(share(in_([12, 1, 2]), turfFlat)).toBeLessThan(0.03)
    between(
      share(in_([12, 1, 2]), (race) => race.type !== 'Flat'),
      0.5,
      0.8,
    )
    between(
      share(in_([12, 1, 2]), (race) => race.surface === 'AW'),
      0.2,
      0.45,
    )
    const soft = (race: Race) => /Soft|Heavy/.test(race.going) && race.surface === 'Turf'
    expect(share(in_([12, 1, 2]), soft)).toBeGreaterThan(share(in_([6, 7, 8]), soft) + 0.3)
  })

  test('Ireland: about a quarter of the races, without a class, in euros, at Irish courses', () => {
    between(
      share(races, (race) => race.region === 'IRE'),
      0.18,
      0.3,
    )
    for (const race of races) {
      expect(race.class === '').toBe(race.region === 'IRE')
      expect(race.course.endsWith('(IRE)')).toBe(race.region === 'IRE')
      for (const { prize } of race.runners) if (prize !== '') expect(prize.startsWith('€')).toBe(race.region === 'IRE')
    }
  })

  test('classes: most racing is modest, a few per cent are pattern races', () => {
    const british = races.filter((race) => race.region === 'GB')
    between(
      share(british, (race) => /[456]/.test(race.class)),
      0.6,
      0.85,
    )
    between(
      share(british, (race) => race.pattern !== ''),
      0.01,
      0.06,
    )
    for (const race of british) if (race.pattern !== '') expect(race.class).toBe('Class 1')
  })

  test('handicaps: ratings within the band, more weight for the better horse', () => {
    const handicaps = races.filter((race) => /^0-\d+$/.test(race.rating_band))
    expect(handicaps.length).toBeGreaterThan(500)
    for (const race of handicaps) {
      const most = Number(race.rating_band.slice(2))
      const rated = race.runners
        .filter((runner) => runner.or !== '–')
        .map((runner) => ({ or: Number(runner.or), lbs: Number(runner.weight_lbs) }))
      for (const one of rated) expect(one.or).toBeLessThanOrEqual(most)
      const [best, worst] = [
        rated.reduce((a, b) => (b.or > a.or ? b : a)),
        rated.reduce((a, b) => (b.or < a.or ? b : a)),
      ]
      expect(best.lbs).toBeGreaterThanOrEqual(worst.lbs - 2)
    }
  })

  test('the odd things happen: dead heats, non-runners, abandoned meetings', () => {
    between(
      share(races, (race) => race.runners.filter((runner) => runner.position === '1').length > 1),
      0.0005,
      0.005,
    )
    between(
      share(races, (race) => race.non_runners !== ''),
      0.25,
      0.55,
    )
    between(abandoned / (races.length + abandoned), 0.005, 0.05)
    expect(share(races, (race) => race.runners.every((runner) => runner.position === 'VOI'))).toBeLessThan(0.002)
  })

  test('ages: two to about twelve on the flat and over jumps, nobody jumps before three', () => {
    for (const runner of runners()) between(Number(runner.age), runner.race.type === 'Flat' ? 2 : 3, 13)
  })
})
