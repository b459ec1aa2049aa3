/** What "When sources meet" and "Details, decided" of docs/domain.md say of runners, sentence by sentence; the quoted text names each test. */
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
import type { RaceEvent } from './readings.js'

const card = (at: number, runners: Parameters<typeof cardRace>[0], over = {}) => cardEvent(at, cardRace(runners, over))
const result = (at: number, runners: Parameters<typeof resultRace>[0], over = {}) =>
  resultEvent(at, resultRace(runners, over))
const ids = (rows: readonly { horse_id: string }[]) => rows.map((row) => row.horse_id)

describe('who owns a column', () => {
  const both = [card(1, ['a']), result(2, ['a'])] as const

  test('"Pre-race columns come from the racecard alone: ofr, rpr, ts, form, last_run, comment, spotlight, trainer_rtf, trainer_14_days, odds and their like"', () => {
    const preRace = {
      ofr: 100,
      rpr: 101,
      ts: 102,
      form: '12-34',
      last_run: '20',
      comment: 'card comment',
      spotlight: 'card spotlight',
      trainer_rtf: '45',
      trainer_14_days: '{"runs":"12","wins":"2","percent":"17"}',
      odds: '[{"bookmaker":"Bet365","fractional":"4","decimal":"5"}]',
      quotes: '[]',
      medical: null,
      colour: 'b',
      dob: '2019-04-25',
      trainer_location: 'Card Town',
    }
    expect(runnerAfter('a', ...both)).toMatchObject(preRace)
    expect(runnerAfter('a', result(1, ['a']))).toMatchObject({
      ...Object.fromEntries(Object.keys(preRace).map((column) => [column, null])),
      ofr: 47,
    })
  })

  test('"A result’s or fills ofr where the runner is not on the newest racecard"', () => {
    expect(runnerAfter('b', card(1, ['a']), result(2, ['a', 'b']))?.ofr).toBe(47)
    expect(runnerAfter('b', card(1, ['a', 'b']), card(2, ['a']), result(3, ['a', 'b']))?.ofr).toBe(47)
    expect(runnerAfter('a', card(1, [cardRunner('a', { ofr: '–' })]), result(2, ['a']))?.ofr).toBeNull()
  })

  test('"its rpr and tsr are ratings earned in the race and never enter them (that would leak the future)"', () => {
    expect(runnerAfter('a', result(1, ['a']))).toMatchObject({ rpr: null, ts: null })
    expect(runnerAfter('a', card(1, [cardRunner('a', { rpr: '', ts: '' })]), result(2, ['a']))).toMatchObject({
      rpr: null,
      ts: null,
    })
    expect(resultAfter('a', ...both)).toMatchObject({ official_rating: 47, rpr: 57, tsr: 12 })
  })

  test('"Post-race columns and ra_race_results come from the result"', () => {
    expect(runnerAfter('a', ...both)).toMatchObject({
      position: 1,
      position_code: '1',
      distance_beaten: 'nk',
      overall_beaten_distance: '0.3',
      finishing_time: '1:43.25',
      finishing_time_seconds: '103.25',
      prize_won: '3245.08',
      starting_price: '9/4',
      starting_price_decimal: '3.25',
      bsp_decimal: '3.45',
      race_comment: 'result comment',
      result_updated_at: 2,
    })
    expect(rowsAfter(card(1, ['a'])).results).toEqual([])
    expect(runnerAfter('a', card(1, ['a']))).toMatchObject({
      position: null,
      position_code: null,
      result_updated_at: null,
    })
  })

  test('"A runner gone from a corrected result leaves ra_race_results, and its post-race columns in ra_runners become null"', () => {
    const events = [card(1, ['a', 'b']), result(2, ['a', 'b']), result(3, ['a'])] as const
    expect(ids(rowsAfter(...events).results)).toEqual(['hrs_a'])
    expect(runnerAfter('b', ...events)).toMatchObject({
      horse_name: 'Horse b',
      position: null,
      position_code: null,
      starting_price: null,
      race_comment: null,
      result_updated_at: null,
      is_non_runner: false,
    })
  })

  test('"Columns both carry (jockey, trainer, owner, weight, draw, number, going, surface, names, off time …): the result’s value, else the racecard’s"', () => {
    const shared = {
      horse_name: 'Horse a',
      number: '7',
      draw: 8,
      age: 5,
      sex: 'mare',
      sex_code: 'M',
      region: 'GB',
      weight_lbs: 122,
      weight_st_lbs: '8-10',
      headgear: 't',
      jockey_id: 'jky_9',
      jockey_name: 'Result Jockey',
      jockey_claim_lbs: 0,
      trainer_id: 'trn_9',
      trainer_name: 'Result Trainer',
      owner_id: 'own_9',
      owner_name: 'Result Owner',
      sire_id: 'sir_9a',
      dam_id: 'dam_9a',
      damsire_id: 'dsi_9a',
      silk_url: 'https://silks/result.svg',
    }
    expect(runnerAfter('a', ...both)).toMatchObject(shared)
    expect(runnerAfter('a', card(1, ['a']), result(2, [{ horse_id: 'hrs_a', position: '3' }]))).toMatchObject({
      horse_name: 'Horse a',
      number: '1',
      draw: 4,
      age: 6,
      sex: 'gelding',
      sex_code: 'G',
      region: 'IRE',
      weight_lbs: 150,
      weight_st_lbs: '10-10',
      headgear: 'p',
      jockey_id: 'jky_1',
      jockey_name: 'Card Jockey',
      jockey_claim_lbs: 3,
      trainer_id: 'trn_1',
      owner_id: 'own_1',
      sire_id: 'sir_a',
      silk_url: 'https://silks/card.svg',
    })
    expect(rowsAfter(...both).race).toMatchObject({
      course_name: 'Ayr (GB)',
      race_name: 'Result Handicap',
      race_class: 'Class 5',
      rating_band: '0-75',
      age_band: '3yo+',
      sex_restriction: 'F',
      going: 'Good To Soft',
      off_time: '14:17:00',
      off_dt: Date.parse('2025-04-01T13:17:00Z'),
      going_detailed: 'GOOD (GoingStick 7.1)',
      tip: 'card tip',
      tote_win: '£4.20',
      has_result: true,
    })
    expect(
      rowsAfter(card(1, ['a']), result(2, ['a'], { going: '–', class: '', off_dt: '', off: '' })).race,
    ).toMatchObject({
      going: 'Good',
      race_class: 'Class 4',
      off_time: '14:15:00',
    })
  })

  test('an id is never put beside another person’s name, nor a claim beside another jockey', () => {
    const changed = result(2, [
      resultRunner('a', {
        jockey_id: '',
        jockey_claim_lbs: '',
        trainer_id: '',
        trainer: 'CARD trainer',
        owner: '',
        owner_id: 'own_9',
      }),
    ])
    expect(runnerAfter('a', card(1, ['a']), changed)).toMatchObject({
      jockey_id: null,
      jockey_name: 'Result Jockey',
      jockey_claim_lbs: null,
      trainer_id: 'trn_1',
      trainer_name: 'CARD trainer',
      owner_id: 'own_9',
      owner_name: null,
    })
  })

  test('"ids, positions and prices are the result’s own and never filled from the card"', () => {
    const bare = resultAfter('a', card(1, ['a']), result(2, [{ horse_id: 'hrs_a' }]))
    for (const [column, value] of Object.entries(bare ?? {}))
      if (!['race_id', 'race_date', 'horse_id', 'created_at', 'updated_at'].includes(column))
        expect(value, column).toBe(column === 'is_favourite' ? false : null)
  })

  test('"ra_races.prize belongs to the card, winning_time_seconds to winning_time_detail"', () => {
    expect(rowsAfter(...both).race).toMatchObject({
      prize: '4187',
      prize_currency: 'GBP',
      winning_time_seconds: '123.45',
    })
    expect(rowsAfter(result(1, ['a'], { prize: '£99', winning_time_detail: '' })).race).toMatchObject({
      prize: null,
      prize_currency: null,
      winning_time_seconds: null,
    })
  })

  test('"ra_race_results.sex is the code"', () => {
    expect(resultAfter('a', ...both)?.sex).toBe('M')
  })
})

