import type { PoolClient } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { EntityState } from './entityState.js'

const linkSires = sqlFile(import.meta.url, '../sql/linkSires.sql')
const linkDams = sqlFile(import.meta.url, '../sql/linkDams.sql')
const linkDamsires = sqlFile(import.meta.url, '../sql/linkDamsires.sql')

/** An entity whose row has changed: a horse, or a parent. */
export interface Changed {
  readonly type: string
  readonly id: string
  readonly state: EntityState
}

const text = (state: EntityState, column: string): string | null => {
  const value = state.columns[column]?.[0]
  return typeof value === 'string' ? value : null
}

/**
 * Tries the links again that a batch can change: of parents named in it, of the parents of its horses (their oldest progeny
 * may be another), and of parents with the name of one of its horses.
 */
export async function relink(client: PoolClient, changed: readonly Changed[]): Promise<void> {
  const ids = { sire: new Set<string>(), dam: new Set<string>(), damsire: new Set<string>() }
  const names = new Set<string>()
  for (const { type, id, state } of changed) {
    if (type === 'sire' || type === 'dam' || type === 'damsire') ids[type].add(id)
    if (type !== 'horse') continue
    const name = text(state, 'name')
    if (name !== null) names.add(name.toLowerCase())
    for (const kind of ['sire', 'dam', 'damsire'] as const) {
      const parent = text(state, `${kind}_id`)
      if (parent !== null) ids[kind].add(parent)
    }
  }
  const lower = [...names].sort()
  await client.query(linkSires, [[...ids.sire].sort(), lower])
  await client.query(linkDams, [[...ids.dam].sort(), lower])
  await client.query(linkDamsires, [[...ids.damsire].sort(), lower])
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
