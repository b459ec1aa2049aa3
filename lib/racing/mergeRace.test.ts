/** "When sources meet" and "Details, decided" of docs/domain.md, sentence by sentence; the quoted text names each test. */
import { describe, expect, test } from 'vitest'
import {
  cardEvent,
  cardRace,
  cardRunner,
  resultAfter,
  resultEvent,
  resultRace,
  resultRunner,
  rowsAfter,
  runnerAfter,
} from '../../test/racing/builders.js'
import { mergeRace } from './mergeRace.js'

const card = (at: number, runners: Parameters<typeof cardRace>[0], over = {}) => cardEvent(at, cardRace(runners, over))
const result = (at: number, runners: Parameters<typeof resultRace>[0], over = {}) =>
  resultEvent(at, resultRace(runners, over))
const today = (at: number, runners: Parameters<typeof resultRace>[0], over = {}) =>
  resultEvent(at, resultRace(runners, over), 'results_today')

test('neither card nor result: no rows', () => {
  expect(mergeRace({ card: null, result: null, mentions: [], first_at: 0, last_at: 0 })).toBeNull()
})

describe('which reading counts', () => {
  test('"Newest is by (fetched_at, event_id), never by arrival"', () => {
    const newer = card(2, [cardRunner('a', { form: 'new' })])
    const older = card(1, [cardRunner('a', { form: 'old' })])
    expect(runnerAfter('a', newer, older)?.form).toBe('new')
    expect(runnerAfter('a', older, newer)?.form).toBe('new')
    const twin = { ...newer, event_id: 'card-3', race: cardRace([cardRunner('a', { form: 'greater id' })]) }
    expect(runnerAfter('a', twin, newer)?.form).toBe('greater id')
    expect(runnerAfter('a', newer, twin)?.form).toBe('greater id')
  })

  test('"a result from /results outranks one from /results/today, whatever their times"', () => {
    const full = result(1, [resultRunner('a', { position: '2' })])
    const live = today(9, [resultRunner('a', { position: '1', bsp: undefined })])
    for (const events of [[full, live] as const, [live, full] as const]) {
      expect(resultAfter('a', ...events)).toMatchObject({ position: 2, bsp_decimal: '3.45' })
      expect(runnerAfter('a', ...events)?.result_updated_at).toBe(1)
    }
  })

  test('"The newest racecard replaces the older one as a whole, nulls included"', () => {
    const row = runnerAfter('a', card(1, ['a']), card(2, [cardRunner('a', { spotlight: '', ofr: '–', odds: null })]))
    expect(row).toMatchObject({ spotlight: null, ofr: null, odds: null, form: '12-34' })
    expect(rowsAfter(card(1, ['a']), card(2, ['a'], { tip: '' })).race.tip).toBeNull()
  })

  test('"and so does the newest result: a winner disqualified later loses its position"', () => {
    const events = [
      result(1, [resultRunner('a')]),
      result(2, [resultRunner('a', { position: 'DSQ', prize: '' })]),
    ] as const
    expect(resultAfter('a', ...events)).toMatchObject({
      position: null,
      position_code: 'DSQ',
      prize_won: null,
      prize_currency: null,
    })
    expect(runnerAfter('a', ...events)).toMatchObject({ position: null, position_code: 'DSQ', prize_won: null })
  })
})

