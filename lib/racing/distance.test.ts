import { expect, test } from 'vitest'
import {
  metresOfYards,
  readDistance,
  readFurlongs,
  readMetres,
  readYards,
  wholeMetres,
  yardsOf,
  yardsOfFurlongs,
  yardsOfMetres,
} from './distance.js'
import { distanceDisplay, distanceGroup, distanceSlotName } from './distanceGroup.js'

test.each([
  ['2m6f31y', 4871],
  ['1m2½f', 2310],
  ['2m', 3520],
  ['5f', 1100],
  ['5½f', 1210],
  ['7f14y', 1554],
  ['1m142y', 1902],
  ['1m1f104y', 2084],
  ['2m½f', 3630],
  ['1m½f', 1870],
  ['12f', 2640],
  ['10.5f', 2310],
  ['1m 2f 9y', 2209],
  ['220y', 220],
])('%s is %i yards', (text, yards) => {
  expect(yardsOf(text)).toBe(yards)
})

test.each(['', 'f', 'm', '2m f', '0f', 'a mile', '1e3f', '2m6f31', '½'])('%j gives no yards', (text) => {
  expect(yardsOf(text)).toBeNull()
})

test('a distance that gives no yards keeps its text and is told', () => {
  const told: unknown[] = []
  expect(readDistance('about 2m', 'distance', (...what) => told.push(what))).toBe('about 2m')
  expect(told).toEqual([['distance', 'about 2m']])
})

test('yards, metres and furlongs as numbers', () => {
  expect(['2640', '1773', '2640.0', '', '0', 2640].map((raw) => readYards(raw, 'dist_y'))).toEqual([
    2640,
    1773,
    2640,
    null,
    null,
    2640,
  ])
  expect(['2400.0', '1621', '-', '0'].map((raw) => readMetres(raw, 'dist_m'))).toEqual(['2400.0', '1621', null, null])
  expect(['22.0', '12f', '10.5f', '8', '', '16½f', 'x'].map((raw) => readFurlongs(raw, 'dist_f'))).toEqual([
    '22.0',
    '12',
    '10.5',
    '8',
    null,
    '16.5',
    null,
  ])
})

test('the nearest yard to metres / 0.9144, whole metres of yards × 0.9144, furlongs × 220', () => {
  expect(['2400.0', '1006.0', '4714.0', '3219'].map(yardsOfMetres)).toEqual([2625, 1100, 5155, 3520])
  expect([1773, 3520, 4871].map(metresOfYards)).toEqual([1621, 3219, 4454])
  expect(['2400.0', '1006.5'].map(wholeMetres)).toEqual([2400, 1007])
  expect(['10.5', '22.0'].map(yardsOfFurlongs)).toEqual([2310, 4840])
})

test('the group is the nearest half furlong, a tie going down: 1,160 yd is 5½f; 4,675 yd is 21f', () => {
  expect(distanceGroup(1160)).toBe(5.5 * 220)
  expect(distanceGroup(4675)).toBe(21 * 220)
  expect([1155, 1156, 1100, 1045, 1265, null, 0, 55].map(distanceGroup)).toEqual([
    1100,
    1210,
    1100,
    990,
    1210,
    null,
    null,
    null,
  ])
})

test('shown as 5½f, 1m½f, 2m4f; named 5.5f, 8f in pedigree slots', () => {
  expect([1210, 1870, 4400, 1760, 1100, 3630].map(distanceDisplay)).toEqual(['5½f', '1m½f', '2m4f', '1m', '5f', '2m½f'])
  expect([1210, 1760, 4400].map(distanceSlotName)).toEqual(['5.5f', '8f', '20f'])
})

test('what a group shows reads back as the group', () => {
  for (let yards = 110; yards <= 9000; yards += 110) expect(yardsOf(distanceDisplay(yards))).toBe(yards)
})
