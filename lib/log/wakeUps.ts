/** Tells waiting readers what was appended: LISTEN where it works, and the waiter's own time-out as the net. */
import type { Pool, PoolClient } from 'pg'

export interface WakeUps {
  /** How often some names have been told; taken before looking for events, so that nothing is missed in between. */
  count(names: readonly string[]): number
  /** Resolves when the names have been told more often than `since`, after `ms`, or when the signal is aborted. */
  wait(names: readonly string[], since: number, ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Listens on a channel with one connection, taken when somebody asks and taken again when it breaks. */
export function createWakeUps(pool: Pool, channel: string): WakeUps {
  const waiting = new Set<() => void>()
  const told = new Map<string, number>()
  /** Counted into every name: a listener that comes or goes may have missed something. */
  let changes = 0
  let listening: Promise<void> | undefined
  let drop: (() => void) | undefined
  let closed = false

  const wakeAll = () => {
    for (const wake of waiting) wake()
  }
  const count = (names: readonly string[]) => names.reduce((sum, name) => sum + (told.get(name) ?? 0), changes)

  async function listen(): Promise<void> {
    let client: PoolClient
    try {
      client = await pool.connect()
    } catch {
      // Without a listener the readers poll: slower, but nothing is lost. The next reader tries again.
      listening = undefined
      return
    }
    // A connection that breaks tells so twice: by an event, and by the statement in flight.
    let dropped = false
    let heard = false
    const dropThis = () => {
      if (dropped) return
      dropped = true
      drop = undefined
      listening = undefined
      client.release(true)
      // Where LISTEN is refused there was nothing to miss, and whoever looked again would be refused again.
      if (!heard) return
      changes += 1
      wakeAll()
    }
    drop = dropThis
    client.on('notification', ({ payload = '' }) => {
      told.set(payload, (told.get(payload) ?? 0) + 1)
      wakeAll()
    })
    client.once('error', dropThis)
    client.once('end', dropThis)
    try {
      await client.query(`LISTEN ${channel}`)
      heard = true
      changes += 1
      wakeAll()
    } catch {
      dropThis()
    }
  }

  return {
    count: (names) => {
      if (!closed) listening ??= listen()
      return count(names)
    },
    wait: (names, since, ms, signal) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer)
          waiting.delete(look)
          signal.removeEventListener('abort', finish)
          resolve()
        }
        const look = () => {
          if (closed || count(names) > since) finish()
        }
        const timer = setTimeout(finish, ms)
        waiting.add(look)
        signal.addEventListener('abort', finish, { once: true })
        if (signal.aborted) finish()
        else look()
      }),
    close: async () => {
      closed = true
      await listening
      drop?.()
      wakeAll()
    },
  }
}
