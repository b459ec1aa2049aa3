import type { Pool } from 'pg'
import { bulkUpsert } from '../../../lib/db/bulkUpsert.js'
import type { Cell } from '../../../lib/db/copy.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { transaction } from '../../../lib/db/transaction.js'
import { writeInOrder } from '../../../lib/db/writes.js'
import { shippedCoordinates } from './coordinates.js'
import { entityTables } from './entityRows.js'
import type { EntityType } from './entityColumns.js'
import { entityStateOfText } from './entityState.js'
import { linkAll } from './links.js'
import { namingRegions } from './regions.js'
import { lockEntities } from './storedEntities.js'

const statesAfter = sqlFile(import.meta.url, '../sql/statesAfter.sql')

/** Entities of one transaction: few enough that the live group waits for moments only. */
const perTransaction = 5000

/**
 * Sets the rows of masters and pedigree from what the group `entities` knows of them, where a hand has changed or removed them
 * (`UPDATE ra_mst_trainers SET location = NULL`). Links to racing records are tried again, all of them; statistics are not touched. Returns the number of entities looked at.
 * The live group may run meanwhile: it waits for the transaction in hand. `regions`: those fetched for, upper case.
 */
export async function restoreMasters(pool: Pool, regions: readonly string[]): Promise<number> {
  const tables = entityTables(shippedCoordinates())
  let [type, id, count] = ['', '', 0]
  for (;;) {
    const states = await transaction(pool, async (client) => {
      await lockEntities(client)
      const { rows } = await client.query<{ entity_type: EntityType; entity_id: string; state: string }>(statesAfter, [
        type,
        id,
        perTransaction,
      ])
      const byTable = new Map(
        Object.values(tables).flatMap((all) => all.map((table) => [table, [] as (readonly Cell[])[]])),
      )
      for (const row of rows) {
        const state = entityStateOfText(row.entity_type, row.state)
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
  await transaction(pool, async (client) => {
    await lockEntities(client)
    await writeInOrder(client, namingRegions(regions))
    await linkAll(client)
  })
  return count
}
