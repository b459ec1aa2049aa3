import type { Pool, PoolClient } from 'pg'

/** Tells waiting readers that something was appended: LISTEN where it works, and the waiter's own time-out as the net. */
export interface WakeUps {
  /** How many notifications there have been; taken before looking for events, so that none is missed in between. */
  count(): number
  /** Resolves when there are more notifications than `since`, after `ms`, or when the signal is aborted. */
  wait(since: number, ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Listens on a channel with one connection, taken when somebody waits and taken again when it breaks. */
export function createWakeUps(pool: Pool, channel: string): WakeUps {
  const waiting = new Set<() => void>()
  let notifications = 0
  let listener: Promise<PoolClient | undefined> | undefined
  let closed = false

  const wakeAll = () => {
    notifications += 1
    for (const wake of waiting) wake()
  }

  async function listen(): Promise<PoolClient | undefined> {
    try {
      const client = await pool.connect()
      const drop = (error?: Error) => {
        if (listener === undefined) return
        listener = undefined
        client.release(error ?? true)
        wakeAll()
      }
      client.on('notification', wakeAll)
      client.once('error', drop)
      client.once('end', drop)
      await client.query(`LISTEN ${channel}`)
      return client
    } catch {
      // Without a listener the readers poll: slower, but nothing is lost. The next wait tries again.
      listener = undefined
      return undefined
    }
  }

  return {
    count: () => {
      if (!closed) listener ??= listen()
      return notifications
    },
    wait: (since, ms, signal) => {
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer)
          waiting.delete(finish)
          signal.removeEventListener('abort', finish)
          resolve()
        }
        const timer = setTimeout(finish, ms)
        waiting.add(finish)
        if (signal.aborted || notifications > since) finish()
        else signal.addEventListener('abort', finish, { once: true })
      })
    },
    close: async () => {
      closed = true
      const client = await listener
      listener = undefined
      client?.removeAllListeners('notification')
      client?.release(true)
      wakeAll()
    },
  }
}
