import { expect, test } from 'vitest'
import { bookmakerCode, bookmakerOf, knownBookmakers } from './bookmaker.js'
import { readDate } from './calendar.js'
import { courseKey } from './course.js'
import { readFlag } from './flag.js'
import { goingGroup, isAllWeather, isJumpRace, isKnownGoing } from './goingGroup.js'
import { linkParent, twoYearsBefore, vendorHorseId, type LinkCandidate, type Parent } from './link.js'

test('going groups ignore case; all-weather goings have none', () => {
  const groups = [
    'Hard',
    'GOOD TO FIRM',
    'Good',
    'Good To Yielding',
    'good to soft',
    'Yielding',
    'Very Soft',
    'Soft To Heavy',
    'Holding',
    'Standard',
    'Wet',
    null,
  ].map(goingGroup)
  expect(groups).toEqual(['firm', 'firm', 'good', 'good', 'good', 'soft', 'soft', 'heavy', 'heavy', null, null, null])
  expect(['Standard To Slow', 'Good', 'Wet'].map(isKnownGoing)).toEqual([true, true, false])
  expect([isAllWeather('AW'), isAllWeather('Turf'), isAllWeather(null)]).toEqual([true, false, false])
  expect(['Chase', 'Hurdle', 'NH Flat', 'Flat', null].map(isJumpRace)).toEqual([true, true, true, false, false])
})

test('a bookmaker’s code is letters and digits in lower case; Betfair Exchange is betfair', () => {
  expect(
    ['888 Sport', '888sport', 'Bet Victor', 'Betfair Exchange', 'Betfair Sportsbook', '10 Bet'].map(bookmakerCode),
  ).toEqual(['888sport', '888sport', 'betvictor', 'betfair', 'betfairsportsbook', '10bet'])
  expect(bookmakerOf('888 Sport')).toEqual({ code: '888sport', name: '888sport', type: 'online', is_active: true })
  expect(bookmakerOf('Smarkets')?.type).toBe('exchange')
  expect(bookmakerOf('New Bet Co.')).toEqual({ code: 'newbetco', name: 'New Bet Co.', type: 'online', is_active: true })
  expect(bookmakerOf('!!!')).toBeNull()
  expect(knownBookmakers).toHaveLength(27)
  expect(new Set(knownBookmakers.map((bookmaker) => bookmaker.code)).size).toBe(27)
})

test('courses by name: brackets left out, Bangor is Bangor-on-Dee', () => {
  expect(courseKey('Southwell (AW)')).toBe(courseKey('Southwell'))
  expect(courseKey('Dundalk (AW) (IRE)')).toBe(courseKey('Dundalk'))
  expect(courseKey('Bangor-on-Dee')).toBe(courseKey('Bangor'))
  expect(courseKey('Newton Abbot')).toBe('newtonabbot')
})

test('booleans are false until something says true', () => {
  expect([true, 'true', 1, '1', 'Yes'].map((raw) => readFlag(raw, 'big_race'))).toEqual([true, true, true, true, true])
  expect(
    [false, 'false', 0, '', '-', null, undefined, 'N'].map((raw) =>
      readFlag(raw, 'big_race', () => expect.unreachable()),
    ),
  ).toEqual(Array(8).fill(false))
  const told: string[] = []
  expect([[], 'perhaps', 2].map((raw) => readFlag(raw, 'big_race', (field) => told.push(field)))).toEqual([
    false,
    false,
    false,
  ])
  expect(told).toHaveLength(3)
})

test('dates of the calendar only, 1750 to 2100', () => {
  expect(
    ['2024-02-29', '2023-02-29', '2025-13-01', '2025-00-10', '9999-12-31', '1749-12-31', '2025-4-1', 'today', ''].map(
      (raw) => readDate(raw, 'dob'),
    ),
  ).toEqual(['2024-02-29', ...Array<null>(8).fill(null)])
})

const sire: Parent = { kind: 'sire', id: 'sir_7', name: 'Big Buck', region: 'IRE', oldest_progeny_dob: '2016-02-29' }
const horse = (over: Partial<LinkCandidate>): LinkCandidate => ({
  horse_id: 'hrs_9',
  name: 'big buck',
  region: 'IRE',
  dob: '2005-05-01',
  sex_code: 'G',
  ...over,
})

test('hrs_N is sir_N if the names agree (no suffix, any case)', () => {
  expect(vendorHorseId('dsi_12')).toBe('hrs_12')
  expect(vendorHorseId('own_12')).toBeNull()
  expect(linkParent(sire, [horse({ horse_id: 'hrs_7', dob: null, sex_code: null, region: null }), horse({})])).toBe(
    'hrs_7',
  )
  expect(linkParent(sire, [horse({ horse_id: 'hrs_7', name: 'Someone Else' }), horse({})])).toBe('hrs_9')
})

test('otherwise exactly one candidate born at least 2 years before the oldest progeny, male for a sire or damsire, female for a dam; else null', () => {
  expect(linkParent(sire, [horse({})])).toBe('hrs_9')
  expect(linkParent(sire, [horse({}), horse({ horse_id: 'hrs_8' })])).toBeNull()
  expect(linkParent(sire, [horse({ sex_code: 'M' })])).toBeNull()
  expect(linkParent({ ...sire, kind: 'dam' }, [horse({ sex_code: 'M' })])).toBe('hrs_9')
  expect(linkParent(sire, [horse({ region: 'FR' })])).toBeNull()
  expect(linkParent(sire, [horse({ region: null })])).toBe('hrs_9')
  expect(linkParent(sire, [horse({ dob: '2014-02-28' })])).toBe('hrs_9')
  expect(linkParent(sire, [horse({ dob: '2014-03-01' })])).toBeNull()
  expect(linkParent(sire, [horse({ dob: null })])).toBeNull()
  expect(linkParent({ ...sire, oldest_progeny_dob: null }, [horse({})])).toBeNull()
  expect(linkParent({ ...sire, name: null }, [horse({})])).toBeNull()
  expect(twoYearsBefore('2016-02-29')).toBe('2014-02-28')
})
