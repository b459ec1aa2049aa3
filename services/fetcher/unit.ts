import { isDate } from './calendar.js'

/** The smallest thing that is fetched as a whole: a kind of data for a day, a profile for a horse, or a reference list. */
export const dayKinds = ['racecards', 'results', 'results_today'] as const
export const listKinds = ['courses', 'regions', 'bookmakers'] as const
export const kinds = [...listKinds, ...dayKinds, 'profiles'] as const

export type DayKind = (typeof dayKinds)[number]
export type ListKind = (typeof listKinds)[number]
export type Kind = (typeof kinds)[number]

export type Unit =
  | { readonly kind: DayKind; readonly date: string }
  | { readonly kind: 'profiles'; readonly horseId: string }
  | { readonly kind: ListKind }

/** The name of a unit, as people retry it: `results:2025-03-27`, `profiles:hrs_1`, `courses`. */
export function unitName(unit: Unit): string {
  if ('date' in unit) return `${unit.kind}:${unit.date}`
  return 'horseId' in unit ? `${unit.kind}:${unit.horseId}` : unit.kind
}

/** Whether a text is a kind of data. */
export function isKind(text: string): text is Kind {
  return (kinds as readonly string[]).includes(text)
}

const horseId = /^[A-Za-z0-9_-]{1,64}$/

/** The unit of a name, or null. The name of what it returns is the name given, so a unit has one name only. */
export function unitOfName(name: string): Unit | null {
  const colon = name.indexOf(':')
  const kind = colon < 0 ? name : name.slice(0, colon)
  if (colon < 0) return (listKinds as readonly string[]).includes(kind) ? { kind: kind as ListKind } : null
  const rest = name.slice(colon + 1)
  if (kind === 'profiles') return horseId.test(rest) ? { kind, horseId: rest } : null
  return (dayKinds as readonly string[]).includes(kind) && isDate(rest) ? { kind: kind as DayKind, date: rest } : null
}
