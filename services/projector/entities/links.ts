import type { PoolClient } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { statement, type Write } from '../../../lib/db/writes.js'
import { columnIndex, type EntityType } from './entityColumns.js'
import type { EntityState } from './entityState.js'
import type { Entry } from './gathered.js'

const linkParents = sqlFile(import.meta.url, '../sql/linkParents.sql')

const male = "'C', 'H', 'G', 'R'"
const statementOf = (parent: string, sexes: string) =>
  linkParents.replaceAll('{parent}', parent).replaceAll('{sexes}', sexes)
const statements = {
  sire: statementOf('sire', male),
  dam: statementOf('dam', "'F', 'M'"),
  damsire: statementOf('damsire', male),
}

const parents = ['sire', 'dam', 'damsire'] as const
type Parent = (typeof parents)[number]
const isParent = (type: EntityType): type is Parent => (parents as readonly string[]).includes(type)

/** What links are made by, of a horse (as candidate and as progeny). A parent's are all that it has: name and region. */
const ofHorse = ['name', 'region', 'sex_code', 'dob', 'sire_id', 'dam_id', 'damsire_id'].map((column) =>
  columnIndex('horse', column),
)
const horseName = columnIndex('horse', 'name')
const parentIds = parents.map((parent) => [parent, columnIndex('horse', `${parent}_id`)] as const)

function matters({ before, state }: Pick<Entry, 'before' | 'state'>, columns: readonly number[]): boolean {
  return before?.known !== true || columns.some((column) => before.values[column] !== state.values[column])
}

/** Parents whose links a batch can change: by id, and by name in any case. */
export interface LinksToTry {
  readonly ids: Readonly<Record<Parent, Set<string>>>
  readonly names: Set<string>
}

/** None yet. */
export const noLinks = (): LinksToTry => ({
  ids: { sire: new Set(), dam: new Set(), damsire: new Set() },
  names: new Set(),
})

/**
 * Notes the links that a batch can change: of parents that are new or have another name or region, of the parents that its horses have
 * and had (their oldest progeny may be another), and of parents with the names its horses have and had. Horses come before parents.
 */
export function noteLinks({ ids, names }: LinksToTry, changed: readonly Entry[]): void {
  const note = ({ values }: EntityState) => {
    const name = values[horseName]
    if (typeof name === 'string') names.add(name)
    for (const [parent, column] of parentIds) {
      const id = values[column]
      if (typeof id === 'string') ids[parent].add(id)
    }
  }
  for (const one of changed) {
    if (isParent(one.type)) {
      if (matters(one, [0, 1])) ids[one.type].add(one.id)
    } else if (one.type === 'horse' && matters(one, ofHorse)) {
      note(one.state)
      if (one.before !== null) note(one.before)
    }
  }
}

/** Tries links of one kind of parent again; of other kinds there are none. */
export function relinking(type: EntityType, { ids, names }: LinksToTry): Write[] {
  if (!isParent(type) || (names.size === 0 && ids[type].size === 0)) return []
  return [statement(statements[type], [[...ids[type]], [...names]], ids[type].size + names.size)]
}

/** Links every parent to its racing record, or unlinks it: what `relinking` does bit by bit, in one go. */
export async function linkAll(client: PoolClient): Promise<void> {
  for (const parent of parents) {
    const { rows } = await client.query<{ ids: string[] | null }>(
      `SELECT array_agg(${parent}_id) AS ids FROM ra_mst_${parent}s`,
    )
    await client.query(statements[parent], [rows[0]?.ids ?? [], []])
  }
}
