/** What is to be fetched next: always a subtraction of what the fetch log covers from what was asked for. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Priority } from './budget.js'
import type { DayKind, ListKind, Unit } from './unit.js'

const pendingDays = sqlFile(import.meta.url, './sql/pendingDays.sql')
const pendingProfiles = sqlFile(import.meta.url, './sql/pendingProfiles.sql')
const pendingLists = sqlFile(import.meta.url, './sql/pendingLists.sql')

export interface Run {
  readonly id: string
  readonly kinds: readonly string[]
  readonly start_date: string
  readonly end_date: string
  readonly regions: readonly string[]
  readonly priority: Priority
  readonly state: string
  readonly requested_at: Date
}

/** Runs that have something to do, the most urgent first. */
export async function activeRuns(pool: Pool): Promise<Run[]> {
  const { rows } = await pool.query<Run>(
    `SELECT id, kinds, start_date, end_date, regions, priority, state, requested_at FROM runs WHERE state IN ('requested', 'running')
     ORDER BY array_position(ARRAY['live', 'backfill', 'profiles'], priority), requested_at, id`,
  )
  return rows
}

/** Lists and days that a run still has to fetch on a London day, lists first, then the newest days; at most `most`. */
export async function pendingUnits(pool: Pool, run: Run, today: string, most: number | null): Promise<Unit[]> {
  const lists = await pool.query<{ kind: ListKind }>(pendingLists, [run.id])
  const days = await pool.query<{ kind: DayKind; date: string }>(pendingDays, [run.id, today, most])
  return [
    ...lists.rows.map(({ kind }): Unit => ({ kind })),
    ...days.rows.map(({ kind, date }): Unit => ({ kind, date })),
  ]
}

/** Profiles that a run still has to ask for, horses seen last first; at most `most`. */
export async function pendingHorses(pool: Pool, run: Run, now: Date, most: number | null): Promise<Unit[]> {
  if (!run.kinds.includes('profiles')) return []
  const { rows } = await pool.query<{ horse_id: string }>(pendingProfiles, [run.id, now, most])
  return rows.map(({ horse_id }): Unit => ({ kind: 'profiles', horseId: horse_id }))
}
