import { afterEach, expect, test } from 'vitest'
import type { ResultFetched } from '../../lib/events/events.js'
import { openWorld, type World } from './world.js'

let world: World
afterEach(() => world.close())

test('a range arrives once, newest first; asked for again, only what is not settled is called for, and nothing is appended', async () => {
  // One call at a time: of several under way the API may see the later one first.
  world = await openWorld({ concurrency: 1 })
  await world.fetch()
  const range = { start_date: '2025-09-20', end_date: '2025-09-24' }
  expect(
    await world.run({ id: 'first', kinds: ['regions', 'courses', 'bookmakers', 'racecards', 'results'], ...range }),
  ).toEqual({
    state: 'done',
    message: null,
  })
  const calls = world.calls()
  expect(calls).toHaveLength(2 + 5 + 5)
  const days = calls.filter((path) => path.startsWith('/results')).map((path) => /start_date=([\d-]+)/.exec(path)?.[1])
  expect([...days].sort().reverse()).toEqual(days)
  const results = await world.events<ResultFetched>('results')
  expect(new Set(results.map((event) => event.race_id)).size).toBe(results.length)
  const before = results.length + (await world.events('racecards')).length

  expect((await world.run({ id: 'second', kinds: ['racecards', 'results'], ...range })).state).toBe('done')
  expect(world.calls()).toHaveLength(calls.length)
  expect((await world.run({ id: 'third', units: ['results:2025-09-22'] })).state).toBe('done')
  expect(world.calls()).toHaveLength(calls.length + 1)
  expect((await world.events('results')).length + (await world.events('racecards')).length).toBe(before)
  const entry = (await world.fetchLog()).at(-1)
  expect(entry).toMatchObject({ unit: 'results:2025-09-22', outcome: 'ok', run_id: 'third' })
  expect(entry?.items.some((item) => item.appended)).toBe(false)
})
