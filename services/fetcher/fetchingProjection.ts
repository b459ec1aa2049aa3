/** The projection of the group `fetcher`: control messages → runs, fetch log → units and content hashes. */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { ControlMessage, UnitFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import type { Projection, ProjectionEvent } from '../../lib/projection/projection.js'
import { dayKinds, kinds } from './unit.js'
import { rangeProblem, splitKinds } from './range.js'

const recordUnits = sqlFile(import.meta.url, './sql/recordUnits.sql')
const recordContent = sqlFile(import.meta.url, './sql/recordContent.sql')
const requestRun = sqlFile(import.meta.url, './sql/requestRun.sql')
const rejectMessage = sqlFile(import.meta.url, './sql/rejectMessage.sql')
const askRetry = sqlFile(import.meta.url, './sql/askRetry.sql')

export interface FetchingOptions {
  /** The London day. */
  today(): string
  /** Lower case; what a run gets that names no regions. */
  readonly regions: readonly string[]
}

interface Asked {
  readonly message: ControlMessage
  /** When the log took it, ms. */
  readonly at: number
}

const priorities = ['live', 'backfill', 'profiles']

/** Why a message that starts a run is refused; null when it is accepted. */
export function startProblem(message: ControlMessage, today: string): string | null {
  const { unknown, known } = splitKinds(message.kinds ?? [...kinds])
  if (unknown.length > 0) return `There is no kind ${unknown.join(', ')}. The kinds are ${kinds.join(', ')}.`
  if (known.length === 0) return `No kind is named. The kinds are ${kinds.join(', ')}.`
  const foreign = (message.regions ?? []).filter((region) => !/^[a-z]{2,4}$/i.test(region))
  if (foreign.length > 0) return `There is no region ${foreign.join(', ')}: regions are codes such as gb and ire.`
  if (message.priority !== null && !priorities.includes(message.priority))
    return `There is no priority ${message.priority}: ${priorities.join(', ')}.`
  const needsRange = known.some((kind) => (dayKinds as readonly string[]).includes(kind))
  if (needsRange && message.start_date === null) return 'A start_date is missing (YYYY-MM-DD).'
  return rangeProblem(message.start_date ?? today, message.end_date ?? today, today)
}

async function start(client: PoolClient, { message, at }: Asked, options: FetchingOptions): Promise<string | null> {
  const today = options.today()
  const problem = startProblem(message, today)
  if (problem !== null) return problem
  const { known } = splitKinds(message.kinds ?? [...kinds])
  await client.query(requestRun, [
    message.run_id ?? message.id,
    known,
    message.start_date ?? today,
    message.end_date ?? today,
    (message.regions ?? options.regions).map((region) => region.toLowerCase()),
    message.priority ?? 'backfill',
    new Date(at),
  ])
  return null
}

const transitions: Readonly<Record<string, { to: string; from: readonly string[] }>> = {
  pause_run: { to: 'paused', from: ['requested', 'running'] },
  resume_run: { to: 'requested', from: ['paused', 'failed'] },
  cancel_run: { to: 'cancelled', from: ['requested', 'running', 'paused', 'failed'] },
}

async function steer(client: PoolClient, { message }: Asked): Promise<string | null> {
  const id = message.run_id ?? message.id
  const { rows } = await client.query<{ state: string }>('SELECT state FROM runs WHERE id = $1', [id])
  const state = rows[0]?.state
  if (state === undefined) return `There is no run ${id}.`
  if (message.command === 'prioritise_run') {
    if (message.priority === null || !priorities.includes(message.priority))
      return `A priority is missing: ${priorities.join(', ')}.`
    await client.query('UPDATE runs SET priority = $2 WHERE id = $1', [id, message.priority])
    return null
  }
  const transition = transitions[message.command]
  // Asked for twice, or too late: nothing to do, which is no error.
  if (transition === undefined || !transition.from.includes(state)) return null
  await client.query('UPDATE runs SET state = $2, finished_at = NULL, message = NULL WHERE id = $1', [
    id,
    transition.to,
  ])
  return null
}

async function obey(client: PoolClient, asked: Asked, options: FetchingOptions): Promise<string | null> {
  const { message, at } = asked
  switch (message.command) {
    case 'start_run':
      return start(client, asked, options)
    case 'pause_run':
    case 'resume_run':
    case 'cancel_run':
    case 'prioritise_run':
      return steer(client, asked)
    case 'retry_units':
      await client.query(askRetry, [message.units ?? [], message.run_id, new Date(at)])
      return null
    case 'recalculate':
    case 'reset_statistics':
    case 'rebuild':
      // For other groups, which read the same topic.
      return null
    default:
      return `There is no command ${message.command}.`
  }
}

async function record(client: PoolClient, units: readonly UnitFetched[]): Promise<void> {
  const fetched = units.filter((unit) => unit.outcome !== 'rejected')
  const at = (unit: UnitFetched) => new Date(unit.fetched_at)
  await client.query(recordUnits, [
    fetched.map((unit) => unit.unit),
    fetched.map((unit) => unit.kind),
    fetched.map((unit) => unit.date),
    fetched.map((unit) => unit.horse_id),
    fetched.map((unit) => unit.outcome),
    fetched.map((unit) => unit.status),
    fetched.map((unit) => unit.calls),
    fetched.map((unit) => unit.attempts),
    fetched.map((unit) => unit.message),
    fetched.map((unit) => unit.run_id),
    fetched.map(at),
    fetched.map((unit) => unit.items.length),
    fetched.map((unit) => unit.items.some((item) => item.appended)),
  ])
  const items = fetched.flatMap((unit) => unit.items.map((item) => ({ ...item, at: at(unit) })))
  await client.query(recordContent, [
    items.map((item) => item.topic),
    items.map((item) => item.key),
    items.map((item) => item.content_hash),
    items.map((item) => item.at),
  ])
}

/** The projection of runs, units and content. */
export function fetchingProjection(options: FetchingOptions): Projection {
  return {
    group: 'fetcher',
    topics: [topics.control, topics.fetchLog],
    apply: async (batch: readonly ProjectionEvent[], client) => {
      const units = batch.flatMap(({ event }) => (event.type === 'UnitFetched' ? [event] : []))
      if (units.length > 0) await record(client, units)
      for (const { event, stored } of batch) {
        if (event.type !== 'ControlMessage') continue
        const problem = await obey(client, { message: event, at: stored.timestamp }, options)
        if (problem !== null)
          await client.query(rejectMessage, [event.id, event.command, problem, new Date(stored.timestamp)])
      }
    },
  }
}
