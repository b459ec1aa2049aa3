/** Where each consumer group stands, read from its books and from the log. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Position } from '../../lib/log/log.js'
import { partitionName } from '../../lib/log/partitionName.js'
import type { Runtime, SchemaName } from '../../lib/runtime.js'

const groupPositions = sqlFile(import.meta.url, './sql/groupPositions.sql')
const deadLetterCounts = sqlFile(import.meta.url, './sql/deadLetterCounts.sql')

/** Schemas that hold books of groups. */
export const bookSchemas = ['fetching', 'racing', 'rebuilding'] as const satisfies readonly SchemaName[]

export interface PartitionState {
  readonly topic: string
  readonly partition: number
  readonly position: number
  readonly log_end: number
  readonly events_behind: number
  /** Age of the oldest event that waits, at most, in seconds; 0 where none does. */
  readonly seconds_behind: number
}

export interface GroupState {
  readonly group: string
  readonly schema: SchemaName
  /** running, retrying, paused, stalled or stopped. */
  readonly state: string
  readonly lag_events: number
  readonly lag_seconds: number
  readonly events_applied: number
  readonly dead_letters: number
  readonly last_error: string | null
  readonly last_error_at: Date | null
  readonly partitions: readonly PartitionState[]
}

interface Row {
  group: string
  state: string
  last_error: string | null
  last_error_at: Date | null
  events_applied: bigint
  state_changed_at: Date | null
  topic: string | null
  partition: number | null
  position: bigint
  seen_end: bigint
  seconds_behind: number | null
  last_event_at: Date | null
  seen_at: Date | null
}

function partitionState(row: Row, ends: ReadonlyMap<string, bigint>, now: Date): PartitionState[] {
  if (row.topic === null || row.partition === null) return []
  const end = ends.get(`${row.topic}/${row.partition}`) ?? row.seen_end
  const behind = end > row.position ? Number(end - row.position) : 0
  // A group that is not there to look at the log has seen an older end: what came since has waited at most since then.
  const since = row.seen_at ?? row.last_event_at ?? row.state_changed_at ?? now
  const unseen = Math.max(0, (now.getTime() - since.getTime()) / 1000)
  const seconds = behind === 0 ? 0 : row.seen_end > row.position ? (row.seconds_behind ?? unseen) : unseen
  return [
    {
      topic: row.topic,
      partition: row.partition,
      position: Number(row.position),
      log_end: Number(end),
      events_behind: behind,
      seconds_behind: Math.round(seconds * 10) / 10,
    },
  ]
}

async function statesIn(runtime: Runtime, schema: SchemaName, ends: ReadonlyMap<string, bigint>) {
  const pool = runtime.pool(schema)
  const [{ rows }, letters] = await Promise.all([
    pool.query<Row>(groupPositions),
    pool.query<{ group: string; waiting: number }>(deadLetterCounts),
  ])
  const waiting = new Map(letters.rows.map((row) => [row.group, row.waiting]))
  const now = runtime.clock.now()
  const states: GroupState[] = []
  for (const group of new Set(rows.map((row) => row.group))) {
    const own = rows.filter((row) => row.group === group)
    const [first] = own
    if (first === undefined) continue
    const partitions = own.flatMap((row) => partitionState(row, ends, now))
    states.push({
      group,
      schema,
      state: first.state,
      lag_events: partitions.reduce((sum, one) => sum + one.events_behind, 0),
      lag_seconds: partitions.reduce((most, one) => Math.max(most, one.seconds_behind), 0),
      events_applied: Number(first.events_applied),
      dead_letters: waiting.get(group) ?? 0,
      last_error: first.last_error,
      last_error_at: first.last_error_at,
      partitions,
    })
  }
  return states
}

/** Ends of the log by `topic/partition`. */
export function endsByPartition(ends: readonly Position[]): Map<string, bigint> {
  return new Map(ends.map((end) => [partitionName(end), end.offset]))
}

/** The state of every group that ever ran, in each schema that holds books. */
export async function groupStates(runtime: Runtime): Promise<GroupState[]> {
  const existing = await runtime.log.topics()
  const ends = endsByPartition(await runtime.log.ends(existing.map((one) => one.topic)))
  const states = await Promise.all(bookSchemas.map((schema) => statesIn(runtime, schema, ends)))
  return states.flat()
}
