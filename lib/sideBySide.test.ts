import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { sideBySide } from './sideBySide.js'

describe('side by side', () => {
  test('every item is worked on once, in order, never more at a time than told', async () => {
    const begun: number[] = []
    let [atWork, most] = [0, 0]
    await sideBySide([5, 1, 4, 2, 3], 2, async (turns) => {
      begun.push(turns)
      atWork += 1
      most = Math.max(most, atWork)
      for (let turn = 0; turn < turns; turn += 1) await setImmediate()
      atWork -= 1
    })
    expect(begun).toEqual([5, 1, 4, 2, 3])
    expect(most).toBe(2)
  })

  test('after an error none is begun, and those in hand have ended before it is thrown', async () => {
    const [begun, ended]: [string[], string[]] = [[], []]
    const working = sideBySide(['slow', 'bad', 'never'], 2, async (item) => {
      begun.push(item)
      if (item === 'bad') throw new Error('a bad one')
      await setImmediate()
      ended.push(item)
    })
    await expect(working).rejects.toThrow('a bad one')
    expect(begun).toEqual(['slow', 'bad'])
    expect(ended).toEqual(['slow'])
  })

  test('nothing to do', async () => {
    await sideBySide([], 2, () => Promise.reject(new Error('it was called')))
  })
})
