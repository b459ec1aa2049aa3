import { expect, test } from 'vitest'
import { readRaceTime, readWinningTime } from './raceTime.js'

test.each([
  ['1:43.25', '103.25'],
  ['0:58.95', '58.95'],
  ['3:7.55', '187.55'],
  ['58.40', '58.40'],
  ['4:2.5', '242.50'],
  ['1:3.90', '63.90'],
  ['1:00', '60.00'],
  ['58.405', '58.41'],
  ['-', null],
])('a runner’s time %j → %j seconds', (raw, seconds) => {
  expect(readRaceTime(raw, 'time', (field) => expect.unreachable(field))).toBe(seconds)
})

test.each(['1:75.00', '0:00.00', 'fast', '1:2:3'])('a runner’s time %j is unreadable, and told', (raw) => {
  const told: string[] = []
  expect(readRaceTime(raw, 'time', (field) => told.push(field))).toBeNull()
  expect(told).toEqual(['time'])
})

test.each([
  ['1m 43.25s (slow by 5.55s)', '103.25'],
  ['58.95s', '58.95'],
  ['58.95s   ', '58.95'],
  ['4m 5.20s (fast by 0.10s)  ', '245.20'],
  ['3m', '180.00'],
  ['1:43.25 (slow by 5.55s)', '103.25'],
  ['', null],
])('a winning time %j → %j seconds', (raw, seconds) => {
  expect(readWinningTime(raw, 'winning_time_detail', (field) => expect.unreachable(field))).toBe(seconds)
})

test('a sentence without a time is unreadable, once', () => {
  const told: string[] = []
  expect(readWinningTime('not taken', 'winning_time_detail', (field) => told.push(field))).toBeNull()
  expect(told).toEqual(['winning_time_detail'])
})
