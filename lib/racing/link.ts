/**
 * Linking a sire, dam or damsire to its own racing record (docs/domain.md, section 3). `hrs_N` and `sir_N`, `dam_N`,
 * `dsi_N` are the same animal by the vendor's own rule, with a check of the name; otherwise exactly one namesake counts.
 * These are the rules for one parent; the entities group does the same for all of them in SQL.
 */
import { nameKey } from './horseName.js'
import type { DateText } from './rows.js'
import { isFemale, isMale } from './sex.js'

export interface Parent {
  readonly kind: 'sire' | 'dam' | 'damsire'
  readonly id: string
  readonly name: string | null
  readonly region: string | null
  /** Birth date of the oldest progeny whose birth date is known. */
  readonly oldest_progeny_dob: DateText | null
}

export interface LinkCandidate {
  readonly horse_id: string
  readonly name: string | null
  readonly region: string | null
  readonly dob: DateText | null
  readonly sex_code: string | null
}

/** The horse_id that the vendor gives the same animal: `sir_4746672` → `hrs_4746672`; null for other ids. */
export function vendorHorseId(parentId: string): string | null {
  const parts = /^(?:sir|dam|dsi)_(\d+)$/.exec(parentId)
  return parts === null ? null : `hrs_${parts[1]}`
}

/** Two years before a date; 29 February becomes the 28th, as in Postgres. */
export function twoYearsBefore(date: DateText): DateText {
  const year = String(Number(date.slice(0, 4)) - 2).padStart(4, '0')
  return date.endsWith('-02-29') ? `${year}-02-28` : year + date.slice(4)
}

/** Whether a namesake can be this parent: same name and region (where both are known), of its sex, at least 2 years before its oldest progeny. */
export function canBeParent(parent: Parent, horse: LinkCandidate): boolean {
  if (parent.name === null || horse.name === null || nameKey(parent.name) !== nameKey(horse.name)) return false
  if (parent.region !== null && horse.region !== null && parent.region !== horse.region) return false
  if (parent.kind === 'dam' ? !isFemale(horse.sex_code) : !isMale(horse.sex_code)) return false
  if (horse.dob === null || parent.oldest_progeny_dob === null) return false
  return horse.dob <= twoYearsBefore(parent.oldest_progeny_dob)
}

/** The parent's own horse_id: the vendor's twin if it is known and the names agree, else the only possible namesake, else null. */
export function linkParent(parent: Parent, horses: readonly LinkCandidate[]): string | null {
  const twinId = vendorHorseId(parent.id)
  const twin = twinId === null ? undefined : horses.find((horse) => horse.horse_id === twinId)
  if (twin !== undefined && twin.name !== null && parent.name !== null && nameKey(twin.name) === nameKey(parent.name))
    return twin.horse_id
  const namesakes = horses.filter((horse) => canBeParent(parent, horse))
  return namesakes.length === 1 ? (namesakes[0]?.horse_id ?? null) : null
}