describe('the race', () => {
  test('"field_size: the card’s number until there is a result, then the number of runs"', () => {
    expect(rowsAfter(card(1, ['a', 'b'])).race.field_size).toBe(9)
    const runners = [
      resultRunner('a'),
      resultRunner('b', { position: 'PU' }),
      resultRunner('c', { position: 'NR' }),
      resultRunner('d', { position: 'VO' }),
    ]
    expect(rowsAfter(card(1, ['a', 'b']), result(2, runners)).race.field_size).toBe(2)
    expect(rowsAfter(card(1, ['a']), result(2, [])).race.field_size).toBe(0)
  })

  test('"A result runner without any position is a run without a finish; position 0 is none"', () => {
    const rows = rowsAfter(result(1, [resultRunner('a', { position: '' }), resultRunner('b', { position: '0' })]))
    expect(rows.race.field_size).toBe(2)
    expect(rows.results.map((row) => row.position)).toEqual([null, null])
  })

  test('"Abandoned races keep their rows; their results, if any, are no runs", "no runs and field_size 0"', () => {
    const rows = rowsAfter(card(1, ['a'], { is_abandoned: true }), result(2, ['a']))
    expect(rows.race).toMatchObject({ is_abandoned: true, field_size: 0, has_result: true })
    expect([rows.runners.length, rows.results.length]).toEqual([1, 1])
    expect(rowsAfter(card(1, ['a'], { is_abandoned: 'true' })).race).toMatchObject({
      is_abandoned: true,
      field_size: 9,
    })
    expect(rowsAfter(card(1, ['a'], { is_abandoned: true }), card(2, ['a'])).race.is_abandoned).toBe(false)
  })

  test('"abandoned is is_abandoned alone"', () => {
    expect(rowsAfter(card(1, ['a'], { race_status: 'Abandoned', going: 'Abandoned' })).race.is_abandoned).toBe(false)
  })

  test('"A race may move (date, off time, course): the newest result decides, before there is one the newest racecard"', () => {
    const moved = card(2, ['a'], {
      date: '2025-04-03',
      course_id: 'crs_2',
      course: 'Perth',
      off_dt: '2025-04-03T15:00:00+01:00',
    })
    expect(rowsAfter(card(1, ['a']), moved).race).toMatchObject({
      date: '2025-04-03',
      course_id: 'crs_2',
      meet_id: 'crs_2_2025-04-03',
      off_time: '15:00:00',
    })
    expect(rowsAfter(result(1, ['a']), moved).race).toMatchObject({
      date: '2025-04-01',
      course_id: 'crs_1',
      meet_id: 'crs_1_2025-04-01',
      off_time: '14:17:00',
    })
  })

  test('a card of another day does not tell when a moved race was off', () => {
    const rows = rowsAfter(
      card(1, ['a'], { date: '2025-04-03', off_dt: '2025-04-03T15:00:00+01:00', off_time: '3:00' }),
      result(2, ['a'], { off_dt: '', off: '' }),
    )
    expect(rows).toMatchObject({
      off_source: 'noon',
      race: { off_time: null, off_dt: Date.parse('2025-04-01T11:00:00Z') },
    })
  })

  test('"off_dt of either source goes before a bare time"', () => {
    expect(rowsAfter(card(1, ['a']), result(2, ['a'], { off_dt: '' }))).toMatchObject({
      off_source: 'off_dt',
      race: { off_time: '14:15:00' },
    })
    expect(rowsAfter(card(1, ['a'], { off_dt: '' }), result(2, ['a'], { off_dt: '' }))).toMatchObject({
      off_source: 'bare',
      race: { off_time: '14:17:00' },
    })
    expect(rowsAfter(card(1, ['a'], { off_dt: 'x' }))).toMatchObject({
      off_source: 'bare',
      race: { off_time: '14:15:00' },
    })
  })

  test('"neither: 12:00 London on the date, counted in the audit"', () => {
    const rows = rowsAfter(card(1, ['a'], { off_dt: '', off_time: '' }))
    expect(rows).toMatchObject({
      off_source: 'noon',
      race: { off_time: null, off_dt: Date.parse('2025-04-01T11:00:00Z') },
    })
  })

  test('"distance_yards = the result’s dist_y, else the card’s distance, else the nearest yard to dist_m / 0.9144, else dist, else dist_f × 220"', () => {
    const none = { dist_y: '', dist_m: '', dist: '', dist_f: '' }
    const unmeasured = { distance: '', distance_round: '', distance_f: '' }
    const yards = (cardOver: object, resultOver: object) =>
      rowsAfter(card(1, ['a'], cardOver), result(2, ['a'], resultOver)).race.distance_yards
    expect(yards({}, {})).toBe(2209)
    expect(yards({}, { dist_y: '', dist_m: '2400.0' })).toBe(2209)
    expect(yards({ distance: '1m2f12y' }, { dist_y: '' })).toBe(2212)
    expect(yards(unmeasured, { dist_y: '', dist_m: '2400.0' })).toBe(2625)
    expect(yards(unmeasured, { ...none, dist: '1m2½f' })).toBe(2310)
    expect(yards(unmeasured, { ...none, dist_f: '10.5f' })).toBe(2310)
    expect(yards(unmeasured, none)).toBeNull()
    expect(rowsAfter(card(1, ['a'], { distance: '' })).race.distance_yards).toBe(2200)
  })

  test('"distance is the card’s exact text, else dist; distance_round the card’s, else dist; distance_m from dist_m, else from the yards", "in whole metres"', () => {
    expect(rowsAfter(card(1, ['a']), result(2, ['a'])).race).toMatchObject({
      distance: '1m2f9y',
      distance_round: '1m2f',
      distance_m: 2020,
      distance_f: '10',
    })
    expect(rowsAfter(result(2, ['a'], { dist_m: '' })).race).toMatchObject({
      distance: '1m2f',
      distance_round: '1m2f',
      distance_m: 2020,
    })
    expect(rowsAfter(card(1, ['a'])).race).toMatchObject({ distance_yards: 2209, distance_m: 2020, distance_f: '10.0' })
    expect(rowsAfter(result(2, ['a'], { dist_m: '2400.5' })).race.distance_m).toBe(2401)
  })

  test('"race_date = ra_races.date"', () => {
    expect(resultAfter('a', card(1, ['a'], { date: '2025-04-02' }), result(2, ['a']))?.race_date).toBe('2025-04-01')
  })

  test('"Booleans are false until something says true"', () => {
    expect(rowsAfter(card(1, ['a'], { big_race: undefined, is_abandoned: undefined })).race).toMatchObject({
      is_big_race: false,
      is_abandoned: false,
      has_result: false,
    })
    expect(rowsAfter(card(1, ['a'], { big_race: true }), result(2, ['a'])).race.is_big_race).toBe(true)
  })

  test('"created_at is the earliest and updated_at the latest fetched_at of any event that mentions the row"', () => {
    const events = [
      card(5, ['a', 'b']),
      card(7, ['a']),
      result(9, ['a', 'b']),
      today(11, ['a', 'c']),
      card(3, ['a']),
    ] as const
    const rows = rowsAfter(...events)
    expect([rows.race.created_at, rows.race.updated_at]).toEqual([3, 11])
    expect(rows.runners.map((row) => [row.horse_id, row.created_at, row.updated_at])).toEqual([
      ['hrs_a', 3, 11],
      ['hrs_b', 5, 9],
    ])
    expect(rows.results.map((row) => [row.horse_id, row.created_at, row.updated_at])).toEqual([
      ['hrs_a', 9, 11],
      ['hrs_b', 9, 9],
    ])
  })
})
