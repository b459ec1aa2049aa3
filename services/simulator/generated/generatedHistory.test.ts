import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dateOfDay, dayNumber } from '../calendar.js'
import { openGeneratedHistory } from './generatedHistory.js'
import { birthYear, damOf, horseOfId, isFemale, lastAge, nameOf, racingPlaces, horseNumber, sireOf } from './horses.js'
import { weekOfDay } from './weeks.js'

const later = new Date('2026-01-01T00:00:00Z')
const anyDate = fc.integer({ min: dayNumber('1988-01-01'), max: dayNumber('2025-12-20') }).map(dateOfDay)
interface Runner {
  horse_id: string
  horse: string
  position: string
  number: string
  jockey_id: string
  sire_id: string
  dam_id: string
  damsire_id: string
  ovr_btn: string
  prize: string
  time: string
}
interface Race {
  race_id: string
  date: string
  off_dt: string
  runners: Runner[]
}
const resultsOn = (history: ReturnType<typeof openGeneratedHistory>, date: string) =>
  history.results(date, later).map((race) => race.read() as unknown as Race)
const wholeDay = (history: ReturnType<typeof openGeneratedHistory>, date: string) =>
  JSON.stringify([
    history.results(date, later).map((race) => race.read()),
    history.racecards(date, later).map((race) => race.read()),
  ])

describe('a day is a function of seed and date', () => {
  test('the same bytes from another history, asked in another order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.array(anyDate, { minLength: 2, maxLength: 3 }),
        (seed, dates) => {
          const [one, other] = [openGeneratedHistory(seed), openGeneratedHistory(seed)]
          const forwards = dates.map((date) => wholeDay(one, date))
          const backwards = [...dates].reverse().map((date) => wholeDay(other, date))
          expect(backwards.reverse()).toEqual(forwards)
        },
      ),
      { numRuns: 6, seed: 2026 },
    )
  })

  test('another seed gives another history', () => {
    expect(wholeDay(openGeneratedHistory(1), '2020-06-20')).not.toBe(wholeDay(openGeneratedHistory(2), '2020-06-20'))
  })
})

describe('a season', () => {
  const history = openGeneratedHistory(3)
  const races = Array.from({ length: 400 }, (_, i) => addDays('2017-11-01', i)).flatMap((date) =>
    resultsOn(history, date),
  )

  test('no horse runs twice on a day, and none within a week', () => {
    const last = new Map<string, string>()
    for (const race of [...races].sort((a, b) => (a.date < b.date ? -1 : 1))) {
      for (const runner of race.runners) {
        const before = last.get(runner.horse_id)
        if (before !== undefined) expect(dayNumber(race.date) - dayNumber(before)).toBeGreaterThanOrEqual(8)
        last.set(runner.horse_id, race.date)
      }
    }
  })

  test('race ids are unique, and nobody rides two horses in a race', () => {
    expect(new Set(races.map((race) => race.race_id)).size).toBe(races.length)
    for (const race of races)
      expect(new Set(race.runners.map((runner) => runner.jockey_id)).size).toBe(race.runners.length)
  })

  test('nobody rides at two courses on a day', () => {
    const at = new Map<string, string>()
    for (const date of ['2018-05-26', '2018-08-18', '2018-12-26']) {
      at.clear()
      for (const race of history.results(date, later)) {
        for (const { jockey_id } of (race.read() as unknown as Race).runners) {
          expect(at.get(jockey_id) ?? race.courseId).toBe(race.courseId)
          at.set(jockey_id, race.courseId)
        }
      }
    }
  })

  test('positions agree with distances, times and prizes; every race that counts has a winner', () => {
    for (const race of races) {
      const placed = race.runners.filter((runner) => /^\d+$/.test(runner.position))
      if (race.runners.some((runner) => runner.position === 'VOI')) continue
      expect(placed[0]?.position).toBe('1')
      for (const [i, runner] of placed.entries()) {
        const before = placed[i - 1]
        if (before === undefined) continue
        expect(Number(runner.position)).toBeGreaterThanOrEqual(Number(before.position))
        expect(Number(runner.ovr_btn)).toBeGreaterThanOrEqual(Number(before.ovr_btn))
        expect(seconds(runner.time)).toBeGreaterThanOrEqual(seconds(before.time))
        expect(amount(runner.prize)).toBeLessThanOrEqual(amount(before.prize))
        if (runner.position === before.position) expect(runner.time).toBe(before.time)
      }
    }
  })

  test('off times are between 10:00 and 21:59 in London, and there is no racing at Christmas', () => {
    for (const race of races)
      expect(race.off_dt.slice(11, 16) >= '10:00' && race.off_dt.slice(11, 16) <= '21:59').toBe(true)
    expect(history.racecards('2017-12-24', later)).toEqual([])
    expect(history.racecards('2017-12-25', later)).toEqual([])
    expect(history.racecards('2017-12-26', later).length).toBeGreaterThan(60)
  })

  test('a card and its result speak of the same horses and riders', () => {
    for (const listed of history.results('2018-06-02', later)) {
      const race = listed.read() as unknown as Race & { non_runners: string }
      const card = history.racecard(race.race_id, later) as unknown as { runners: (Runner & { jockey: string })[] }
      const running = card.runners.filter((runner) => runner.number !== 'NR')
      const keys = ['horse_id', 'number', 'jockey_id', 'sire_id', 'dam_id', 'damsire_id'] as const
      const facts = (runners: readonly Runner[]) =>
        runners.map((runner) => keys.map((key) => runner[key]).join(' ')).sort()
      expect(facts(race.runners)).toEqual(facts(running))
      for (const runner of card.runners) if (runner.number === 'NR') expect(race.non_runners).toContain(runner.horse)
    }
  })

  test('last_run is the gap to the run before, as the results have it', () => {
    const ran = new Map<string, string>()
    for (const race of races.filter((one) => one.date < '2018-06-02' && one.date > '2018-04-15')) {
      for (const runner of race.runners)
        if ((ran.get(runner.horse_id) ?? '') < race.date) ran.set(runner.horse_id, race.date)
    }
    let compared = 0
    for (const listed of history.racecards('2018-06-02', later)) {
      for (const runner of (listed.read() as unknown as { runners: { horse_id: string; last_run: string }[] })
        .runners) {
        const before = ran.get(runner.horse_id)
        if (before === undefined) continue
        compared += 1
        expect(runner.last_run).toBe(String(dayNumber('2018-06-02') - dayNumber(before)))
      }
    }
    expect(compared).toBeGreaterThan(100)
  })
})

