import { describe, expect, test } from 'vitest'
import { follow, type Followed } from './following.js'

/** What is said, and a signal that is aborted in the middle of one of the steps. */
function following(stopIn: keyof Followed | null, once = false) {
  const stop = new AbortController()
  const said: string[] = []
  let looks = 0
  const at = (step: keyof Followed) => {
    if (step === stopIn) stop.abort()
    return Promise.resolve()
  }
  const ended = follow(
    {
      settled: () => at('settled').then(() => (looks += 1) > 1),
      rest: () => at('rest'),
      summary: () => at('summary').then(() => 'all is there'),
      say: (line) => said.push(line),
      once,
    },
    stop.signal,
  )
  return { ended, said, stop }
}

describe('a start that is told to stop ends', { timeout: 10_000 }, () => {
  test.each([
    ['settled', []],
    ['rest', []],
    ['summary', ['all is there']],
  ] as const)('while it waits for %s', async (step, words) => {
    const { ended, said } = following(step)
    await ended
    expect(said).toEqual(words)
  })

  test('while it follows, and not before', async () => {
    const { ended, said, stop } = following(null)
    let over = false
    void ended.then(() => (over = true))
    await expect.poll(() => said).toHaveLength(2)
    expect(over).toBe(false)
    stop.abort()
    await ended
  })

  test('by itself, when it is for once', async () => {
    const { ended, said } = following(null, true)
    await ended
    expect(said).toEqual(['all is there'])
  })
})
