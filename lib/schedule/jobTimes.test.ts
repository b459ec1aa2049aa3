import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { latestTime, nextTime } from './jobTimes.js'
import { scheduledJobs } from './scheduledJobs.js'

const timesOf = (name: string) => scheduledJobs.find((job) => job.name === name)?.times ?? []
const at = (iso: string) => new Date(iso)

describe('in London, whatever the clocks do', () => {
  test.each([
    // The clocks go forward on 2026-03-29 and back on 2026-10-25.
    ['sync', '2026-03-28T22:30:00Z', '2026-03-29T05:00:00.000Z'],
    ['sync', '2026-10-24T21:30:00Z', '2026-10-25T06:00:00.000Z'],
    ['sync', '2026-10-25T05:30:00Z', '2026-10-25T06:00:00.000Z'],
    ['windows', '2026-03-28T12:00:00Z', '2026-03-29T00:05:00.000Z'],
    ['windows', '2026-03-29T12:00:00Z', '2026-03-29T23:05:00.000Z'],
    ['drift', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00.000Z'],
    ['gaps', '2026-10-24T12:00:00Z', '2026-10-25T03:30:00.000Z'],
    ['results-today', '2026-06-01T19:50:00Z', '2026-06-01T20:00:00.000Z'],
    ['results-today', '2026-06-01T20:00:00Z', '2026-06-02T08:00:00.000Z'],
    ['profiles', '2026-03-15T00:00:00Z', '2026-04-01T03:00:00.000Z'],
  ])('%s after %s is due at %s', (name, after, due) => {
    expect(nextTime(timesOf(name), at(after)).toISOString()).toBe(due)
    // The latest time at the due time is the due time itself.
    expect(latestTime(timesOf(name), at(due)).toISOString()).toBe(due)
    expect(latestTime(timesOf(name), new Date(at(due).getTime() - 1)).toISOString() < due).toBe(true)
  })

  test('over the changes of a year every job runs as often as its London times say', () => {
    const count = (name: string, from: string, to: string) => {
      let n = 0
      for (let t = at(from); ; n += 1) {
        t = nextTime(timesOf(name), t)
        if (t >= at(to)) return n
      }
    }
    const year = ['2025-12-31T23:59:59Z', '2027-01-01T00:00:00Z'] as const
    expect(count('windows', ...year)).toBe(365)
    expect(count('drift', ...year)).toBe(365)
    expect(count('gaps', ...year)).toBe(52)
    expect(count('recompute', ...year)).toBe(12)
    const springs = ['2026-03-26T23:59:59Z', '2026-03-30T22:59:59Z'] as const
    expect(count('sync', ...springs)).toBe(4 * 5)
    expect(count('results-today', ...springs)).toBe(4 * 49)
  })

  test('no job lies in the hour that exists twice or not at all', () => {
    for (const { name, times } of scheduledJobs)
      for (const pattern of times) expect(pattern.split(' ')[1]?.split(','), name).not.toContain('1')
  })
})

test('docs/schedule.md lists every job as it is', () => {
  const page = readFileSync(new URL('../../docs/schedule.md', import.meta.url), 'utf8')
  for (const { name, when, byHand } of scheduledJobs)
    expect(page).toMatch(new RegExp(`\\| \`${name}\` \\| ${when} \\| .* \\| \`${byHand}\` \\|`))
})
