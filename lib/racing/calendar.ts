import type { OnUnreadable } from './readings.js'
import type { DateText } from './rows.js'
import { readText } from './text.js'

const printed = /^(\d{4})-(\d{2})-(\d{2})$/
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** First and last year that is read: before the General Stud Book and after everyone's plans a date is a mistake. */
export const years = { first: 1750, last: 2100 } as const

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Whether year, month (1–12) and day exist in the calendar, between 1750 and 2100. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < years.first || year > years.last || month < 1 || month > 12 || day < 1) return false
  return day <= (month === 2 && isLeapYear(year) ? 29 : (lengths[month - 1] as number))
}

/** A calendar date `YYYY-MM-DD` that exists, 1750 to 2100; `2025-02-30` and year 9999 are unreadable. */
export function readDate(raw: unknown, field: string, on?: OnUnreadable): DateText | null {
  const text = readText(raw, field, on, 40)
  if (text === null) return null
  const parts = printed.exec(text)
  if (parts !== null && isCalendarDate(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return text
  on?.(field, raw)
  return null
}
