/** Events that a group could not apply, by what is wrong with them. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import { bookSchemas } from './groupStates.js'

const deadLetterCauses = sqlFile(import.meta.url, './sql/deadLetterCauses.sql')

export interface DeadLetterCause {
  readonly group: string
  readonly cause: string
  readonly events: number
  readonly first_failed_at: Date
  readonly last_failed_at: Date
  /** `topic/partition/offset` of the newest. */
  readonly example: string
  readonly message: string
}

/** What waits, grouped by group and cause, the most frequent first. */
export async function deadLettersByCause(runtime: Runtime, most = 100): Promise<DeadLetterCause[]> {
  const found = await Promise.all(
    bookSchemas.map(
      async (schema) => (await runtime.pool(schema).query<DeadLetterCause>(deadLetterCauses, [most])).rows,
    ),
  )
  return found.flat().sort((a, b) => b.events - a.events)
}
