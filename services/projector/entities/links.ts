import type { PoolClient } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { EntityState } from './entityState.js'

const linkSires = sqlFile(import.meta.url, '../sql/linkSires.sql')
const linkDams = sqlFile(import.meta.url, '../sql/linkDams.sql')
const linkDamsires = sqlFile(import.meta.url, '../sql/linkDamsires.sql')

/** An entity whose state has changed: a horse, or a parent. */
export interface Changed {
  readonly type: string
  readonly id: string
  /** Null where it is new. */
  readonly before: EntityState | null
  readonly state: EntityState
}

const parents = ['sire', 'dam', 'damsire'] as const
const isParent = (type: string): type is (typeof parents)[number] => (parents as readonly string[]).includes(type)

/** What links are made by: of a parent, and of a horse (as candidate and as progeny). */
const ofParent = ['name', 'region']
const ofHorse = ['name', 'region', 'sex_code', 'dob', 'sire_id', 'dam_id', 'damsire_id']

const text = (state: EntityState | null, column: string): string | null => {
  const value = state?.columns[column]?.[0]
  return typeof value === 'string' ? value : null
}

function matters({ before, state }: Changed, columns: readonly string[]): boolean {
  return before?.known !== true || columns.some((column) => text(before, column) !== text(state, column))
}

/**
 * Tries the links again that a batch can change: of parents that are new or have another name or region, of the parents that
 * its horses have and had (their oldest progeny may be another), and of parents with the names its horses have and had.
 */
export async function relink(client: PoolClient, changed: readonly Changed[]): Promise<void> {
  const ids = { sire: new Set<string>(), dam: new Set<string>(), damsire: new Set<string>() }
  const names = new Set<string>()
  for (const one of changed) {
    if (isParent(one.type)) {
      if (matters(one, ofParent)) ids[one.type].add(one.id)
    } else if (one.type === 'horse' && matters(one, ofHorse)) {
      for (const state of [one.before, one.state]) {
        const name = text(state, 'name')
        if (name !== null) names.add(name)
        for (const kind of parents) {
          const parent = text(state, `${kind}_id`)
          if (parent !== null) ids[kind].add(parent)
        }
      }
    }
  }
  const sorted = [...names].sort()
  if (sorted.length > 0 || ids.sire.size > 0) await client.query(linkSires, [[...ids.sire].sort(), sorted])
  if (sorted.length > 0 || ids.dam.size > 0) await client.query(linkDams, [[...ids.dam].sort(), sorted])
  if (sorted.length > 0 || ids.damsire.size > 0) await client.query(linkDamsires, [[...ids.damsire].sort(), sorted])
}

/** Links every parent to its racing record, or unlinks it: what `relink` does bit by bit, in one go. */
export async function linkAll(client: PoolClient): Promise<void> {
  for (const [statement, column, table] of [
    [linkSires, 'sire_id', 'ra_mst_sires'],
    [linkDams, 'dam_id', 'ra_mst_dams'],
    [linkDamsires, 'damsire_id', 'ra_mst_damsires'],
  ] as const) {
    const { rows } = await client.query<{ ids: string[] | null }>(`SELECT array_agg(${column}) AS ids FROM ${table}`)
    await client.query(statement, [rows[0]?.ids ?? [], []])
  }
}
