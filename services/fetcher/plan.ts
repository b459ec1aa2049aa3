/** What is to be fetched next: always a subtraction of what the fetch log covers from what was asked for. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Priority } from './budget.js'
import { dayKinds, listKinds, unitName, unitOfName, type DayKind, type ListKind, type Unit } from './unit.js'

const activeRunsSql = sqlFile(import.meta.url, './sql/activeRuns.sql')
const pendingDays = sqlFile(import.meta.url, './sql/pendingDays.sql')
const pendingNamed = sqlFile(import.meta.url, './sql/pendingNamed.sql')
const pendingProfiles = sqlFile(import.meta.url, './sql/pendingProfiles.sql')
const pendingLists = sqlFile(import.meta.url, './sql/pendingLists.sql')

export interface Run {
  readonly id: string
  readonly kinds: readonly string[]
  readonly start_date: string
  readonly end_date: string
  readonly regions: readonly string[]
  readonly priority: Priority
  /** Units asked for by name, or null. */
  readonly units: readonly string[] | null
  readonly state: string
  readonly requested_at: Date
  /** W3C trace context; null only in runs that an older version has begun. */
  readonly traceparent: string | null
  /** Kinds whose days older than 365 days the API has refused to this run. */
  readonly refused_kinds: readonly string[]
}

/** Runs that have something to do, the most urgent first. */
export async function activeRuns(pool: Pool): Promise<Run[]> {
  const { rows } = await pool.query<Run>(activeRunsSql)
  return rows
}

/** What a run gives to the subtraction; `units` may be left out where the run's id tells. */
export type PlanOf = Pick<Run, 'id' | 'kinds' | 'start_date' | 'end_date' | 'regions' | 'requested_at'> &
  Partial<Pick<Run, 'units'>>

/** A unit and the regions it is asked for: those of the run, and those that were read of it before. */
export interface PlannedUnit {
  readonly unit: Unit
  readonly regions: readonly string[]
}

/**
 * Named units, lists and days that a run still has to fetch on a London day: named ones in their order, then lists, then the
 * newest days; at most `most`.
 */
export async function pendingUnits(
  pool: Pool,
  run: PlanOf,
  today: string,
  most: number | null,
): Promise<PlannedUnit[]> {
  const asksFor = (kinds: readonly string[]) => run.kinds.some((kind) => kinds.includes(kind))
  const none = { rows: [] }
  const named = run.units === null ? none : await pool.query<{ unit: string }>(pendingNamed, [run.id, most])
  const lists = asksFor(listKinds)
    ? await pool.query<{ kind: ListKind }>(pendingLists, [run.kinds, run.requested_at])
    : none
  const days = asksFor(dayKinds)
    ? await pool.query<{ kind: DayKind; date: string; regions: string[] }>(pendingDays, [
        run.kinds,
        run.start_date,
        run.end_date,
        run.requested_at,
        today,
        most,
        run.regions,
      ])
    : none
  const ofRun = (unit: Unit): PlannedUnit => ({ unit, regions: run.regions })
  // A unit that is named may be of the range as well: it is fetched once, in its place among the named.
  const byName = new Set(named.rows.map(({ unit }) => unit))
  const ofRange = [
    ...lists.rows.map(({ kind }) => ofRun({ kind })),
    ...days.rows.map(({ kind, date, regions }): PlannedUnit => ({ unit: { kind, date }, regions })),
  ]
  return [
    ...named.rows.flatMap(({ unit }) => unitOfName(unit) ?? []).map(ofRun),
    ...ofRange.filter(({ unit }) => !byName.has(unitName(unit))),
  ]
}

/** Profiles that a run still has to ask for, horses seen last first; at most `most`. */
export async function pendingHorses(pool: Pool, run: PlanOf, now: Date, most: number | null): Promise<PlannedUnit[]> {
  if (!run.kinds.includes('profiles')) return []
  const { rows } = await pool.query<{ horse_id: string }>(pendingProfiles, [run.requested_at, now, most])
  return rows.map(({ horse_id }) => ({ unit: { kind: 'profiles', horseId: horse_id }, regions: run.regions }))
}
