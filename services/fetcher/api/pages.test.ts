import { expect, test } from 'vitest'
import type { ApiAnswer, ApiCall, ApiClient } from './apiClient.js'
import { readPages } from './pages.js'

/** A client whose list of races can change between two calls. */
function client(lists: readonly (readonly string[])[], over: { total?: boolean } = {}) {
  const asked: [limit: number, skip: number][] = []
  const call = (one: ApiCall): Promise<ApiAnswer> => {
    const query = new Map(one.query)
    const [limit, skip] = [Number(query.get('limit')), Number(query.get('skip'))]
    const list = lists[Math.min(asked.length, lists.length - 1)] ?? []
    asked.push([limit, skip])
    const results = list.slice(skip, skip + limit).map((race_id) => ({ race_id }))
    const body = { results, ...(over.total === false ? {} : { total: list.length }) }
    const wrong = one.check?.(body) ?? null
    if (wrong !== null) throw new Error(wrong)
    return Promise.resolve({ status: 200, body, source: `/results?skip=${skip}`, calls: 1, at: asked.length })
  }
  return { asked, client: { call, close: () => Promise.resolve() } satisfies ApiClient }
}

const call: ApiCall = { path: '/results', priority: 'backfill', attempts: 5 }
const read = (one: ApiClient, limit = 2) => readPages(one, call, 'results', 'race_id', limit)
const ids = (list: { items: readonly Readonly<Record<string, unknown>>[] }) => list.items.map((item) => item['race_id'])

test('one call where everything fits, as many as needed otherwise, none beyond the total', async () => {
  const fits = client([['a', 'b']])
  expect(ids(await read(fits.client))).toEqual(['a', 'b'])
  expect(fits.asked).toEqual([[2, 0]])
  const more = client([['a', 'b', 'c', 'd', 'e']])
  const list = await read(more.client)
  expect([ids(list), list.calls, list.at]).toEqual([['a', 'b', 'c', 'd', 'e'], 3, 1])
  const none = client([[]])
  expect(ids(await read(none.client))).toEqual([])
  expect(none.asked).toHaveLength(1)
})

test('a list that grows between two pages is read once more and united: a race that slipped past is found', async () => {
  // Newest first: `new` pushes everything by one, so that the second page repeats a race; then it stands still.
  const grows = client([
    ['a', 'b', 'c'],
    ['new', 'a', 'b', 'c'],
    ['new', 'a', 'b', 'c'],
  ])
  const list = await read(grows.client)
  expect(new Set(ids(list))).toEqual(new Set(['new', 'a', 'b', 'c']))
  expect(list.calls).toBe(4)
  // It goes on changing: once more is enough, and what was seen in either reading counts.
  const shrinks = client([
    ['a', 'b', 'c', 'd'],
    ['c', 'd'],
    ['d', 'e', 'f', 'g'],
    ['d', 'e', 'f'],
  ])
  expect(new Set(ids(await read(shrinks.client)))).toEqual(new Set(['a', 'b', 'd', 'e', 'f']))
})

test('without a total, a page that is not full is the last', async () => {
  const list = client([['a', 'b', 'c']], { total: false })
  expect(ids(await read(list.client))).toEqual(['a', 'b', 'c'])
  expect(list.asked).toEqual([
    [2, 0],
    [2, 2],
  ])
})

test('what is no list is refused, not taken for an empty day', async () => {
  for (const body of [[], null, 'x', { message: 'soon' }, { results: {} }, { results: ['x'] }]) {
    const one: ApiClient = {
      call: (asked) => Promise.reject(new Error(asked.check?.(body) ?? 'accepted')),
      close: () => Promise.resolve(),
    }
    await expect(read(one)).rejects.toThrow(/no object|no list of results/)
  }
})
