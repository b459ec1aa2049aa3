import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  canonicalDecimal,
  divideRounded,
  readDecimal,
  readInt,
  readPositiveInt,
  roundDecimal,
  scaled,
  trimZeros,
  unscaled,
} from './numbers.js'
import { readJson } from './jsonColumn.js'
import { readRating } from './rating.js'
import { readId, readLabel, readText } from './text.js'
import { readWeight } from './weight.js'

test('missing is "", null, "-", "–" and an absent key: all null, none told', () => {
  for (const raw of ['', null, '-', '–', undefined, '  ', ' - ', '\0'])
    expect(readText(raw, 'any', () => expect.unreachable())).toBeNull()
})

test('texts are stripped, and lose what Postgres cannot store; emoji stay', () => {
  expect(readText('  Good To Soft \n', 'going')).toBe('Good To Soft')
  expect(readText('a\0b\ud800c🐎\udfff', 'comment')).toBe('abc🐎')
  expect(readText("Robert'); DROP TABLE ra_races;--", 'horse')).toBe("Robert'); DROP TABLE ra_races;--")
})

test('numbers are read as their text', () => {
  expect([7, 0, -0, 2.5, 1e15].map((raw) => readText(raw, 'number'))).toEqual([
    '7',
    '0',
    '0',
    '2.5',
    '1000000000000000',
  ])
})

test.each([
  [true],
  [[]],
  [{}],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [1e308],
  [1e-7],
  [Symbol('s')],
  [() => 1],
  [10n],
])('a text out of %o is unreadable', (raw) => {
  const told: unknown[] = []
  expect(readText(raw, 'horse', (...what) => told.push(what))).toBeNull()
  expect(told).toEqual([['horse', raw]])
})

test('keys and names stay short enough for an index; free text may be long', () => {
  expect(readId('x'.repeat(101), 'horse_id')).toBeNull()
  expect(readLabel('x'.repeat(301), 'horse')).toBeNull()
  expect(readText('x'.repeat(1_000_000), 'comment')).toHaveLength(1_000_000)
})

test('whole numbers within int4', () => {
  expect(['47', '–', '2400.0', 47, '0', '-0', '2147483647', '300'].map((raw) => readInt(raw, 'or'))).toEqual([
    47,
    null,
    2400,
    47,
    0,
    0,
    2147483647,
    300,
  ])
  expect(['2147483648', '-1', '4.5', '1e3', '４', 'x'].map((raw) => readInt(raw, 'or'))).toEqual(Array(6).fill(null))
  expect(['8', '0', ''].map((raw) => readPositiveInt(raw, 'draw'))).toEqual([8, null, null])
})

test('ratings may be negative: a slow race’s speed figure', () => {
  expect(['47', '–', '-7', '', '0', '4.5', '-99999999999'].map((raw) => readRating(raw, 'ts'))).toEqual([
    47,
    null,
    -7,
    null,
    0,
    null,
    null,
  ])
})

test('decimals are kept as printed, canonical', () => {
  expect(['.75', '007.50', '+3', '-0', '0.0', '5.', '3.14159265358979', 'x', '.', '1e5'].map(canonicalDecimal)).toEqual(
    ['0.75', '7.50', '3', '0', '0.0', '5', '3.1415926536', null, null, null],
  )
  expect(['3245.08', '-1', '9'.repeat(13), 0.1].map((raw) => readDecimal(raw, 'prize'))).toEqual([
    '3245.08',
    null,
    null,
    '0.1',
  ])
})

test('rounding is half away from zero, as in Postgres', () => {
  expect([
    roundDecimal('2.5', 0),
    roundDecimal('-2.5', 0),
    roundDecimal('0.125', 2),
    roundDecimal('1', 2),
    unscaled(-5n, 2),
  ]).toEqual(['3', '-3', '0.13', '1.00', '-0.05'])
  expect([divideRounded(1n, 3n, 2), divideRounded(2n, 3n, 2), divideRounded(1n, 8n, 2)]).toEqual([33n, 67n, 13n])
  expect(['3.2500', '4.00', '10', '0.50', '100.0'].map(trimZeros)).toEqual(['3.25', '4', '10', '0.5', '100'])
})

test('scaled and unscaled are inverse', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (units) => {
      expect(scaled(unscaled(units, 8), 8)).toBe(units)
    }),
  )
})

test('weight_lbs and weight_st_lbs are derived from each other where only one is sent', () => {
  expect(readWeight('8-10', '122', 'weight', 'lbs')).toEqual({ lbs: 122, stLbs: '8-10' })
  expect(readWeight('8-10', '', 'weight', 'lbs')).toEqual({ lbs: 122, stLbs: '8-10' })
  expect(readWeight(undefined, '163', 'weight', 'lbs')).toEqual({ lbs: 163, stLbs: '11-9' })
  expect(readWeight('', '', 'weight', 'lbs')).toEqual({ lbs: null, stLbs: null })
  const told: string[] = []
  expect(readWeight('8-14', '0', 'weight', 'lbs', (field) => told.push(field))).toEqual({ lbs: null, stLbs: null })
  expect(told).toEqual(['lbs', 'weight'])
})

test('jsonb as sent; an empty list is a value; what Postgres cannot store is left out of texts and keys', () => {
  expect(readJson([], 'quotes')).toBe('[]')
  expect(readJson({ runs: '12' }, 'trainer_14_days')).toBe('{"runs":"12"}')
  expect(readJson([{ 'k\0': 'a\0b\ud800' }], 'odds')).toBe('[{"k":"ab"}]')
  expect([null, undefined, '', '-'].map((raw) => readJson(raw, 'odds', () => expect.unreachable()))).toEqual([
    null,
    null,
    null,
    null,
  ])
  let deep: unknown = []
  for (let i = 0; i < 50_000; i++) deep = [deep]
  const circular: unknown[] = []
  circular.push(circular)
  const told: string[] = []
  expect(
    ['text', 7, true, deep, circular, [10n], ['\0', deep]].map((raw) =>
      readJson(raw, 'odds', (field) => told.push(field)),
    ),
  ).toEqual(Array(7).fill(null))
  expect(told).toHaveLength(7)
})
