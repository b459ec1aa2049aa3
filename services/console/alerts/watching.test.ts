import { expect, test } from 'vitest'
import type { GroupState } from '../groupStates.js'
import { errorShares, shareOf } from './errorShare.js'
import { stallWatch } from './stalls.js'

test('the share of errors is that of the window, not of all time; too few uses say nothing', () => {
  const shares = errorShares(1000)
  expect(shares.add(0, { ok: 1000, errors: 500 })).toEqual({ ok: 0, errors: 0 })
  expect(shares.add(500, { ok: 1090, errors: 510 })).toEqual({ ok: 90, errors: 10 })
  expect(shares.add(1400, { ok: 1180, errors: 510 })).toEqual({ ok: 180, errors: 10 })
  expect(shares.add(1600, { ok: 1180, errors: 510 })).toEqual({ ok: 90, errors: 0 })
  expect(shareOf({ ok: 18, errors: 2 }, 20)).toBe(0.1)
  expect(shareOf({ ok: 0, errors: 19 }, 20)).toBe(0)
})

const group = (position: number, behind: number, state = 'running'): GroupState => ({
  group: 'projector',
  schema: 'racing',
  state,
  lag_events: behind,
  lag_seconds: 1e6,
  events_applied: position,
  dead_letters: 0,
  last_error: null,
  last_error_at: null,
  partitions: [
    {
      topic: 'results',
      partition: 0,
      position,
      log_end: position + behind,
      events_behind: behind,
      seconds_behind: 1e6,
    },
  ],
})

test('a group that is far behind and moves does not stall; one that stands does, until it moves', () => {
  const watch = stallWatch(300_000)
  const stalledAt = (seconds: number, position: number, behind: number) =>
    watch.look([group(position, behind)], seconds * 1000).map((one) => one.seconds)
  expect(stalledAt(0, 10, 90)).toEqual([])
  expect(stalledAt(299, 11, 89)).toEqual([])
  expect(stalledAt(598, 11, 89)).toEqual([])
  expect(stalledAt(600, 11, 89)).toEqual([301])
  expect(stalledAt(700, 12, 88)).toEqual([])
  expect(stalledAt(1100, 100, 0)).toEqual([])
  expect(stalledAt(9000, 100, 0)).toEqual([])
  expect(stalledAt(9100, 100, 1)).toEqual([])
  expect(stalledAt(9401, 100, 1)).toEqual([401])
})

test('what the watchdog calls stalled is stalled', () => {
  expect(stallWatch(300_000).look([group(1, 1, 'stalled')], 0)).toMatchObject([
    { group: 'projector', state: 'stalled' },
  ])
})
