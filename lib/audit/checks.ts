/** Each way in which data can have a hole: a statement that lists them, and what to do about them. */
import type { Pool } from 'pg'
import { sqlFile } from '../db/sqlFile.js'

/** One hole: the unit, race or entity it concerns. */
export interface Finding {
  readonly check: string
  /** `results:2025-03-01`, a race id, an entity id, or group and cause of dead letters. */
  readonly key: string
  readonly date: string | null
  readonly course: string | null
  readonly detail: string
}

export interface AuditRange {
  readonly start: string | null
  readonly end: string | null
}

interface Check {
  readonly name: string
  readonly schema: 'racing' | 'fetching'
  readonly sql: string
  /** Parameters after the range: none, or the instant that coverage is judged at. */
  readonly at?: true
  readonly ranged: boolean
}

const check = (name: string, schema: Check['schema'], file: string, more: Partial<Check> = {}): Check => ({
  name,
  schema,
  sql: sqlFile(import.meta.url, `./sql/${file}.sql`),
  ranged: true,
  ...more,
})

const checks: readonly Check[] = [
  check('day not covered', 'fetching', 'uncoveredDays', { at: true }),
  check('unit failed', 'fetching', 'failedUnits'),
  check('race without runners', 'racing', 'racesWithoutRunners'),
  check('card without result', 'racing', 'cardsWithoutResult'),
  check('field size', 'racing', 'fieldSizes'),
  check('winners', 'racing', 'winners'),
  check('runners disagree', 'racing', 'lostRunners'),
  check('race missing', 'racing', 'orphanRaces'),
  check('master missing', 'racing', 'orphanEntities'),
  check('horse missing', 'racing', 'orphanPedigrees'),
  check('statistics not set', 'racing', 'unanalysed'),
  check('dead letter', 'fetching', 'deadLetters', { ranged: false }),
  check('dead letter', 'racing', 'deadLetters', { ranged: false }),
]

/** What helps against the findings of a check. */
export function remedyOf(name: string): string {
  if (name === 'day not covered' || name === 'card without result') return 'darkhorses gaps --fill'
  if (name === 'unit failed') return 'darkhorses retry UNIT'
  if (name === 'dead letter') return 'darkhorses dead-letters retry --all'
  if (name === 'statistics not set') return 'darkhorses stats recalculate'
  return 'darkhorses explain shows which events say so; darkhorses rebuild --diff --swap restores lost rows'
}

export interface AuditPools {
  readonly racing: Pool
  readonly fetching: Pool
}

/** Checks whose holes fetching may close. */
export const fetchableChecks = [
  'day not covered',
  'unit failed',
  'race without runners',
  'card without result',
] as const satisfies readonly string[]

/** The holes within a range of race dates (null: everything), one check after the other; of all checks, or of those named. */
export async function findHoles(
  pools: AuditPools,
  range: AuditRange,
  now: Date,
  names?: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, schema, sql, at, ranged } of checks.filter((one) => names?.includes(one.name) ?? true)) {
    const values = ranged ? [range.start, range.end, ...(at === true ? [now] : [])] : []
    const { rows } = await pools[schema].query<Omit<Finding, 'check'>>(sql, values)
    findings.push(...rows.map((row) => ({ check: name, ...row })))
  }
  // A day that failed is one hole, told as the day.
  const days = new Set(findings.filter((one) => one.check === 'day not covered').map((one) => one.key))
  return findings.filter((one) => one.check !== 'unit failed' || !days.has(one.key))
}