describe('pedigrees', () => {
  const horse = fc
    .tuple(fc.integer({ min: 1970, max: 2024 }), fc.integer({ min: 0, max: racingPlaces - 1 }))
    .map(([year, place]) => horseNumber(year, place))

  test('parents have the right sex, are old enough, and have stopped racing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), horse, (seed, foal) => {
        const [sire, dam] = [sireOf(seed, foal), damOf(seed, foal)]
        expect([isFemale(seed, sire), isFemale(seed, dam)]).toEqual([false, true])
        expect(birthYear(foal) - birthYear(sire)).toBeGreaterThanOrEqual(5)
        const atFoaling = birthYear(foal) - birthYear(dam)
        expect(atFoaling).toBeGreaterThanOrEqual(6)
        expect(lastAge(seed, dam)).toBeLessThan(atFoaling)
      }),
    )
  })

  test('a mare has one foal a year', () => {
    const dams = Array.from({ length: racingPlaces }, (_, place) => damOf(5, horseNumber(2012, place)))
    expect(new Set(dams).size).toBe(racingPlaces)
  })

  test('hrs_N, sir_N, dam_N and dsi_N are the same animal, by name', () => {
    const history = openGeneratedHistory(1)
    let parents = 0
    for (const race of resultsOn(history, '2024-07-06')) {
      for (const runner of race.runners) {
        const profile = history.horse(runner.dam_id.replace('dam_', 'hrs_')) as { name: string } | null
        expect(profile?.name).toBe((runner as unknown as { dam: string }).dam)
        parents += 1
      }
    }
    expect(parents).toBeGreaterThan(200)
    expect(history.horse('hrs_1')).toBeNull()
    expect(history.horse('hrs_999999999')).toBeNull()
    expect(horseOfId('hrs_600000000; drop')).toBeNull()
  })

  test('names are unique among all horses of forty crops', () => {
    const names = new Set<string>()
    for (let year = 1985; year < 2025; year++)
      for (let place = 0; place < 10_215; place += 3) names.add(nameOf(horseNumber(year, place)))
    expect(names.size).toBe(40 * 3405)
  })
})

describe('weeks', () => {
  test('every day is in one week of its year, and weeks are numbered without gaps', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayNumber('1988-01-01'), max: dayNumber('2060-01-01') }), (day) => {
        const week = weekOfDay(day)
        expect(day >= week.firstDay && day < week.firstDay + week.days).toBe(true)
        expect(weekOfDay(week.firstDay + week.days).number).toBe(week.number + 1)
      }),
    )
  })
})

function seconds(time: string): number {
  const [minutes = 0, rest = 0] = time.split(':').map(Number)
  return minutes * 60 + rest
}

function amount(prize: string): number {
  return Number(prize.replace('€', '') || 0)
}
