/**
 * What the control topic asks of the statistics: `recalculate` and `reset_statistics`, of all tables or of those named. The
 * message is only noted here, once per id; the service does the work (jobs.ts), outside of the batch. What cannot be accepted
 * is noted with the reason, and answered in the fetch log through the outbox.
 */
import type { PoolClient } from 'pg'
import type { Codec } from '../../lib/events/codec.js'
import type { ControlMessage } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { passedOn } from '../../lib/events/traceContext.js'
import { unitFetched } from '../../lib/events/unitFetched.js'
import type { StoredEvent } from '../../lib/log/log.js'
import { putInOutbox } from '../../lib/projection/outbox.js'
import type { Projection } from '../../lib/projection/projection.js'
import { NoStatisticsTable } from './errors.js'
import { rejectWork, requestWork, workCommands, type WorkCommand } from './work.js'

const isWork = (command: string): command is WorkCommand => (workCommands as readonly string[]).includes(command)

async function obey(client: PoolClient, codec: Codec, message: ControlMessage, stored: StoredEvent): Promise<void> {
  const at = new Date(stored.timestamp)
  const { id, command } = message
  if (!isWork(command)) return
  const tables = message.tables ?? []
  try {
    await requestWork(client, { id, command, tables, at })
  } catch (error) {
    if (!(error instanceof NoStatisticsTable)) throw error
    await rejectWork(client, { id, command, tables, at }, error.message)
    const answer = unitFetched({
      unit: `${command}:${id}`,
      kind: command,
      outcome: 'rejected',
      message: error.message,
      fetched_at: at.getTime(),
    })
    await putInOutbox(client, [await codec.encode(answer, passedOn(stored.headers))])
  }
}

/** The projection of requests; group `stats-control`. */
export function statsControlProjection({ codec }: { readonly codec: Codec }): Projection {
  return {
    group: 'stats-control',
    topics: [topics.control],
    apply: async (batch, client) => {
      for (const { event, stored } of batch) {
        if (event.type === 'ControlMessage') await obey(client, codec, event, stored)
      }
    },
  }
}
