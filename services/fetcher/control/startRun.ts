/** What a control message may ask for, and why it is refused. */
import type { ControlMessage } from '../../../lib/events/events.js'
import { knownAnswer, rangeProblem, splitKinds } from '../range.js'
import { dayKinds, kinds, unitOfName, type Unit } from '../unit.js'

export const priorities = ['live', 'backfill', 'profiles'] as const

/** More regions than the API has. */
const mostRegions = 60
const mostUnits = 100_000

const named = (names: readonly string[]) =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')

/** Why a priority is refused; null when it is known. */
export function priorityProblem(priority: string | null): string | null {
  if (priority === null) return `A priority is missing: ${priorities.join(', ')}.`
  return (priorities as readonly string[]).includes(priority)
    ? null
    : `There is no priority ${priority}: ${priorities.join(', ')}.`
}

/** Why units named are refused; null when all can be fetched on a London day. */
export function unitsProblem(names: readonly string[], today: string): string | null {
  if (names.length > mostUnits) return `${names.length} units are named; at most ${mostUnits} can be.`
  const units = names.map((name): [string, Unit | null] => [name, unitOfName(name)])
  const unknown = units.filter(([, unit]) => unit === null).map(([name]) => name)
  if (unknown.length > 0)
    return `There is no unit ${named(unknown)}. Units are named like results:${today}, profiles:hrs_1 or courses.`
  for (const [name, unit] of units) {
    if (unit === null || !('date' in unit)) continue
    const problem = rangeProblem(unit.date, unit.date, today) ?? knownAnswer(unit, today)
    if (problem !== null) return `${name} cannot be fetched. ${problem}`
  }
  return null
}

/** Why a message that starts a run is refused; null when it is accepted. `today` is the London day. */
export function startProblem(message: ControlMessage, today: string): string | null {
  const units = message.units ?? []
  const { unknown, known } = splitKinds(message.kinds ?? (units.length > 0 ? [] : kinds))
  if (unknown.length > 0) return `There is no kind ${named(unknown)}. The kinds are ${kinds.join(', ')}.`
  if (known.length === 0 && units.length === 0) return `No kind is named. The kinds are ${kinds.join(', ')}.`
  const regions = message.regions ?? []
  const foreign = regions.filter((region) => !/^[a-z]{2,4}$/i.test(region))
  if (foreign.length > 0) return `There is no region ${named(foreign)}: regions are codes such as gb and ire.`
  if (regions.length > mostRegions) return `${regions.length} regions are named; the API has fewer.`
  if (message.priority !== null) {
    const problem = priorityProblem(message.priority)
    if (problem !== null) return problem
  }
  const problem = unitsProblem(units, today)
  if (problem !== null) return problem
  const needsRange = known.some((kind) => (dayKinds as readonly string[]).includes(kind))
  if (needsRange && message.start_date === null) return 'A start_date is missing (YYYY-MM-DD).'
  return rangeProblem(message.start_date ?? today, message.end_date ?? today, today)
}
