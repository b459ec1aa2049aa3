import type { Pool } from 'pg'
import { bulkUpsert } from '../../../lib/db/bulkUpsert.js'
import type { Cell } from '../../../lib/db/copy.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { transaction } from '../../../lib/db/transaction.js'
import { shippedCoordinates } from './coordinates.js'
import { entityTables } from './entityRows.js'
import { entityStateOfText } from './entityState.js'
import type { EntityType } from './mentions.js'
import { nameRegions } from './regions.js'

const statesAfter = sqlFile(import.meta.url, '../sql/statesAfter.sql')

/** Entities of one transaction: few enough that the live group waits for moments only. */
const perTransaction = 5000

/**
 * Sets the rows of masters and pedigree from what the group `entities` knows of them, where a hand has changed or removed them
 * (`UPDATE ra_mst_trainers SET location = NULL`). Statistics and links to racing records are not touched. Returns the number of entities looked at.
 * The live group may run meanwhile: states are locked in its order. `regions`: those fetched for, upper case.
 */
export async function restoreMasters(pool: Pool, regions: readonly string[]): Promise<number> {
  const tables = entityTables(shippedCoordinates())
  let [type, id, count] = ['', '', 0]
  for (;;) {
    const states = await transaction(pool, async (client) => {
      const { rows } = await client.query<{ entity_type: EntityType; entity_id: string; state: string }>(statesAfter, [
        type,
        id,
        perTransaction,
      ])
      const byTable = new Map(
        Object.values(tables).flatMap((all) => all.map((table) => [table, [] as (readonly Cell[])[]])),
      )
      for (const row of rows) {
        const state = entityStateOfText(row.state)
        for (const table of tables[row.entity_type]) {
          const cells = table.cells(row.entity_id, state)
          if (cells !== null) byTable.get(table)?.push(cells)
        }
      }
      for (const [table, cells] of byTable) if (cells.length > 0) await bulkUpsert(client, table, cells)
      return rows
    })
    const last = states.at(-1)
    if (last === undefined) break
    ;[type, id, count] = [last.entity_type, last.entity_id, count + states.length]
  }
  await transaction(pool, (client) => nameRegions(client, regions))
  return count
}
