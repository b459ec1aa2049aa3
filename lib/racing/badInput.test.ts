/**
 * Bad input: each field of each source × everything that must not harm. No throw, no lost race, no lost runner, only values
 * that the columns can hold, and every value that was given up is told exactly once under its field.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bad,
  cardRaceFields,
  cardRunnerFields,
  needed,
  resultRaceFields,
  resultRunnerFields,
  withField,
} from '../../test/racing/badValues.js'
import { cardEvent, cardRace, cardRunner, resultEvent, resultRace, resultRunner } from '../../test/racing/builders.js'
import { readEntities } from './entities.js'
import { applyEvent, rowsOf } from './raceState.js'
import { isUnusable, type RaceEvent } from './readings.js'

/** What is wrong with a row, going by what its columns can hold. */
function faults(row: object): string[] {
  return Object.entries(row).flatMap(([column, value]: [string, unknown]) => {
    if (value === null || typeof value === 'boolean') return []
    if (typeof value === 'number')
      return Number.isSafeInteger(value) &&
        (column.endsWith('_at') || column === 'off_dt' || Math.abs(value) <= 2_147_483_647) &&
        !Object.is(value, -0)
        ? []
        : [column]
    if (typeof value !== 'string') return [column]
    const key = /_id$|name$|^number$|region|going$|class/.test(column) && column !== 'race_name'
    return value === '' ||
      value !== value.trim() ||
      value.includes('\0') ||
      /[\ud800-\udfff]/u.test(value) ||
      (key && value.length > 310)
      ? [column]
      : []
  })
}

function check(event: RaceEvent): string[] {
  const told: string[] = []
  const state = applyEvent(null, event, (field) => told.push(field))
  if (isUnusable(state)) return expect.unreachable(`lost race: ${state.missing.join()}`)
  const { race, runners, results } = rowsOf(state)
  expect([race, ...runners, ...results].flatMap(faults)).toEqual([])
  expect(isUnusable(readEntities(event))).toBe(false)
  expect(new Set(told).size, told.join()).toBe(told.length)
  return told
}

describe.each(bad)('%s', (_name, value) => {
  test.each(cardRaceFields)('in a racecard’s %s', (field) => {
    const told = check(cardEvent(1, withField(cardRace(['a', 'b']), field, value)))
    for (const name of told) expect(name).toBe(`racecard.${field}`)
  })

  test.each(resultRaceFields)('in a result’s %s', (field) => {
    const told = check(resultEvent(1, withField(resultRace(['a', 'b']), field, value)))
    for (const name of told) expect(name).toBe(`result.${field}`)
  })

  test.each(cardRunnerFields)('in a racecard runner’s %s', (field) => {
    const event = cardEvent(1, cardRace(['b', withField(cardRunner('a'), field, value)]))
    for (const name of check(event)) expect(name).toBe(`racecard.runners.${field}`)
    expect(rowsOf(applyEvent(null, event) as never).runners).toHaveLength(2)
  })

  test.each(resultRunnerFields)('in a result runner’s %s', (field) => {
    const event = resultEvent(1, resultRace(['b', withField(resultRunner('a'), field, value)]))
    for (const name of check(event)) expect(name).toBe(`result.runners.${field}`)
    expect(rowsOf(applyEvent(null, event) as never).results).toHaveLength(2)
  })

  test('in a runner’s horse_id, the other runners stay', () => {
    for (const event of [
      cardEvent(1, cardRace(['b', withField(cardRunner('a'), 'horse_id', value)])),
      resultEvent(1, resultRace(['b', withField(resultRunner('a'), 'horse_id', value)])),
    ]) {
      check(event)
      expect(rowsOf(applyEvent(null, event) as never).runners.map((row) => row.horse_id)).toContain('hrs_b')
    }
  })

  test('in place of the runners, and of one runner', () => {
    check(cardEvent(1, withField(cardRace([]), 'runners', value)))
    check(cardEvent(1, cardRace(['b', value as never])))
    check(resultEvent(1, resultRace(['b', value as never])))
  })

  test.each(needed)('in %s: the race is read or set aside, never thrown', (field) => {
    const read = applyEvent(null, cardEvent(1, withField(cardRace(['a']), field, value)))
    if (!isUnusable(read)) expect(faults(rowsOf(read).race)).toEqual([])
  })

  test('in a profile and in the reference lists', () => {
    const profile = {
      id: 'hrs_1',
      name: 'A',
      dob: '2011-06-19',
      sex: 'gelding',
      sex_code: 'G',
      colour: 'b',
      colour_code: 'B',
      breeder: 'B',
      sire: 'S (IRE)',
      sire_id: 'sir_1',
      dam: 'D',
      dam_id: 'dam_1',
      damsire: 'DS',
      damsire_id: 'dsi_1',
    }
    for (const field of Object.keys(profile)) {
      const facts = readEntities({
        type: 'HorseProfileFetched',
        event_id: 'p',
        fetched_at: 1,
        horse: withField(profile, field, value),
      })
      if (!('unusable' in facts)) expect(facts.horses.flatMap(faults)).toEqual([])
      else expect(field).toBe('id')
    }
    for (const list of ['courses', 'regions', 'bookmakers'] as const)
      for (const items of [
        value,
        [value],
        [{ id: value, course: value, region: value, region_code: value, name: value }],
      ])
        readEntities({ type: 'ReferenceFetched', event_id: 'r', fetched_at: 1, list, items })
  })
})

test('anything at all as a race: no throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (race, runner, value) => {
      for (const event of [
        cardEvent(1, race),
        cardEvent(1, cardRace([runner as never])),
        resultEvent(1, resultRace([{ ...resultRunner('a'), prize: value, sp: value, odds: value }])),
      ]) {
        const read = applyEvent(null, event)
        if (!isUnusable(read)) rowsOf(read)
        readEntities(event)
      }
    }),
    { numRuns: 1000 },
  )
})

test('what cannot be read is told under its field', () => {
  const told: unknown[] = []
  applyEvent(
    null,
    resultEvent(
      1,
      resultRace([resultRunner('a', { sp: 'abc', sp_dec: '', weight: 'heavy', position: '1', time: 'fast' })], {
        dist_y: 'far',
      }),
    ),
    (field, raw) => told.push([field, raw]),
  )
  expect(told).toEqual([
    ['result.runners.weight', 'heavy'],
    ['result.runners.sp', 'abc'],
    ['result.runners.time', 'fast'],
    ['result.dist_y', 'far'],
  ])
})
