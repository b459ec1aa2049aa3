const msPerDay = 86_400_000

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / msPerDay)
}

/** The date of a day number, as `YYYY-MM-DD`. */
export function dateOfDay(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10)
}

export function addDays(date: string, days: number): string {
  return dateOfDay(dayNumber(date) + days)
}

/** Days from `start` to `end`; 0 for the same day. */
export function daysBetween(start: string, end: string): number {
  return dayNumber(end) - dayNumber(start)
}

/** The last Sunday of a month (1–12) as a day number: clocks change on those of March and October. */
function lastSunday(year: number, month: number): number {
  const last = Math.round(Date.UTC(year, month, 0) / msPerDay)
  return last - ((last + 4) % 7)
}

/** Whether British and Irish clocks show summer time at noon of a day. */
export function isSummerTime(day: number): boolean {
  const year = new Date(day * msPerDay).getUTCFullYear()
  // Until 1995 autumn changes fell on the Sunday after the fourth Saturday of October.
  const end = year <= 1995 ? fourthSaturdaySunday(year) : lastSunday(year, 10)
  return day >= lastSunday(year, 3) && day < end
}

function fourthSaturdaySunday(year: number): number {
  const first = Math.round(Date.UTC(year, 9, 1) / msPerDay)
  const firstSaturday = first + ((6 - ((first + 4) % 7) + 7) % 7)
  return firstSaturday + 22
}
