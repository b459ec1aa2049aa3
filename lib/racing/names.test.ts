import { expect, test } from 'vitest'
import { readColour } from './colour.js'
import { nameKey, readHorseName, readRegion } from './horseName.js'
import { readJockey } from './jockey.js'
import { nonRunnerKey, readNonRunners } from './nonRunners.js'
import { readRaceClass } from './raceClass.js'
import { readSex } from './sex.js'

test.each([
  ['Create (IRE)', 'Create', 'IRE'],
  ['Galileo', 'Galileo', null],
  ['Zapata I (IRE)', 'Zapata I', 'IRE'],
  ['Thatching (GB)', 'Thatching', 'GB'],
  ['Old Form (UK)', 'Old Form', 'GB'],
  ['Kodiac(GB)', 'Kodiac', 'GB'],
  ['Mister (Big)', 'Mister (Big)', null],
  ['(IRE)', null, 'IRE'],
  ['', null, null],
])('%j is %j bred in %j: neither suffix nor field means null, never a guess', (raw, name, bred) => {
  expect(readHorseName(raw, 'horse')).toEqual({ name, bred })
})

test('a region field: upper case, UK is GB', () => {
  expect(['FR', 'ire', 'UK', '', 'France', '🐎'].map((raw) => readRegion(raw, 'region'))).toEqual([
    'FR',
    'IRE',
    'GB',
    null,
    null,
    null,
  ])
})

test('names are equal without suffix, in any case', () => {
  expect(nameKey('SEA The Stars (IRE)')).toBe(nameKey('Sea  the stars'))
})

test.each([
  ['Joe Williamson(5)', 'jky_1', undefined, { id: 'jky_1', name: 'Joe Williamson', claimLbs: 5, isNonRunner: false }],
  ['Jack Doyle (10)', 'jky_1', '', { id: 'jky_1', name: 'Jack Doyle', claimLbs: 10, isNonRunner: false }],
  ["Kieran O'Neill", 'jky_250764', '0', { id: 'jky_250764', name: "Kieran O'Neill", claimLbs: 0, isNonRunner: false }],
  [
    "Kieran O'Neill",
    'jky_250764',
    undefined,
    { id: 'jky_250764', name: "Kieran O'Neill", claimLbs: null, isNonRunner: false },
  ],
  ['A Rider(7)', 'jky_2', '5', { id: 'jky_2', name: 'A Rider', claimLbs: 5, isNonRunner: false }],
  ['Non-Runner', 'jky_3', '3', { id: null, name: null, claimLbs: null, isNonRunner: true }],
  ['NON RUNNER', 'jky_3', null, { id: null, name: null, claimLbs: null, isNonRunner: true }],
  ['', '', '', { id: null, name: null, claimLbs: null, isNonRunner: false }],
])('the jockey %j', (name, id, claim, jockey) => {
  expect(readJockey(name, id, claim, '')).toEqual(jockey)
})

test('Class 4; empty stays null', () => {
  expect(['Class 4', '4', 4, 'class 2', '', null, 'D'].map((raw) => readRaceClass(raw, 'class'))).toEqual([
    'Class 4',
    'Class 4',
    'Class 4',
    'Class 2',
    null,
    null,
    'D',
  ])
})

test('colour in lower case', () => {
  expect(['b', 'B', 'CH', 'b/br', ''].map((raw) => readColour(raw, 'colour'))).toEqual(['b', 'b', 'ch', 'b/br', null])
})

test.each([
  ['gelding', 'G', 'gelding', 'G'],
  ['', 'M', 'mare', 'M'],
  ['F', undefined, 'filly', 'F'],
  ['colt', '', 'colt', 'C'],
  ['Horse', 'h', 'horse', 'H'],
  ['rig', null, 'rig', 'R'],
  ['', '', null, null],
  ['unicorn', 'X', null, null],
])('sex %j with code %j is %j, %j', (word, code, sex, sexCode) => {
  expect(readSex(word, code, '')).toEqual({ sex, code: sexCode })
})

test('non-runners: split on commas outside brackets; a name may come without a reason', () => {
  expect([...readNonRunners('Darn Hot Time (self certificate, off feed), Moostar (withdrawn; unruly)')]).toEqual([
    'darnhottime',
    'moostar',
  ])
  expect([...readNonRunners("D'Artagnan, Hot Rod (IRE) (going), Plain")]).toEqual(['dartagnan', 'hotrod', 'plain'])
  expect([...readNonRunners(' , (x), A) , B')]).toEqual(['a', 'b'])
  expect([...readNonRunners('Open (never, closed')]).toEqual(['open'])
  expect(readNonRunners(null).size).toBe(0)
})

test('a non-runner is known by letters and digits of the name', () => {
  expect(nonRunnerKey("D'Artagnan (FR)")).toBe('dartagnan')
  expect(nonRunnerKey('Café Noir 2')).toBe('cafénoir2')
})
