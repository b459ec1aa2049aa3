/** Features, whole: in one pass over the runs of each horse (sql/allFeatures.sql), horses part by part. */
import pg from 'pg'
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'

const allFeatures = sqlFile(import.meta.url, './sql/allFeatures.sql').replace(/;\s*$/, '')
const firstHorses = sqlFile(import.meta.url, './sql/firstHorses.sql')

/** Runners whose rows fit into memory (work_mem of bulk work) between the steps of a statement. */
const runnersAtOnce = 400_000

/** The statements that together give the rows of `stats_features`. */
export async function wholeFeatures(client: PoolClient, atOnce = runnersAtOnce): Promise<readonly string[]> {
  const { rows } = await client.query<{ horse_id: string }>(firstHorses, [atOnce])
  const firsts = rows.map((row) => pg.escapeLiteral(row.horse_id))
  return [undefined, ...firsts].map((first, i) => {
    const next = firsts[i]
    const from = first === undefined ? [] : [`horse_id >= ${first}`]
    const to = next === undefined ? [] : [`horse_id < ${next}`]
    const part = [...from, ...to].join(' AND ') || 'true'
    return allFeatures.replaceAll(':part', () => part)
  })
}
