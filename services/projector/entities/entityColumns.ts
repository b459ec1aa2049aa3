/** The kinds of entities, and the columns that events tell of each. */

/** The kinds of entities, in the order in which their rows are written: horses before the parents that are linked to them. */
export const entityTypes = [
  'horse',
  'jockey',
  'trainer',
  'owner',
  'sire',
  'dam',
  'damsire',
  'course',
  'region',
  'bookmaker',
] as const
export type EntityType = (typeof entityTypes)[number]

const person = ['name'] as const
const parent = ['name', 'region'] as const

/** Columns of each kind in the order of its states. Stored states depend on it: new columns go to the end. */
export const columnsOf = {
  horse: ['name', 'dob', 'sex', 'sex_code', 'colour', 'colour_code', 'region', 'breeder', 'sire_id', 'sire', 'dam_id', 'dam', 'damsire_id', 'damsire'],
  jockey: person,
  trainer: ['name', 'location'],
  owner: person,
  sire: parent,
  dam: parent,
  damsire: parent,
  course: ['name', 'region_code', 'region'],
  region: ['name'],
  bookmaker: ['name', 'type', 'is_active'],
} as const satisfies Readonly<Record<EntityType, readonly string[]>> // prettier-ignore

/** Where a column is among those of its kind. */
export function columnIndex(type: EntityType, column: string): number {
  const index = (columnsOf[type] as readonly string[]).indexOf(column)
  if (index < 0) throw new RangeError(`A ${type} has no column ${column}`)
  return index
}
