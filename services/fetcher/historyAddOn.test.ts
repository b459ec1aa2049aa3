import { expect, test } from 'vitest'
import { createHistoryAddOn, isHistory } from './historyAddOn.js'

const refused = { outcome: 'not_in_plan' }
const ok = { outcome: 'ok' }

test('of many old days at once one is asked for; refused, the others are known without a call', async () => {
  const addOn = createHistoryAddOn()
  let calls = 0
  const ask = async () => {
    calls += 1
    await Promise.resolve()
    return refused
  }
  const all = await Promise.all(Array.from({ length: 8 }, () => addOn.fetch('run', 'results', ask)))
  expect(calls).toBe(1)
  expect(all.filter((one) => one === null)).toHaveLength(7)
  // Another kind, and another run, ask for themselves.
  expect(await addOn.fetch('run', 'racecards', () => Promise.resolve(ok))).toBe(ok)
  expect(await addOn.fetch('other', 'results', ask)).toBe(refused)
})

test('answered, the others go together; failed, the next one asks', async () => {
  const addOn = createHistoryAddOn()
  await expect(addOn.fetch('run', 'results', () => Promise.reject(new Error('503')))).rejects.toThrow('503')
  expect(await addOn.fetch('run', 'results', () => Promise.resolve(ok))).toBe(ok)
  let open = () => undefined as void
  const gate = new Promise<void>((resolve) => (open = resolve))
  let begun = 0
  const slow = async () => {
    begun += 1
    await gate
    return ok
  }
  const both = Promise.all([addOn.fetch('run', 'results', slow), addOn.fetch('run', 'results', slow)])
  await Promise.resolve()
  expect(begun).toBe(2)
  open()
  expect(await both).toEqual([ok, ok])
})

test('what the fetch log says of a run is known after a restart', async () => {
  const addOn = createHistoryAddOn()
  addOn.know('run', ['results'])
  expect(await addOn.fetch('run', 'results', () => Promise.resolve(ok))).toBeNull()
})

test('history is what is older than 365 days', () => {
  expect(isHistory({ kind: 'results', date: '2024-10-07' }, '2025-10-08')).toBe(true)
  expect(isHistory({ kind: 'results', date: '2024-10-08' }, '2025-10-08')).toBe(false)
  expect(isHistory({ kind: 'courses' }, '2025-10-08')).toBe(false)
})
