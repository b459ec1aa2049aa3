import { isDate } from '../services/fetcher/calendar.js'
import { UsageError } from './usage.js'

export interface DateOptions {
  readonly startDate?: string
  readonly endDate?: string
}

/** A range of race dates that is looked at, not fetched: any days, in order. @throws UsageError */
export function dateRange(options: DateOptions): { start: string | null; end: string | null } {
  const [start, end] = [options.startDate ?? null, options.endDate ?? null]
  const example = 'for example --start-date 2025-03-01 --end-date 2025-03-31'
  for (const day of [start, end]) {
    const known = day === null || (!Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && isDate(day))
    if (!known)
      throw new UsageError(`There is no day ${day}. Days are given as YYYY-MM-DD from 1988-01-01 on, ${example}.`)
    if (day !== null && day < '1988-01-01')
      throw new UsageError(`${day} is before 1988-01-01, the first day there is, ${example}.`)
  }
  if (start !== null && end !== null && start > end)
    throw new UsageError(`The start ${start} is after the end ${end}, ${example}.`)
  return { start, end }
}
