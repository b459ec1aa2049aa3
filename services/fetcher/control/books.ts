/** The books of the runs in Postgres: read once for a batch of control messages, written once. */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { Codec } from '../../../lib/events/codec.js'
import { unitFetched } from '../../../lib/events/unitFetched.js'
import { putInOutbox } from '../../../lib/projection/outbox.js'
import { obey, type Asked, type BookedRun, type ControlBooks, type ControlRules } from './obey.js'

const runsByIds = sqlFile(import.meta.url, '../sql/runsByIds.sql')
const failedUnitsOfRuns = sqlFile(import.meta.url, '../sql/failedUnitsOfRuns.sql')
const saveRuns = sqlFile(import.meta.url, '../sql/saveRuns.sql')
const saveObeyed = sqlFile(import.meta.url, '../sql/saveObeyed.sql')
const rejectMessages = sqlFile(import.meta.url, '../sql/rejectMessages.sql')

interface Rejection extends Asked {
  readonly reason: string
}

async function readBooks(client: PoolClient, asked: readonly Asked[]): Promise<ControlBooks> {
  const messages = asked.map(({ message }) => message)
  const ids = [...new Set(messages.flatMap(({ id, run_id }) => (run_id === null ? [id] : [id, run_id])))]
  const runs = await client.query<BookedRun>(runsByIds, [ids])
  const obeyed = await client.query<{ id: string; obeyed_at: Date }>(
    'SELECT id, obeyed_at FROM control_messages WHERE id = ANY ($1::text[])',
    [ids],
  )
  const unfinished = await client.query<{ runs: number }>(
    "SELECT count(*)::int AS runs FROM runs WHERE state IN ('requested', 'running', 'paused')",
  )
  const retried = messages.flatMap(({ command, run_id }) =>
    command === 'retry_units' && run_id !== null ? [run_id] : [],
  )
  const failed =
    retried.length === 0
      ? []
      : (await client.query<{ of_run: string; units: string[] }>(failedUnitsOfRuns, [retried])).rows
  return {
    runs: new Map(runs.rows.map((run) => [run.id, run])),
    obeyed: new Map(obeyed.rows.map((row) => [row.id, row.obeyed_at])),
    failedUnits: new Map(failed.map((row) => [row.of_run, row.units])),
    unfinished: unfinished.rows[0]?.runs ?? 0,
  }
}

async function writeRuns(client: PoolClient, runs: readonly BookedRun[]): Promise<void> {
  if (runs.length === 0) return
  const rows = runs.map((run) => ({ ...run, requested_at: run.requested_at.toISOString() }))
  await client.query(saveRuns, [JSON.stringify(rows)])
}

/** Refusals are kept with their reason, and answered in the fetch log when the batch is committed. */
async function answer(client: PoolClient, codec: Codec, rejections: readonly Rejection[]): Promise<void> {
  if (rejections.length === 0) return
  await client.query(rejectMessages, [
    rejections.map(({ message }) => message.id),
    rejections.map(({ message }) => message.command),
    rejections.map(({ reason }) => reason),
    rejections.map(({ at }) => at),
  ])
  const answers = rejections.map(({ message, reason, at }) =>
    unitFetched({
      unit: `${message.command}:${message.id}`,
      kind: message.command,
      run_id: message.run_id,
      outcome: 'rejected',
      message: reason,
      fetched_at: at.getTime(),
    }),
  )
  await putInOutbox(client, await codec.encodeMany(answers))
}

/** Obeys the messages of a batch in their order, in the transaction of `client`. */
export async function obeyAll(
  client: PoolClient,
  asked: readonly Asked[],
  rules: ControlRules & { readonly codec: Codec },
): Promise<void> {
  const books = await readBooks(client, asked)
  const before = new Map(books.runs)
  const known = new Set(books.obeyed.keys())
  const rejections: Rejection[] = []
  for (const one of asked) {
    const reason = obey(books, one, rules)
    if (reason !== null) rejections.push({ ...one, reason })
  }
  await writeRuns(
    client,
    [...books.runs.values()].filter((run) => before.get(run.id) !== run),
  )
  const obeyed = [...books.obeyed].filter(([id]) => !known.has(id))
  const commands = new Map(asked.map(({ message }) => [message.id, message.command]))
  await client.query(saveObeyed, [
    obeyed.map(([id]) => id),
    obeyed.map(([id]) => commands.get(id) ?? ''),
    obeyed.map(([, at]) => at),
  ])
  await answer(client, rules.codec, rejections)
}
