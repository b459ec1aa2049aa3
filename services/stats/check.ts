/** Whether the published statistics are what their facts say: every row recomputed and compared. */
import type { Pool } from 'pg'
import { transaction } from '../../lib/db/transaction.js'
import { everything, type Publication } from './publications.js'
import { prepareBulk } from './publishAll.js'
import { columnsOf, computeAll, differences } from './publicationSql.js'
import { byDefinition } from './wholeTable.js'

export interface Drift {
  readonly table: string
  /** The row as stored, and as recomputed; null where only the other exists. */
  readonly stored: Readonly<Record<string, unknown>> | null
  readonly recomputed: Readonly<Record<string, unknown>> | null
}

/** Compares stored with recomputed rows of some publications, in one snapshot; at most `limit` differences of each. */
export async function findDrift(pool: Pool, which: readonly Publication[] = everything, limit = 100): Promise<Drift[]> {
  return transaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await prepareBulk(client)
    const found: Drift[] = []
    for (const publication of which) {
      const columns = await columnsOf(client, publication.definition)
      for (const statement of computeAll(publication, columns, byDefinition(publication))) await client.query(statement)
      const { rows } = await client.query<Omit<Drift, 'table'>>(differences(publication, columns), [limit])
      found.push(...rows.map((row) => ({ table: publication.table, ...row })))
      await client.query(`DROP TABLE ${publication.definition}_fresh`)
    }
    return found
  })
}
