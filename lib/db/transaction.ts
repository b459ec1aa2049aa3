import type { Pool, PoolClient } from 'pg'
import { endAtOnce, together } from './together.js'

/** The types of pg leave out the number of the server's process. */
type Numbered = PoolClient & { readonly processID: number }

export interface TransactionOptions {
  /** When it is aborted the connection is closed in the middle of it and its statement cancelled; Postgres rolls back. */
  readonly abandon?: AbortSignal | undefined
  /** Statements that are sent with BEGIN, in one trip; none of them by COPY. */
  readonly opening?: (client: PoolClient) => readonly Promise<unknown>[]
  /** Statements that are sent with COMMIT, in one trip: nothing that is learned from their answers can keep it back but an error. */
  readonly closing?: (client: PoolClient) => readonly Promise<unknown>[]
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws.
 * A connection that fails during the rollback is destroyed, not returned to the pool.
 */
export async function transaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  { abandon, opening, closing }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // Whatever comes next on this connection fails. The server would notice at the end of the statement that is under way, so it is
  // told; where that fails, it notices then.
  const leave = () => {
    endAtOnce(client)
    void pool.query('SELECT pg_cancel_backend($1)', [(client as Numbered).processID]).catch(() => undefined)
  }
  abandon?.addEventListener('abort', leave, { once: true })
  try {
    abandon?.throwIfAborted()
    await together(client, () => [client.query('BEGIN'), ...(opening?.(client) ?? [])])
    const result = await work(client)
    await together(client, () => [...(closing?.(client) ?? []), client.query('COMMIT')])
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError))
    })
    throw error
  } finally {
    abandon?.removeEventListener('abort', leave)
    client.release(broken)
  }
}
