import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'

const tableCountsSql = sqlFile(import.meta.url, './sql/tableCounts.sql')

export interface TableCounts {
  readonly races: number
  readonly runners: number
  readonly results: number
  readonly horses: number
  readonly horses_enriched: number
  readonly pedigrees: number
}

/** Rows of the tables people ask about first, as count(*) would say it; kept by the tables themselves, so that it costs nothing. */
export async function tableCounts(pool: Pool): Promise<TableCounts> {
  return (await pool.query<TableCounts>(tableCountsSql)).rows[0] as TableCounts
}
