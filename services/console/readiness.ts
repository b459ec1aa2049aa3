/** Whether the system can do its work, and if not, why. */
import { messageOf } from '../../lib/errors.js'
import { topics } from '../../lib/events/topics.js'
import type { Runtime } from '../../lib/runtime.js'
import { bookSchemas } from './groupStates.js'

const patience = 3000

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} has not answered within ${patience / 1000} s`)), patience)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const troubled = ['retrying', 'stalled', 'paused']

async function groupTroubles(runtime: Runtime, only: readonly string[] | null): Promise<string[]> {
  const found = await Promise.all(
    bookSchemas.map((schema) =>
      runtime
        .pool(schema)
        .query<{ group: string; state: string; last_error: string | null }>(
          'SELECT group_name AS "group", state, last_error FROM projection_groups WHERE state = ANY ($1)',
          [troubled],
        ),
    ),
  )
  return found
    .flatMap((one) => one.rows)
    .filter((row) => only === null || only.includes(row.group))
    .map((row) => `group ${row.group} is ${row.state}${row.last_error === null ? '' : `: ${row.last_error}`}`)
}

/** Reasons why not to send work here; empty when ready. `groups`: only these are looked at, null for all. */
export async function unreadiness(runtime: Runtime, groups: readonly string[] | null): Promise<string[]> {
  const reasons: string[] = []
  const troubles = await within(groupTroubles(runtime, groups), 'the database').catch((error: unknown) => {
    reasons.push(`database: ${messageOf(error)}`)
    return []
  })
  reasons.push(...troubles)
  await within(runtime.log.ends([topics.control]), 'the log').catch((error: unknown) =>
    reasons.push(`log: ${messageOf(error)}`),
  )
  return reasons
}
