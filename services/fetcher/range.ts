import { isKind, type Kind } from './unit.js'

/** First day with results, and first day with racecards, that the API knows. */
export const firstResults = '1988-01-01'
export const firstRacecards = '2023-01-23'
export const daysAhead = 7

/** The date some days after another, `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whether a text is a date of the calendar. */
export function isDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text &&
    !Number.isNaN(Date.parse(text))
  )
}

/** What is wrong with a range, with the valid one and an example; null when it is right. `today` is the London day. */
export function rangeProblem(start: string, end: string, today: string): string | null {
  const last = addDays(today, daysAhead)
  const valid = `Days from ${firstResults} to ${last} can be fetched, for example --start-date ${addDays(today, -7)} --end-date ${today}.`
  for (const day of [start, end]) {
    if (Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || !isDate(day)) return `There is no day ${day}. ${valid}`
  }
  if (start > end) return `The start ${start} is after the end ${end}. ${valid}`
  if (start < firstResults) return `The start ${start} is before ${firstResults}. ${valid}`
  if (end > last) return `The end ${end} is more than ${daysAhead} days ahead. ${valid}`
  return null
}

/** The kinds of a control message that are known, and those that are not. */
export function splitKinds(names: readonly string[]): { known: Kind[]; unknown: string[] } {
  return { known: names.filter(isKind), unknown: names.filter((name) => !isKind(name)) }
}
