/**
 * All tables that people read, locked at one moment, without anybody ever being cancelled for it.
 *
 * Each table has a connection of its own that waits in its queue, all at once. Readers that are at work finish; whoever comes
 * later waits at the first table it asks for, holding none, whichever that is. A transaction of several statements may hold one
 * table and ask for another that is locked already: then it waits for us, and we for it. Postgres sees no deadlock in that,
 * because the connection it waits for is at rest, so it cancels nobody; we look for it ourselves, let go of everything, and
 * try again when the transaction is further on.
 *
 * Rejected: one connection that locks table after table. While it waits at one, readers that go through the tables in another
 * order line up at it with the next ones in their hands, every time, and after `deadlock_timeout` one of them is cancelled.
 */
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'

const inEachOthersWay = sqlFile(import.meta.url, './sql/inEachOthersWay.sql')
/** How often it is looked whether somebody waits for us and we for them, in ms. */
const lookMs = 50

/**
 * A table that is being vacuumed is let go as soon as whoever waits for it has looked for a deadlock: after a second, as Postgres is set up.
 * Only some users may have it look earlier.
 */
const soon = `SELECT set_config('deadlock_timeout', '100ms', true) WHERE has_parameter_privilege('deadlock_timeout', 'SET')`

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
/** A lock that was not to be had in time, or was given up. */
export const isLockTimeout = (error: unknown): boolean => ['55P03', '57014', '40P01'].includes(String(codeOf(error)))

/** Connections that hold locks beside the transaction of the exchange. */
export interface LockHolders {
  /**
   * Runs each statement of `beside` on a connection of its own, and those of `own` on the client, in its transaction. Returns
   * false, holding nothing, when not everything was locked within `patienceMs`.
   */
  lock(
    client: PoolClient,
    wanted: { readonly beside: readonly string[]; readonly own: readonly string[]; readonly patienceMs: number },
  ): Promise<boolean>
  /** Lets go, after the client's transaction has ended. */
  letGo(): Promise<void>
  close(): Promise<void>
}

/** Ends a transaction or goes back in it; a cancellation that came too late for its lock may meet this statement instead. */
async function goBack(client: PoolClient, statement: string): Promise<void> {
  try {
    await client.query(statement)
  } catch (error) {
    if (codeOf(error) !== '57014') throw error
    await client.query(statement)
  }
}

const pidOf = async (client: PoolClient): Promise<number> =>
  (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0

interface Holder {
  readonly client: PoolClient
  readonly pid: number
}

/** So many connections, logged in side by side: one after the other they took a third of the time of a rollback. */
async function connectAll(pool: Pool, count: number): Promise<Holder[]> {
  const opened = await Promise.allSettled(
    Array.from({ length: count }, async () => {
      const client = await pool.connect()
      return { client, pid: await pidOf(client) }
    }),
  )
  const failed = opened.find((one) => one.status === 'rejected')
  if (failed === undefined) return opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  for (const one of opened) if (one.status === 'fulfilled') one.value.client.release(true)
  throw failed.reason
}

/** Opens so many holders on a pool of their own, which `close` ends. */
export async function openHolders(pool: Pool, count: number, clock: Clock): Promise<LockHolders> {
  const watcher = await pool.connect()
  const holders = await connectAll(pool, count)
  const letGo = async () => {
    await Promise.all(holders.map(({ client }) => goBack(client, 'ROLLBACK')))
  }

  /** Cancels what waits when it is in the way of what it waits for. Tells whether it did. */
  function watchOver(pids: readonly number[]): { stop(): Promise<boolean> } {
    const over = new AbortController()
    const watching = (async () => {
      for (;;) {
        await clock.sleep(lookMs, over.signal)
        if (over.signal.aborted) return false
        const { rows } = await watcher.query<{ waiting: number[]; circle: boolean }>(inEachOthersWay, [pids])
        const [found] = rows
        if (found?.circle !== true || over.signal.aborted) continue
        await watcher.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS w(pid)', [found.waiting])
        return true
      }
    })()
    // What it fails with is thrown by `stop`, which comes when the locks have been asked for; until then nobody awaits it.
    watching.catch(() => undefined)
    return {
      stop: () => {
        over.abort()
        return watching
      },
    }
  }

  async function attempt(
    client: PoolClient,
    pid: number,
    wanted: { beside: readonly string[]; own: readonly string[]; left: number },
  ): Promise<boolean> {
    const limit = `${soon}; SET LOCAL lock_timeout = ${Math.max(1, Math.round(wanted.left))}`
    const used = holders.slice(0, wanted.beside.length)
    for (const { client: holder } of used) await holder.query(`BEGIN; ${limit}`)
    await client.query(`SAVEPOINT unlocked; ${limit}`)
    const watch = watchOver([pid, ...used.map((one) => one.pid)])
    const own = async () => {
      for (const statement of wanted.own) await client.query(statement)
    }
    const ended = await Promise.allSettled([
      own(),
      ...used.map(({ client: holder }, i) => holder.query(wanted.beside[i] ?? '')),
    ])
    const cancelled = await watch.stop()
    const errors = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    if (errors.length === 0 && !cancelled) {
      await client.query('SET LOCAL lock_timeout = 0')
      return true
    }
    await goBack(client, 'ROLLBACK TO unlocked')
    await letGo()
    const [other] = errors.filter((error) => !isLockTimeout(error))
    if (other !== undefined) throw other instanceof Error ? other : new Error('a lock failed without an error')
    return false
  }

  return {
    lock: async (client, { beside, own, patienceMs }) => {
      if (beside.length > holders.length) throw new TypeError(`${beside.length} locks need as many holders`)
      const pid = await pidOf(client)
      const deadline = clock.now().getTime() + patienceMs
      for (let tries = 0; ; tries += 1) {
        const left = deadline - clock.now().getTime()
        if (left <= 0) return false
        if (await attempt(client, pid, { beside, own, left })) return true
        await clock.sleep(10 + ((tries * 37) % 90))
      }
    },
    letGo,
    close: async () => {
      for (const { client } of holders) client.release(true)
      watcher.release(true)
      await pool.end()
    },
  }
}
