import { expect, test } from 'vitest'
import { createUnapplied } from './unapplied.js'

const at = (offset: bigint) => ({ topic: 'fetch-log', partition: 0, offset })
const next = (offset: bigint) => [{ topic: 'fetch-log', partition: 0, offset }]

test('a unit and its contents are known until the position is past its entry', () => {
  const unapplied = createUnapplied()
  unapplied.add('results:2025-10-01', new Map([['results\nrac_1', 'h1']]), at(5n))
  unapplied.applied(next(5n))
  expect([unapplied.has('results:2025-10-01'), unapplied.hashOf('results\nrac_1'), unapplied.size()]).toEqual([
    true,
    'h1',
    1,
  ])
  unapplied.applied(next(6n))
  expect([unapplied.has('results:2025-10-01'), unapplied.hashOf('results\nrac_1'), unapplied.size()]).toEqual([
    false,
    undefined,
    0,
  ])
})

test('of two entries of one unit the newer counts, and stays when the older is applied', () => {
  const unapplied = createUnapplied()
  unapplied.add('u', new Map([['k', 'old']]), at(9n))
  unapplied.add('u', new Map([['k', 'new']]), at(10n))
  unapplied.applied(next(10n))
  expect([unapplied.has('u'), unapplied.hashOf('k')]).toEqual([true, 'new'])
  unapplied.applied([{ topic: 'fetch-log', partition: 1, offset: 99n }])
  expect(unapplied.has('u')).toBe(true)
  unapplied.clear()
  expect([...unapplied.units()]).toEqual([])
})
