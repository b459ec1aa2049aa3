/** Whatever analysts look up by a key is served by an index, not by reading a table from end to end. */
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())

const lookups = [
  'SELECT * FROM ra_races WHERE race_id = $1',
  'SELECT * FROM ra_races WHERE id = $1',
  'SELECT * FROM ra_races WHERE date = $1::date',
  'SELECT * FROM ra_races WHERE course_id = $1',
  'SELECT * FROM ra_runners WHERE race_id = $1',
  'SELECT * FROM ra_runners WHERE horse_id = $1',
  'SELECT * FROM ra_runners WHERE jockey_id = $1',
  'SELECT * FROM ra_runners WHERE trainer_id = $1',
  'SELECT * FROM ra_race_results WHERE race_id = $1',
  'SELECT * FROM ra_race_results WHERE horse_id = $1',
  'SELECT * FROM ra_race_results WHERE race_date = $1::date',
  'SELECT * FROM ra_horse_pedigree WHERE horse_id = $1',
  'SELECT * FROM ra_horses WHERE horse_id = $1',
  'SELECT * FROM ra_horses WHERE id = $1',
  'SELECT * FROM ra_mst_horses WHERE sire_id = $1',
  'SELECT * FROM ra_mst_horses WHERE dam_id = $1',
  ...['jockeys', 'trainers', 'owners', 'sires', 'dams', 'damsires'].flatMap((table) => [
    `SELECT * FROM ra_mst_${table} WHERE id = $1`,
    `SELECT * FROM ra_mst_${table} WHERE ${table.slice(0, -1)}_id = $1`,
  ]),
  "SELECT * FROM ra_entity_combinations WHERE entity1_type = 'jockey' AND entity1_id = $1",
  "SELECT * FROM ra_performance_by_distance WHERE entity_type = 'horse' AND entity_id = $1",
  "SELECT * FROM ra_performance_by_venue WHERE entity_type = 'horse' AND entity_id = $1",
  'SELECT * FROM ra_runner_statistics WHERE race_id = $1',
  'SELECT * FROM ra_races r JOIN ra_runners ru ON r.id = ru.race_id WHERE ru.horse_id = $1',
]

test.each(lookups)('%s', async (sql) => {
  const client = await pool.connect()
  try {
    // An empty table is read from end to end by preference; forbidden to, the planner shows whether an index could serve.
    await client.query('BEGIN')
    await client.query('SET LOCAL enable_seqscan = off')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql.replace('$1', "'2025-01-01'")}`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index/)
    expect(plan).not.toMatch(/Seq Scan/)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})
