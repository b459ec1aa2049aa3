import { addDays, isDate } from './calendar.js'
import { isKind, type Kind, type Unit } from './unit.js'

/** First day with results, and first day with racecards, that the API knows. */
export const firstResults = '1988-01-01'
export const firstRacecards = '2023-01-23'
export const daysAhead = 7

/** What is wrong with a range, with the valid one and an example; null when it is right. `today` is the London day. */
export function rangeProblem(start: string, end: string, today: string): string | null {
  const last = addDays(today, daysAhead)
  const valid = `Days from ${firstResults} to ${last} can be fetched, for example --start-date ${addDays(today, -7)} --end-date ${today}.`
  for (const day of [start, end]) {
    if (!isDate(day)) return `There is no day ${day}. ${valid}`
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

/** Why a unit has nothing to be called for on a London day: its answer is known. Null for one that has. */
export function knownAnswer(unit: Unit, today: string): string | null {
  if (!('date' in unit)) return null
  const { kind, date } = unit
  if (kind === 'racecards' && date < firstRacecards) return `No racecards exist before ${firstRacecards}.`
  if (kind === 'results' && date > today) return `${date} has not been run yet.`
  if (kind === 'results_today' && date !== today)
    return `Only results of ${today} can be fetched as today's; those of ${date} are results:${date}.`
  return null
}