describe('non-runners', () => {
  const isNonRunner = (...events: readonly RaceEvent[]) => runnerAfter('a', ...events)?.is_non_runner

  test('"number NR on the newest card or a result’s code NR or WDU"', () => {
    expect(isNonRunner(card(1, [cardRunner('a', { number: 'NR' })]))).toBe(true)
    expect(isNonRunner(card(1, [cardRunner('a', { number: 'NR' })]), card(2, ['a']))).toBe(false)
    expect(isNonRunner(card(1, ['a']), result(2, [resultRunner('a', { position: 'NR' })]))).toBe(true)
    expect(isNonRunner(result(2, [resultRunner('a', { position: 'wdu' })]))).toBe(true)
    expect(isNonRunner(card(1, ['a']), result(2, [resultRunner('a', { position: 'VOI' })]))).toBe(false)
    expect(runnerAfter('a', card(1, [cardRunner('a', { number: 'NR' })]))?.number).toBe('NR')
  })

  test('"A dropped runner (on an older card, on neither the newest card nor the result) keeps its key and is_non_runner; everything else is null"', () => {
    const dropped = runnerAfter('b', card(1, ['a', 'b']), card(2, ['a']), result(3, ['a']))
    for (const [column, value] of Object.entries(dropped ?? {})) {
      const kept: Record<string, unknown> = {
        race_id: 'rac_1',
        horse_id: 'hrs_b',
        is_non_runner: true,
        created_at: 1,
        updated_at: 1,
      }
      expect(value, column).toBe(column in kept ? kept[column] : null)
    }
    expect(dropped).toBeDefined()
  })

  test('"A runner never on a card and gone from the corrected result has no row"', () => {
    const rows = rowsAfter(card(1, ['a']), result(2, ['a', 'b']), result(3, ['a']))
    expect(ids(rows.runners)).toEqual(['hrs_a'])
    expect(ids(rows.results)).toEqual(['hrs_a'])
  })

  test('a runner dropped from the card but in the result has a row, and ran', () => {
    expect(runnerAfter('b', card(1, ['a', 'b']), card(2, ['a']), result(3, ['a', 'b']))).toMatchObject({
      is_non_runner: false,
      position: 1,
    })
  })

  test('"a jockey called Non-Runner (who is no jockey: id and name null)", "in any case, his claim null too"', () => {
    for (const name of ['Non-Runner', 'NON-RUNNER', 'non runner'])
      expect(runnerAfter('a', card(1, [cardRunner('a', { jockey: name })]))).toMatchObject({
        is_non_runner: true,
        jockey_id: null,
        jockey_name: null,
        jockey_claim_lbs: null,
      })
    expect(
      runnerAfter(
        'a',
        card(1, ['a']),
        result(2, [resultRunner('a', { position: 'NR', jockey: 'Non-Runner', jockey_claim_lbs: '3' })]),
      ),
    ).toMatchObject({ is_non_runner: true, jockey_id: null, jockey_name: null, jockey_claim_lbs: null })
  })

  test('a void race is no evidence, but its jockey called Non-Runner is', () => {
    const ofVoid = (jockey: string) => result(2, [resultRunner('a', { position: 'VOI', jockey })])
    expect([isNonRunner(ofVoid('Non-Runner')), isNonRunner(ofVoid('A Rider'))]).toEqual([true, false])
  })

  test('"named in non_runners of the result (letters and digits of the name, within the race)"', () => {
    const withNames = (sentence: string) => result(2, ['b'], { non_runners: sentence })
    expect(isNonRunner(card(1, ['a', 'b']), withNames('HORSE-A (self certificate, off feed), Other'))).toBe(true)
    expect(isNonRunner(card(1, ['a', 'b']), withNames('Someone (because of Horse a)'))).toBe(false)
    expect(isNonRunner(card(1, ['a', 'b']), withNames('Horse a (IRE)'))).toBe(true)
    expect(isNonRunner(card(1, ['a', 'b']), withNames('Horse a'), result(3, ['b']))).toBe(false)
  })

  test('"Absence from a result is none"', () => {
    expect(isNonRunner(card(1, ['a', 'b']), result(2, ['b']))).toBe(false)
  })

  test('"A result that has it running clears it"', () => {
    const ran = result(2, [resultRunner('a', { position: 'PU' })], { non_runners: 'Horse a (going)' })
    expect(isNonRunner(card(1, [cardRunner('a', { number: 'NR', jockey: 'Non-Runner' })]), ran)).toBe(false)
    expect(
      isNonRunner(card(1, [cardRunner('a', { number: 'NR' })]), result(2, [resultRunner('a', { position: '' })])),
    ).toBe(false)
  })
})
