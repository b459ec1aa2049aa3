import { describe, expect, test } from 'vitest'
import { isRun, isWithdrawn, readPosition } from './position.js'

describe('readPosition', () => {
  test.each<readonly [unknown, number | null, string | null]>([
    ['1', 1, '1'],
    ['11', 11, '11'],
    [2, 2, '2'],
    ['105', 105, '105'],
    [' 3 ', 3, '3'],
    ['0', null, '0'],
    ...['PU', 'F', 'UR', 'U', 'BD', 'RO', 'RR', 'REF', 'SU', 'CO', 'LFT', 'DSQ', 'VOI', 'NR', 'WDU', 'pu'].map(
      (code) => [code, null, code] as const,
    ),
    ['Died as a 5', null, 'DIED'],
    ['', null, null],
    ['–', null, null],
    [null, null, null],
  ])('%j → %j with code %j', (raw, position, code) => {
    expect(readPosition(raw, 'position')).toEqual({ position, code })
  })

  test('a number too large for a field of horses is unreadable', () => {
    const told: unknown[] = []
    expect(readPosition('99999999999', 'position', (...what) => told.push(what))).toEqual({
      position: null,
      code: null,
    })
    expect(told).toEqual([['position', '99999999999']])
  })
})

test('NR, WDU and VOI/VO are not runs, in any case; every other code is a run without a finish', () => {
  for (const code of ['NR', 'nr', 'WDU', 'wdu', 'VOI', 'voi', 'VO', 'Vo']) expect(isRun(code), code).toBe(false)
  for (const code of [null, '1', '11', 'PU', 'F', 'DSQ', 'DIED', 'LFT', 'XYZ', '0'])
    expect(isRun(code), String(code)).toBe(true)
})

test('only NR and WDU say that a horse did not take part', () => {
  expect(['NR', 'wdu', 'VOI', 'VO', '1', null].map(isWithdrawn)).toEqual([true, true, false, false, false, false])
})
