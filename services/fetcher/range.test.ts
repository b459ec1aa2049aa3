import { expect, test } from 'vitest'
import { knownAnswer, rangeProblem } from './range.js'

test('a range says what is wrong with it, and the valid one with an example', () => {
  const today = '2025-10-08'
  expect(rangeProblem('1988-01-01', '2025-10-15', today)).toBeNull()
  for (const [start, end, words] of [
    ['2025-13-01', '2025-10-08', 'no day 2025-13-01'],
    ['2025-10-09', '2025-10-08', 'after the end'],
    ['1987-12-31', '2025-10-08', 'before 1988-01-01'],
    ['2025-10-08', '2025-10-16', 'more than 7 days ahead'],
  ] as const) {
    expect(rangeProblem(start, end, today)).toContain(words)
    expect(rangeProblem(start, end, today)).toContain(
      'from 1988-01-01 to 2025-10-15 can be fetched, for example --start-date',
    )
  }
})

test('no call is planned whose answer is known', () => {
  const today = '2025-10-08'
  expect(knownAnswer({ kind: 'racecards', date: '2023-01-22' }, today)).toContain(
    'No racecards exist before 2023-01-23',
  )
  expect(knownAnswer({ kind: 'racecards', date: '2023-01-23' }, today)).toBeNull()
  expect(knownAnswer({ kind: 'results', date: '2025-10-09' }, today)).toContain('not been run')
  expect(knownAnswer({ kind: 'results_today', date: '2025-10-07' }, today)).toContain('results:2025-10-07')
  expect(knownAnswer({ kind: 'results', date: '1988-01-01' }, today)).toBeNull()
})
