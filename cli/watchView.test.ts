import { describe, expect, test } from 'vitest'
import { bar, cut, duration, wantsColour } from './terminal.js'
import { plainLine, screen, type WatchState } from './watchView.js'

const group = (name: string, lag: number): WatchState['status']['groups'][number] => ({
  group: name,
  schema: 'racing',
  state: lag > 100 ? 'stalled' : 'running',
  lag_events: lag,
  lag_seconds: lag * 2,
  events_applied: 1000,
  dead_letters: 0,
  last_error: null,
  last_error_at: null,
  partitions: [
    {
      topic: 'results',
      partition: 0,
      position: 1000,
      log_end: 1000 + lag,
      events_behind: lag,
      seconds_behind: lag * 2,
    },
  ],
})

const state: WatchState = {
  status: {
    timestamp: new Date('2025-03-29T12:00:00Z'),
    counts: { races: 1234, runners: 12_345, results: 11_000, horses: 9000, horses_enriched: 8000, pedigrees: 7000 },
    groups: [group('projector', 0), group('entities', 7), group('stats', 101)],
  },
  work: { runs: [], done: 100, failed: 3, remaining: 97, rate: 1.5, eta_seconds: 65, newest: null },
  errors: Array.from({ length: 3 }, (_none, i) => ({
    timestamp: new Date('2025-03-29T11:00:00Z'),
    unit: `results:2025-03-0${i + 1}`,
    kind: 'results',
    date: `2025-03-0${i + 1}`,
    chunk: '2025-03',
    horse_id: null,
    error: 'HTTP 503 after 5 attempts, the server said: Service Temporarily Unavailable',
    attempts: 5,
    status: 503,
    run_id: 'r',
  })),
}

describe('the screen of watch', () => {
  test.each([
    [40, 24],
    [20, 10],
    [200, 60],
    [80, 3],
  ])('fits %i columns and %i rows, errors still in sight', (width, height) => {
    const lines = screen(state, { width, height, colour: false })
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width)
    expect(lines.length).toBeLessThanOrEqual(Math.max(height, 6))
    expect(lines.join('\n')).toContain('failed units 3')
    expect(lines.join('\n')).toContain('  results:2025')
  })

  test('tells progress, rate, ETA, tables, groups with lag, positions', () => {
    const text = screen(state, { width: 120, height: 60, colour: false }).join('\n')
    expect(text).toContain('total 200  done 100  failed 3  remaining 97\n51 %  1.50/s  ETA 1 min')
    expect(text).toContain('horses 8,000 enriched, 1,000 need it')
    expect(text).toMatch(/entities +running +7 events, 14 s behind/)
    expect(text).toContain('stats results/0 1,000 of 1,101')
    expect(text).not.toContain('\u001B[')
  })

  test('colours only where they are wanted, and never change what is told', () => {
    const coloured = screen(state, { width: 60, height: 60, colour: true }).join('\n')
    expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(
      screen(state, { width: 60, height: 60, colour: false }).join('\n'),
    )
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false)
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true)
    expect(wantsColour({}, {})).toBe(false)
  })

  test('elsewhere it is one line', () => {
    expect(plainLine(state)).toMatch(
      /^2025-03-29T12:00:00\.000Z {2}total 200 .* entities 7 events behind \(14 s\).*3 failed units/,
    )
  })
})

test('small things: bars, cut lines, durations', () => {
  expect([bar(0, 4), bar(0.5, 4), bar(7, 4)]).toEqual(['[░░░░]', '[██░░]', '[████]'])
  // Full only when nothing remains.
  expect(bar(0.999, 10)).toBe('[█████████░]')
  expect([cut('abc', 3), cut('abcd', 3), cut('🐎🐎🐎', 2)]).toEqual(['abc', 'ab…', '🐎…'])
  expect([12, 3599, 3600, 12_000, 180_000].map(duration)).toEqual(['12 s', '1 h', '1 h', '3 h 20 min', '2 days 2 h'])
})
