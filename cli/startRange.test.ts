import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { clusters, rangesOf } from './startRange.js'
import { UsageError } from './usage.js'

const today = '2026-11-28'
const flags = { racecards: true, results: true }
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function recorded(...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'darkhorses-days-'))
  folders.push(folder)
  for (const file of files) writeFileSync(join(folder, file), '{}')
  return folder
}

test('without flags: the last five days, today and tomorrow', () => {
  expect(rangesOf(flags, today)).toEqual([{ start: '2026-11-23', end: '2026-11-29' }])
})

test('a start alone reaches to today, an end alone from the usual start or from itself', () => {
  expect(rangesOf({ ...flags, startDate: '2026-11-01' }, today)).toEqual([{ start: '2026-11-01', end: today }])
  expect(rangesOf({ ...flags, endDate: '2026-11-25' }, today)).toEqual([{ start: '2026-11-23', end: '2026-11-25' }])
  expect(rangesOf({ ...flags, endDate: '2026-11-02' }, today)).toEqual([{ start: '2026-11-02', end: '2026-11-02' }])
})

test('recorded days far apart are ranges of their own, the newest first; what else is in the folder does not count', () => {
  const days = recorded(
    'racecards_pro_2025-03-26.json',
    'results_2025-03-26.json',
    'results_2025-03-29.json',
    'racecards_pro_2025-12-24.json',
    'notes_2025-06-01.json',
  )
  expect(rangesOf({ ...flags, days }, today)).toEqual([
    { start: '2025-12-24', end: '2025-12-24' },
    { start: '2025-03-26', end: '2025-03-29' },
  ])
  expect(rangesOf({ ...flags, days, startDate: '2025-03-27' }, today)).toEqual([
    { start: '2025-03-27', end: '2025-12-24' },
  ])
})

test('a week between two days joins them, more does not', () => {
  expect(clusters(['2025-01-01', '2025-01-08', '2025-01-16'])).toEqual([
    { start: '2025-01-01', end: '2025-01-08' },
    { start: '2025-01-16', end: '2025-01-16' },
  ])
})

test.each([
  [{ days: '/nowhere/at/all' }, /There is no folder/],
  [{ startDate: '2026-02-30' }, /There is no day 2026-02-30.*for example/],
  [{ startDate: '1987-12-31' }, /before 1988-01-01/],
  [{ startDate: '2026-11-20', endDate: '2026-11-19' }, /start 2026-11-20 is after the end/],
  [{ endDate: '2026-12-06' }, /more than 7 days ahead/],
])('%j is refused with the valid range', (wrong, reason) => {
  expect(() => rangesOf({ ...flags, ...wrong }, today)).toThrow(UsageError)
  expect(() => rangesOf({ ...flags, ...wrong }, today)).toThrow(reason)
})

test('a folder without recorded days says what its files are called', () => {
  expect(() => rangesOf({ ...flags, days: recorded('x.json') }, today)).toThrow(/racecards_pro_DATE\.json/)
})
