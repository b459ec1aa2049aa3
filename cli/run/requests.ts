/** Messages on the control topic, and the answers to them. */
import { randomBytes } from 'node:crypto'
import type { ControlMessage } from '../../lib/events/events.js'
import type { Runtime } from '../../lib/runtime.js'
import { sendControl } from '../../services/fetcher/sendControl.js'

/** An id that people can read and nobody else has: `backfill-all-20261128-091503-a1b2`. */
export function freshId(name: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return `${name}-${stamp}-${randomBytes(2).toString('hex')}`
}

export type Asking = Omit<Partial<ControlMessage>, 'type'> & Pick<ControlMessage, 'id' | 'command'>

/** Puts a message on the control topic. */
export async function ask(runtime: Runtime, message: Asking): Promise<void> {
  await sendControl(runtime, { requested_at: runtime.clock.now().getTime(), ...message })
}

/** `obeyed`, or why it was refused; null while nobody has answered. */
export type Answer = { readonly obeyed: true } | { readonly refused: string } | null

/** The answer to a message so far. */
export async function answerTo(runtime: Runtime, id: string): Promise<Answer> {
  const { rows } = await runtime.pool('fetching').query<{ obeyed: boolean; reason: string | null }>(
    `SELECT EXISTS (SELECT FROM control_messages WHERE id = $1) AS obeyed,
       (SELECT reason FROM rejected_messages WHERE id = $1 ORDER BY rejected_at LIMIT 1) AS reason`,
    [id],
  )
  const [row] = rows
  if (row?.obeyed === true) return { obeyed: true }
  return row?.reason == null ? null : { refused: row.reason }
}

/** Waits for the answer to a message; null when nobody answers in time. */
export async function waitForAnswer(
  runtime: Runtime,
  id: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Answer> {
  const deadline = runtime.clock.now().getTime() + timeoutMs
  for (;;) {
    const answer = await answerTo(runtime, id)
    if (answer !== null || runtime.clock.now().getTime() >= deadline || signal?.aborted === true) return answer
    await runtime.clock.sleep(100, signal)
  }
}
