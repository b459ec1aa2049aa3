/** The targets of an audit (docs/operation: what must hold before data counts as complete). */
import type { Pool } from 'pg'
import { sqlFile } from '../db/sqlFile.js'
import type { Finding } from './checks.js'
import { thousands } from '../thousands.js'

const shares = sqlFile(import.meta.url, './sql/shares.sql')

export interface Target {
  readonly target: string
  /** As a person reads it: `97.31 % of 4,015`, `0`, `2.1 h`; `-` where there is nothing to measure. */
  readonly value: string
  readonly wanted: string
  /** Null where there is nothing to measure. */
  readonly holds: boolean | null
}

const least: Readonly<Record<string, { readonly percent: number; readonly above?: true }>> = {
  'horses with birth date': { percent: 95 },
  'horses with pedigree': { percent: 70 },
  'trainers with location, of those with a runner since 2023-01-23': { percent: 95, above: true },
  'sires that raced, linked': { percent: 85 },
  'dams that raced, linked': { percent: 70 },
}

/** A share against its least percentage; whole numbers throughout, so that 99.999 % is not 100 %. */
function shareTarget({ target, part, whole }: { target: string; part: number; whole: number }): Target {
  const { percent, above } = least[target] ?? { percent: 100 }
  const wanted = `${above === true ? '> ' : percent === 100 ? '' : '≥ '}${percent} %`
  if (whole === 0) return { target, value: '-', wanted, holds: null }
  const holds = above === true ? part * 100 > whole * percent : part * 100 >= whole * percent
  const shown = (Math.floor((part * 10_000) / whole) / 100).toFixed(2)
  return { target, value: `${shown} % of ${thousands(whole)}`, wanted, holds }
}

/** The targets measured in shares of rows. */
export async function shareTargets(racing: Pool): Promise<Target[]> {
  const { rows } = await racing.query<{ target: string; part: number; whole: number }>(shares)
  return rows.map(shareTarget)
}

/** A target that is met when nothing of a kind was found. */
export function noneTarget(target: string, findings: readonly Finding[], names: readonly string[]): Target {
  const found = findings.filter((one) => names.includes(one.check)).length
  return { target, value: thousands(found), wanted: '0', holds: found === 0 }
}

const londonHour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit' })

/**
 * The newest sync is younger than 4 hours, between 06:00 and 22:00 in London; measured only where live days were asked for
 * (`lastAsked` reaches today).
 */
export function freshness(newest: Date | null, lastAsked: string | null, today: string, now: Date): Target {
  const target = 'newest sync, 06:00–22:00'
  const wanted = '< 4 h old'
  const hour = Number(londonHour.format(now))
  if (lastAsked === null || lastAsked < today || hour < 6 || hour >= 22)
    return { target, value: '-', wanted, holds: null }
  if (newest === null) return { target, value: 'never', wanted, holds: false }
  const hours = (now.getTime() - newest.getTime()) / 3600_000
  return { target, value: `${hours.toFixed(1)} h`, wanted, holds: hours < 4 }
}
