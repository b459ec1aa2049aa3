/** The state of everything in one object, as `darkhorses status --json` and the HTTP API give it. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import { newestRuns, unitCounts, type RunState } from './fetchState.js'
import { groupStates, type GroupState } from './groupStates.js'
import { tableCounts, type TableCounts } from './tableCounts.js'

const chunksSql = sqlFile(import.meta.url, './sql/chunks.sql')

/** A calendar month of what was asked for, with the days answered in it. */
export interface Chunk {
  readonly chunk_number: number
  readonly start_date: string
  readonly end_date: string
  readonly racecards: number
  readonly results: number
}

/** Names up to `last_chunk_end_date` are those of the old checkpoint files: scripts that read these read this. */
export interface Status {
  readonly timestamp: Date
  readonly stats: {
    readonly total_chunks: number
    readonly chunks_processed: number
    readonly total_races: number
    readonly total_runners: number
    readonly start_date: string | null
    readonly end_date: string | null
    readonly chunks: readonly Chunk[]
  }
  readonly last_completed_chunk: number | null
  readonly last_chunk_end_date: string | null
  readonly log: string
  readonly counts: TableCounts
  readonly units: Readonly<Record<string, number>>
  readonly groups: readonly GroupState[]
  readonly runs: readonly RunState[]
}

/** Reads the state of runs, groups, units and tables. */
export async function readStatus(runtime: Runtime): Promise<Status> {
  const fetching = runtime.pool('fetching')
  const [months, counts, units, groups, runs] = await Promise.all([
    fetching.query<Chunk & { processed: boolean }>(chunksSql, [runtime.today()]),
    tableCounts(runtime.pool('racing')),
    unitCounts(fetching),
    groupStates(runtime),
    newestRuns(fetching, 20),
  ])
  const processed = months.rows.filter((month) => month.processed)
  const last = processed.at(-1)
  return {
    timestamp: runtime.clock.now(),
    stats: {
      total_chunks: months.rows.length,
      chunks_processed: processed.length,
      total_races: counts.races,
      total_runners: counts.runners,
      start_date: months.rows[0]?.start_date ?? null,
      end_date: months.rows.at(-1)?.end_date ?? null,
      chunks: months.rows.map(({ processed: _processed, ...chunk }) => chunk),
    },
    last_completed_chunk: last?.chunk_number ?? null,
    last_chunk_end_date: last?.end_date ?? null,
    log: runtime.log.kind,
    counts,
    units,
    groups,
    runs,
  }
}
