import { expect, test } from 'vitest'
import { readBeatenDistance } from './beatenDistance.js'

test.each([
  ['0', '0'],
  ['.75', '0.75'],
  ['.5', '0.5'],
  ['0.3', '0.3'],
  ['22.5', '22.5'],
  ['nk', '0.3'],
  ['NK', '0.3'],
  ['hd', '0.2'],
  ['shd', '0.1'],
  ['nse', '0.05'],
  ['snk', '0.25'],
  ['dht', '0'],
  ['dist', null],
  ['99', '99'],
  ['1½', '1.5'],
  ['¾', '0.75'],
  ['-', null],
  ['', null],
  [2.25, '2.25'],
])('%j → %j lengths', (raw, lengths) => {
  expect(readBeatenDistance(raw, 'btn', (field) => expect.unreachable(field))).toBe(lengths)
})

test.each(['far', '-3', '1e3', '½½'])('%j is unreadable, and told', (raw) => {
  const told: string[] = []
  expect(readBeatenDistance(raw, 'btn', (field) => told.push(field))).toBeNull()
  expect(told).toEqual(['btn'])
})
