/**
 * What a range would cost, before anything is fetched: the same subtraction that the fetcher itself plans by, so that what it
 * says is what happens. Only horses nobody has seen yet cannot be counted; they are estimated, and told apart.
 */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import { gridMargin } from './budget.js'
import { addDays } from './calendar.js'
import { pendingHorses, pendingUnits, type PlanOf, type PlannedUnit } from './plan.js'
import { firstRacecards } from './range.js'
import { dayKinds, listKinds, type Kind } from './unit.js'

const coverage = sqlFile(import.meta.url, './sql/coverage.sql')
const countProfiles = sqlFile(import.meta.url, './sql/countProfiles.sql')

export interface KindEstimate {
  readonly kind: Kind
  /** Units of the range, those included that need not or cannot be fetched. */
  readonly units: number
  readonly covered: number
  readonly impossible: number
  readonly pending: number
  readonly calls: number
}

export interface Estimate {
  readonly start_date: string
  readonly end_date: string
  readonly kinds: readonly KindEstimate[]
  readonly impossible: readonly { readonly kind: string; readonly units: number; readonly why: string }[]
  /** To be fetched, and what is left out of it because it is covered. */
  readonly units: number
  readonly covered: number
  readonly calls: number
  /** Calls a second that are permitted; 0 for no limit. */
  readonly rate: number
  /** At that rate; null where there is no limit. */
  readonly minutes: number | null
  /** Profiles of horses that only the days still to be fetched will show, about; not in the sums above. */
  readonly unseen_horses: number
  /** Days that were refused before because the plan does not hold them. */
  readonly refused_by_plan: number
}

export interface EstimateOptions {
  /** Schema `fetching`. */
  readonly pool: Pool
  readonly run: PlanOf
  /** The London day. */
  readonly today: string
  readonly now: Date
  /** Calls a second; 0 for no limit. */
  readonly rate: number
  /** At most so many units, in the order of the run. */
  readonly limit: number | null
  /** Days from the first to the last; the newest come first otherwise. */
  readonly oldestFirst?: boolean
}

export interface Planned {
  readonly estimate: Estimate
  /** In the order in which they are fetched. */
  readonly plan: readonly PlannedUnit[]
}

/** Calls of a unit, when nothing goes wrong: a day has far fewer races than a page takes; bookmakers come with the project. */
const callsOf = (kind: Kind) => (kind === 'bookmakers' ? 0 : 1)

/**
 * Horses that run within some days, about: a pool of 18,000 in training, most of which run within 45 days, and 8,658 new ones a
 * year. It gives the volume of docs/domain.md section 6 for ten years, and the generated history within 3 % for 14 to 120 days.
 */
export function horsesSeen(days: number): number {
  return Math.round(18_000 * (1 - Math.exp(-days / 44.5)) + (8658 * days) / 365)
}

/** Minutes that calls take at a rate; null without a limit. */
export const minutesOf = (calls: number, rate: number) =>
  rate === 0 ? null : Math.round(((calls * gridMargin) / rate / 60) * 1000) / 1000

function unseenHorses(run: PlanOf, plan: readonly PlannedUnit[]): number {
  if (!run.kinds.includes('profiles')) return 0
  // Racecards describe their horses; only days without them show new ones.
  const carded = new Set(plan.flatMap(({ unit }) => (unit.kind === 'racecards' ? [unit.date] : [])))
  const bare = plan.filter(
    ({ unit }) =>
      unit.kind === 'results' &&
      !carded.has(unit.date) &&
      (unit.date < firstRacecards || !run.kinds.includes('racecards')),
  ).length
  return bare === 0 ? 0 : horsesSeen(bare)
}

async function pendingOf(options: EstimateOptions): Promise<PlannedUnit[]> {
  const { pool, run, today, now, limit, oldestFirst } = options
  const units = await pendingUnits(pool, run, today, oldestFirst === true ? null : limit)
  const horses = await pendingHorses(pool, run, now, limit)
  const days = units.filter(({ unit }) => 'date' in unit)
  const others = units.filter(({ unit }) => !('date' in unit))
  const plan = oldestFirst === true ? [...others, ...days.reverse(), ...horses] : [...units, ...horses]
  return limit === null ? plan : plan.slice(0, limit)
}

/** The plan of a run and what it costs. Reads only. */
export async function estimateRun(options: EstimateOptions): Promise<Planned> {
  const { pool, run, today, rate, limit } = options
  const plan = await pendingOf(options)
  const { rows } = await pool.query<{
    kind: Kind
    units: number
    impossible: number
    why: string | null
    refused: number
  }>(coverage, [run.kinds, run.start_date, run.end_date, today])
  const pendingOfKind = (kind: Kind) => plan.filter(({ unit }) => unit.kind === kind).length
  const kinds: KindEstimate[] = []
  for (const kind of [...listKinds, ...dayKinds, 'profiles'] as const) {
    const pending = pendingOfKind(kind)
    if (!run.kinds.includes(kind) && pending === 0) continue
    const own = rows.filter((row) => row.kind === kind)
    const isDay = (dayKinds as readonly string[]).includes(kind)
    const units = isDay ? own.reduce((sum, row) => sum + row.units, 0) : pending
    const impossible = own.reduce((sum, row) => sum + row.impossible, 0)
    const covered = limit === null ? Math.max(0, units - impossible - pending) : 0
    kinds.push({ kind, units, covered, impossible, pending, calls: pending * callsOf(kind) })
  }
  const calls = kinds.reduce((sum, one) => sum + one.calls, 0)
  return {
    plan,
    estimate: {
      start_date: run.start_date,
      end_date: run.end_date,
      kinds,
      impossible: rows.flatMap(({ kind, impossible, why }) => (why === null ? [] : [{ kind, units: impossible, why }])),
      units: plan.length,
      covered: kinds.reduce((sum, one) => sum + one.covered, 0),
      calls,
      rate,
      minutes: minutesOf(calls, rate),
      unseen_horses: limit === null ? unseenHorses(run, plan) : 0,
      refused_by_plan: rows.reduce((sum, row) => sum + row.refused, 0),
    },
  }
}

/** Calendar months of a range, clipped to it, oldest first. */
export function monthsOf(start: string, end: string): { readonly start: string; readonly end: string }[] {
  const months: { start: string; end: string }[] = []
  for (let day = start; day <= end;) {
    const [year = 0, month = 0] = day.split('-').map(Number)
    const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    months.push({ start: day, end: last < end ? last : end })
    day = addDays(last, 1)
  }
  return months
}

/** How many profiles a run that was asked for at an instant still has to fetch. */
export async function countPendingProfiles(pool: Pool, requestedAt: Date, now: Date): Promise<number> {
  const { rows } = await pool.query<{ profiles: number }>(countProfiles, [requestedAt, now])
  return rows[0]?.profiles ?? 0
}
