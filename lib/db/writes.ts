/**
 * Writes of one transaction in order, in as few trips as they allow: those that are one statement, and need nothing of the answer of
 * another, are sent together; one of many rows, which goes by COPY, is waited for by itself.
 */
import type { PoolClient } from 'pg'
import { queryFew } from './prepared.js'
import { together } from './together.js'

export interface Write {
  /** Whether it is one statement, sent as soon as `run` is called. */
  readonly isOne: boolean
  /** What has to be known on the connection before; at most one trip, and none the next time. */
  prepare?(client: PoolClient): Promise<void>
  run(client: PoolClient): Promise<unknown>
}

/** A statement about so many rows as a write. */
export function statement(text: string, values: readonly unknown[] = [], rows = 1): Write {
  return { isOne: true, run: (client) => client.query(queryFew(rows, text, values)) }
}

/** Writes in the order given; see the head of this file. The connection must be idle. */
export async function writeInOrder(client: PoolClient, writes: readonly Write[]): Promise<void> {
  for (const one of writes) await one.prepare?.(client)
  for (let at = 0; at < writes.length;) {
    const next = writes.slice(at)
    const count = next.findIndex(({ isOne }) => !isOne)
    const ones = count < 0 ? next : next.slice(0, count)
    if (ones.length > 0) await together(client, () => ones.map((one) => one.run(client)))
    else await next[0]?.run(client)
    at += Math.max(1, ones.length)
  }
}
