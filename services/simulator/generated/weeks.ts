import { dayNumber } from '../calendar.js'

/** A week of a year: 52 of them, the last one of 8 or 9 days, so that horses kept a week apart are never close at New Year. */
export interface Week {
  readonly year: number
  /** 0–51 */
  readonly week: number
  /** Weeks since year 0, without gaps. */
  readonly number: number
  readonly firstDay: number
  readonly days: number
}

/** The week a day (days since 1970) is in. */
export function weekOfDay(day: number): Week {
  const year = new Date(day * 86_400_000).getUTCFullYear()
  const newYear = dayNumber(`${year}-01-01`)
  const week = Math.min(51, Math.floor((day - newYear) / 7))
  const nextYear = dayNumber(`${year + 1}-01-01`)
  const firstDay = newYear + week * 7
  return { year, week, number: year * 52 + week, firstDay, days: week === 51 ? nextYear - firstDay : 7 }
}
