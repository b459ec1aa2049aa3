import type { PoolClient } from 'pg'

/** The types of pg call it read-only; a client goes by it with each statement. */
interface Pipelining {
  pipeline: boolean
}

/** Ends a connection without waiting for what was sent on it. */
export function endAtOnce(client: PoolClient): void {
  ;(client as unknown as Pipelining).pipeline = false
  void client.end().catch(() => undefined)
}

type Answers<Sent extends readonly unknown[]> = { -readonly [Nth in keyof Sent]: Awaited<Sent[Nth]> }

/**
 * Sends the statements of one connection without waiting for the answer of each before the next: one trip for all of them. `send`
 * is called at once and may issue anything but COPY; the connection must be idle. Postgres still works them off one by one, so the
 * first that fails is the one to tell of: within a transaction those behind it merely say that it is aborted.
 */
export async function together<const Sent extends readonly Promise<unknown>[]>(
  client: PoolClient,
  send: () => Sent,
): Promise<Answers<Sent>> {
  const connection = client as unknown as Pipelining
  connection.pipeline = true
  try {
    const answers = await Promise.allSettled(send())
    const failed = answers.find((answer) => answer.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return answers.map((answer) => (answer as PromiseFulfilledResult<unknown>).value) as Answers<Sent>
  } finally {
    connection.pipeline = false
  }
}
