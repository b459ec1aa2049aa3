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

/** The unit of a name, or null. */
export function unitOfName(name: string): Unit | null {
  const [kind = '', rest] = name.split(':', 2)
  if ((listKinds as readonly string[]).includes(kind)) return rest === undefined ? { kind: kind as ListKind } : null
  if (rest === undefined || rest === '') return null
  if (kind === 'profiles') return { kind, horseId: rest }
  return (dayKinds as readonly string[]).includes(kind) && /^\d{4}-\d{2}-\d{2}$/.test(rest)
    ? { kind: kind as DayKind, date: rest }
    : null
}
