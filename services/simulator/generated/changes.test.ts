import { describe, expect, test } from 'vitest'
import { addDays } from '../calendar.js'
import { openGeneratedHistory } from './generatedHistory.js'

interface Card {
  race_id: string
  field_size: string
  going: string
  is_abandoned: boolean
  runners: {
    horse_id: string
    number: string
    draw: string
    jockey_id: string
    odds: { history: unknown[]; updated: string }[]
  }[]
}
interface Result {
  race_id: string
  off_dt: string
  runners: { horse_id: string; position: string; rpr: string; prize: string; weight_lbs: string }[]
}

const history = openGeneratedHistory(4)
const date = '2025-05-17'
const cards = (at: string) => history.racecards(date, new Date(at)).map((race) => race.read() as unknown as Card)
const results = (day: string, at: Date) => history.results(day, at).map((race) => race.read() as unknown as Result)
const count = <T>(list: readonly T[], of: (one: T) => boolean) => list.filter(of).length

describe('a racecard changes until the off', () => {
  const entered = cards('2025-05-11T12:00:00Z')
  const declared = cards('2025-05-15T12:00:00Z')
  const priced = cards('2025-05-16T18:00:00Z')
  const morning = cards('2025-05-17T09:00:00Z')
  const final = cards('2025-06-01T00:00:00Z')
  const runnersOf = (list: readonly Card[]) => list.flatMap((card) => card.runners)

  test('it appears seven days before, with entries that are not all declared', () => {
    expect(cards('2025-05-09T12:00:00Z')).toEqual([])
    expect(entered.map((card) => card.race_id)).toEqual(final.map((card) => card.race_id))
    expect(runnersOf(entered).length).toBeGreaterThan(runnersOf(declared).length)
    expect(
      count(runnersOf(entered), (runner) => runner.number !== '' || runner.jockey_id !== '' || runner.odds.length > 0),
    ).toBe(0)
  })

  test('numbers, stalls, riders and first prices come two days before, all prices the evening before', () => {
    expect(count(runnersOf(declared), (runner) => runner.number === '' || runner.jockey_id === '')).toBe(0)
    expect(new Set(runnersOf(declared).map((runner) => runner.odds.length))).toEqual(new Set([5]))
    expect(new Set(runnersOf(priced).map((runner) => runner.odds.length))).toEqual(new Set([25]))
  })

  test('non-runners are known in the morning, and more of them by the off; fields shrink by them', () => {
    const out = (list: readonly Card[]) => count(runnersOf(list), (runner) => runner.number === 'NR')
    expect([out(declared), out(priced)]).toEqual([0, 0])
    expect(out(morning)).toBeGreaterThan(0)
    expect(out(final)).toBeGreaterThan(out(morning))
    for (const card of final)
      expect(Number(card.field_size)).toBe(count(card.runners, (runner) => runner.number !== 'NR'))
  })

  test('some riders and some goings change on the day', () => {
    const riders = new Map(runnersOf(final).map((runner) => [runner.horse_id, runner.jockey_id]))
    const changed = count(runnersOf(declared), (runner) => riders.get(runner.horse_id) !== runner.jockey_id)
    expect(changed).toBeGreaterThan(0)
    expect(changed / riders.size).toBeLessThan(0.1)
    const goings = Array.from({ length: 20 }, (_, i) => addDays('2025-05-01', i)).flatMap((day) => {
      const on = (at: string) =>
        history.racecards(day, new Date(at)).map((race) => (race.read() as unknown as Card).going)
      const [before, after] = [on(`${addDays(day, -1)}T18:00:00Z`), on(`${day}T20:59:00Z`)]
      return before.map((going, i) => going !== after[i])
    })
    expect(count(goings, (moved) => moved)).toBeGreaterThan(0)
    expect(count(goings, (moved) => moved)).toBeLessThan(goings.length / 3)
  })

  test('prices carry their history, and stand still after the off', () => {
    expect(runnersOf(final).some((runner) => runner.odds.some((one) => one.history.length === 3))).toBe(true)
    expect(cards('2026-05-17T00:00:00Z')).toEqual(final)
    for (const one of runnersOf(morning).flatMap((runner) => runner.odds))
      expect(one.updated >= '2025-05-17 09:30:00').toBe(true)
  })
})

describe('a result is corrected for a week', () => {
  const days = Array.from({ length: 40 }, (_, i) => addDays('2025-04-01', i))
  const version = (after: number) => days.flatMap((day) => results(day, new Date(`${addDays(day, after)}T12:00:00Z`)))
  const [next, third, sixth, later] = [version(1), version(3), version(6), version(400)]

  test('it is unknown before the off and known within twenty minutes of it', () => {
    for (const race of results(date, new Date('2025-06-01T00:00:00Z'))) {
      const off = Date.parse(race.off_dt)
      const known = (ms: number) => history.results(date, new Date(ms)).some((one) => one.raceId === race.race_id)
      expect([known(off + 8 * 60_000), known(off + 20 * 60_000)]).toEqual([false, true])
    }
  })

  test('on the evening there are no ratings; they come the next day', () => {
    const evening = results(date, new Date('2025-05-17T22:30:00Z')).flatMap((race) => race.runners)
    expect(evening.length).toBeGreaterThan(100)
    expect(count(evening, (runner) => runner.rpr !== '–')).toBe(0)
    expect(
      count(
        next.flatMap((race) => race.runners),
        (runner) => runner.rpr !== '–',
      ),
    ).toBeGreaterThan(1000)
  })

  test('after three days some prizes, weights and runners are put right; after six some winners are disqualified; then all stands', () => {
    const changed = (a: readonly Result[], b: readonly Result[]) =>
      count(a, (race, i = a.indexOf(race)) => JSON.stringify(race) !== JSON.stringify(b[i]))
    expect(next.length).toBe(later.length)
    const [atThree, atSix] = [changed(next, third), changed(third, sixth)]
    expect(atThree / later.length).toBeGreaterThan(0.02)
    expect(atThree / later.length).toBeLessThan(0.12)
    expect(atSix).toBeGreaterThan(0)
    expect(atSix / later.length).toBeLessThan(0.01)
    expect(later).toEqual(sixth)
    const missing = count(
      next,
      (race) => race.runners.length < (later.find((one) => one.race_id === race.race_id)?.runners.length ?? 0),
    )
    expect(missing).toBeGreaterThan(0)
    const lost = third.filter((race, i) => sixth[i]?.runners[0]?.horse_id !== race.runners[0]?.horse_id)
    for (const race of lost) {
      const now = later.find((one) => one.race_id === race.race_id)
      const old = now?.runners.find((runner) => runner.horse_id === race.runners[0]?.horse_id)
      expect([old?.position, old?.prize, now?.runners[0]?.position]).toEqual(['DSQ', '', '1'])
    }
  })
})
