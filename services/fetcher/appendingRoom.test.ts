import { expect, test } from 'vitest'
import { createAppendingRoom } from './appendingRoom.js'

/** Work that ends when it is told to. */
function held() {
  let end: () => void = () => undefined
  const over = new Promise<void>((resolve) => (end = resolve))
  return { work: () => over, end: () => end() }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('calls wait while the most are being appended, and go on when one is done, be it in vain', async () => {
  const room = createAppendingRoom(2)
  const [one, two] = [held(), held()]
  const first = room.during(one.work)
  await room.free()
  const second = room.during(() => two.work().then(() => Promise.reject(new Error('no log'))))
  let free = 0
  void room.free().then(() => (free += 1))
  await settled()
  expect(free).toBe(0)
  two.end()
  await expect(second).rejects.toThrow('no log')
  await settled()
  expect(free).toBe(1)
  one.end()
  await first
  await room.free()
})

test('who is stopped waits no longer', async () => {
  const room = createAppendingRoom(1)
  const one = held()
  const appending = room.during(one.work)
  const stopping = new AbortController()
  const waiting = room.free(stopping.signal)
  stopping.abort()
  await waiting
  await room.free(stopping.signal)
  one.end()
  await appending
})
