import type { Pool } from 'pg'
import type { TableCounts } from '../../services/console/tableCounts.js'

/** What `tableCounts` has to say of a schema, by counting. */
export async function countedRows(pool: Pool): Promise<TableCounts> {
  const { rows } = await pool.query<TableCounts>(
    `SELECT (SELECT count(*) FROM ra_races)::int AS races, (SELECT count(*) FROM ra_runners)::int AS runners,
       (SELECT count(*) FROM ra_race_results)::int AS results, (SELECT count(*) FROM ra_mst_horses)::int AS horses,
       (SELECT count(dob) FROM ra_mst_horses)::int AS horses_enriched, (SELECT count(*) FROM ra_horse_pedigree)::int AS pedigrees`,
  )
  return rows[0] as TableCounts
}
