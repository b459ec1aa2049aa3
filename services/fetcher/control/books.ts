/** The books of the runs in Postgres: read once for a batch of control messages, written once. */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { Codec } from '../../../lib/events/codec.js'
import { unitFetched } from '../../../lib/events/unitFetched.js'
import { putInOutbox } from '../../../lib/projection/outbox.js'
import { obey, type Answer, type Asked, type BookedRun, type ControlBooks, type ControlRules } from './obey.js'

const runsByIds = sqlFile(import.meta.url, '../sql/runsByIds.sql')
const failedUnitsOfRuns = sqlFile(import.meta.url, '../sql/failedUnitsOfRuns.sql')
const saveRuns = sqlFile(import.meta.url, '../sql/saveRuns.sql')
const saveObeyed = sqlFile(import.meta.url, '../sql/saveObeyed.sql')
const rejectMessages = sqlFile(import.meta.url, '../sql/rejectMessages.sql')

interface Answered extends Asked {
  readonly answer: Answer
}

async function readBooks(client: PoolClient, asked: readonly Asked[]): Promise<ControlBooks> {
  const messages = asked.map(({ message }) => message)
  const ids = [...new Set(messages.flatMap(({ id, run_id }) => (run_id === null ? [id] : [id, run_id])))]
  const runs = await client.query<BookedRun>(runsByIds, [ids])
  const obeyed = await client.query<{ id: string; command: string; obeyed_at: Date }>(
    'SELECT id, command, obeyed_at FROM control_messages WHERE id = ANY ($1::text[])',
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
    obeyed: new Map(obeyed.rows.map(({ id, command, obeyed_at: at }) => [id, { command, at }])),
    failedUnits: new Map(failed.map((row) => [row.of_run, row.units])),
    unfinished: unfinished.rows[0]?.runs ?? 0,
  }
}

async function writeRuns(client: PoolClient, runs: readonly BookedRun[]): Promise<void> {
  if (runs.length === 0) return
  const rows = runs.map((run) => ({ ...run, requested_at: run.requested_at.toISOString() }))
  await client.query(saveRuns, [JSON.stringify(rows)])
}

/** Refusals are kept with their reason; all answers are in the fetch log when the batch is committed. */
async function tell(client: PoolClient, codec: Codec, answered: readonly Answered[]): Promise<void> {
  if (answered.length === 0) return
  const refused = answered.filter(({ answer }) => answer.outcome === 'rejected')
  await client.query(rejectMessages, [
    refused.map(({ message }) => message.id),
    refused.map(({ message }) => message.command),
    refused.map(({ answer }) => answer.message),
    refused.map(({ at }) => at),
  ])
  const answers = answered.map(({ message: { id, command }, answer, at }) =>
    unitFetched({
      unit: `${command}:${id}`,
      kind: command,
      run_id: answer.runId,
      outcome: answer.outcome,
      message: answer.message,
      fetched_at: at.getTime(),
    }),
  )
  await putInOutbox(client, await codec.encodeMany(answers, (i) => answered[i]?.headers ?? {}))
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
  const answered: Answered[] = []
  for (const one of asked) {
    const answer = obey(books, one, rules)
    if (answer !== null) answered.push({ ...one, answer })
  }
  await writeRuns(
    client,
    [...books.runs.values()].filter((run) => before.get(run.id) !== run),
  )
  const obeyed = [...books.obeyed].filter(([id]) => !known.has(id))
  await client.query(saveObeyed, [
    obeyed.map(([id]) => id),
    obeyed.map(([, { command }]) => command),
    obeyed.map(([, { at }]) => at),
  ])
  await tell(client, rules.codec, answered)
}
