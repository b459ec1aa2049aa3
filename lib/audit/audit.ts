/** What is missing, what is wrong, and what holds, over everything or a range of race dates. */
import { sqlFile } from '../db/sqlFile.js'
import { findHoles, type AuditPools, type AuditRange, type Finding } from './checks.js'
import { freshness, noneTarget, shareTargets, type Target } from './targets.js'

const unreadable = sqlFile(import.meta.url, './sql/unreadable.sql')
const dayStates = sqlFile(import.meta.url, './sql/dayStates.sql')
const meetings = sqlFile(import.meta.url, './sql/meetings.sql')

/** Values that were sent and could not be read; no hole, but worth knowing. */
export interface Unreadable {
  readonly field: string
  readonly rows: number
  readonly example: string | null
}

/** A day's results: provisional until their content stands still. */
export interface DayState {
  readonly date: string
  readonly state: 'settled' | 'provisional'
  readonly covered: boolean
  readonly items: number
  readonly fetched_at: Date
  readonly next_reading: Date | null
}

export interface AuditReport {
  /** Whether every target that could be measured holds and nothing was found. */
  readonly complete: boolean
  readonly targets: readonly Target[]
  readonly findings: readonly Finding[]
  readonly unreadable: readonly Unreadable[]
  readonly days: readonly DayState[]
}

export interface AuditOptions extends AuditRange {
  readonly now: Date
  /** The London day. */
  readonly today: string
  /** Rows of statistics that differ from their facts; null where they were not recomputed. */
  readonly drift: readonly { readonly table: string }[] | null
}

async function sync({ fetching }: AuditPools): Promise<{ newest: Date | null; last_asked: string | null }> {
  const { rows } = await fetching.query<{ newest: Date | null; last_asked: string | null }>(
    `SELECT (SELECT max(succeeded_at) FROM fetch_units WHERE kind IN ('racecards', 'results', 'results_today')) AS newest,
       (SELECT max(end_date) FROM runs WHERE state <> 'cancelled') AS last_asked`,
  )
  return rows[0] ?? { newest: null, last_asked: null }
}

/** Measures every target and lists every hole. Reads only. */
export async function audit(pools: AuditPools, options: AuditOptions): Promise<AuditReport> {
  const range = [options.start, options.end]
  const findings = await findHoles(pools, options, options.now)
  const { newest, last_asked } = await sync(pools)
  const targets: Target[] = [
    noneTarget('days not covered', findings, ['day not covered']),
    noneTarget('failed units', findings, ['unit failed']),
    ...(await shareTargets(pools.racing)),
    noneTarget('races with holes', findings, [
      'race without runners',
      'card without result',
      'field size',
      'winners',
      'runners disagree',
    ]),
    noneTarget('orphans', findings, ['race missing', 'master missing', 'horse missing']),
    noneTarget('dead letters', findings, ['dead letter']),
    freshness(newest, last_asked, options.today, options.now),
    options.drift === null
      ? { target: 'drift of statistics', value: '-', wanted: '0 rows', holds: null }
      : {
          target: 'drift of statistics',
          value: `${options.drift.length} rows`,
          wanted: '0 rows',
          holds: options.drift.length === 0,
        },
  ]
  return {
    complete: findings.length === 0 && targets.every((target) => target.holds !== false),
    targets,
    findings,
    unreadable: (await pools.racing.query<Unreadable>(unreadable, range)).rows,
    days: (await pools.fetching.query<DayState>(dayStates, range)).rows,
  }
}

/** A day at a course. */
export interface Meeting {
  readonly date: string
  readonly course: string | null
  readonly region: string
  readonly races: number
  readonly results: number
  readonly abandoned: number
  /** Sum of the field sizes. */
  readonly field: number
  readonly runners: number
  /** Holes found in its races. */
  readonly holes: number
}

/** Completeness by day and course. */
export async function meetingsOf(
  pools: AuditPools,
  range: AuditRange,
  findings: readonly Finding[],
): Promise<Meeting[]> {
  const holes = new Map<string, number>()
  for (const { date, course } of findings) {
    const place = `${date} ${course}`
    holes.set(place, (holes.get(place) ?? 0) + 1)
  }
  const { rows } = await pools.racing.query<Omit<Meeting, 'holes'>>(meetings, [range.start, range.end])
  return rows.map((row) => ({ ...row, holes: holes.get(`${row.date} ${row.course}`) ?? 0 }))
}
