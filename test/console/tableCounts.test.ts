/** The counts of `status` are what count(*) says, whoever has changed the tables and however. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { migrate } from '../../lib/db/migrate.js'
import { createPool } from '../../lib/db/pool.js'
import { tableCounts } from '../../services/console/tableCounts.js'
import { countedRows } from '../support/countedRows.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())

const runners = (race: string, from: number, to: number) =>
  `INSERT INTO racing.ra_runners (race_id, horse_id) SELECT '${race}', n::text FROM generate_series(${from}, ${to}) n
   ON CONFLICT (race_id, horse_id) DO UPDATE SET horse_name = 'again'`
const horses = (from: number, to: number, dob: string) =>
  `INSERT INTO racing.ra_mst_horses (horse_id, name, dob) SELECT n::text, 'Horse ' || n, ${dob} FROM generate_series(${from}, ${to}) n`

async function expectExact(): Promise<void> {
  expect(await tableCounts(pool)).toEqual(await countedRows(pool))
}

test('nothing yet', async () => {
  expect(await tableCounts(pool)).toEqual({
    races: 0,
    runners: 0,
    results: 0,
    horses: 0,
    horses_enriched: 0,
    pedigrees: 0,
  })
})

test('added, set again, removed, moved, rolled back to a savepoint and altogether', async () => {
  await pool.query(runners('a', 1, 10))
  await pool.query(runners('a', 5, 15))
  expect((await tableCounts(pool)).runners).toBe(15)
  await pool.query(
    "INSERT INTO ra_races (race_id, region, date, off_dt) VALUES ('a', 'GB', '2025-04-01', '2025-04-01Z'), ('b', 'GB', '2025-04-01', '2025-04-01Z')",
  )
  await pool.query(
    "INSERT INTO ra_race_results (race_id, race_date, horse_id) SELECT 'a', '2025-04-01', n::text FROM generate_series(1, 3) n",
  )
  await pool.query("UPDATE ra_race_results SET race_id = 'b' WHERE horse_id = '3'")
  await pool.query("INSERT INTO ra_horse_pedigree (horse_id) VALUES ('1')")
  await pool.query(horses(1, 20, 'NULL'))
  await pool.query(horses(21, 25, "'2020-04-01'"))
  await pool.query("UPDATE ra_mst_horses SET dob = '2021-04-01' WHERE horse_id IN ('1', '2')")
  await pool.query("DELETE FROM ra_mst_horses WHERE horse_id IN ('2', '3')")
  expect(await tableCounts(pool)).toEqual({
    races: 2,
    runners: 15,
    results: 3,
    horses: 23,
    horses_enriched: 6,
    pedigrees: 1,
  })
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query("DELETE FROM ra_runners WHERE horse_id = '1'")
  await client.query('SAVEPOINT here')
  await client.query('DELETE FROM ra_runners')
  await client.query(horses(100, 200, 'NULL'))
  await client.query('ROLLBACK TO here')
  await client.query(runners('c', 1, 3))
  // Others see what is committed.
  await expectExact()
  await client.query('COMMIT')
  expect((await tableCounts(pool)).runners).toBe(17)
  await client.query('BEGIN')
  await client.query('TRUNCATE ra_runners, ra_mst_horses')
  await client.query(runners('d', 1, 4))
  await client.query('ROLLBACK')
  client.release()
  await expectExact()
})

test('many at once, in transactions that end together', async () => {
  await Promise.all(
    Array.from({ length: 8 }, async (_one, i) => {
      for (let round = 0; round < 10; round += 1) {
        await pool.query(
          `BEGIN; ${runners(`w${i}`, round * 10, round * 10 + 9)}; ${round % 3 === 0 ? 'ROLLBACK' : 'COMMIT'}`,
        )
        await pool.query(`DELETE FROM ra_runners WHERE race_id = 'w${i}' AND horse_id LIKE '%${round}'`)
      }
    }),
  )
  await expectExact()
  expect((await tableCounts(pool)).runners).toBeGreaterThan(100)
})

test('by hand, by somebody whose search_path leads elsewhere, and emptied', async () => {
  const elsewhere = createPool({ url: database.url, searchPath: ['public'], applicationName: 'test', max: 1 })
  try {
    await elsewhere.query("DELETE FROM racing.ra_runners WHERE horse_id LIKE '%1'")
    await elsewhere.query(runners('e', 1, 5))
    await expectExact()
    await elsewhere.query('TRUNCATE racing.ra_runners')
    expect((await tableCounts(pool)).runners).toBe(0)
    await elsewhere.query(runners('f', 1, 6))
    expect((await tableCounts(pool)).runners).toBe(6)
    await expectExact()
  } finally {
    await elsewhere.end()
  }
})

test('tables that were filled before they were counted are counted when the database is brought up to date', async () => {
  await migrate(pool, 'older', ['projection', 'racing'])
  const older = createPool({ url: database.url, searchPath: ['older'], applicationName: 'test', max: 1 })
  try {
    await older.query('DROP TABLE row_counts; DROP FUNCTION count_rows CASCADE; DROP INDEX ra_mst_horses_undated')
    await older.query("DELETE FROM schema_migrations WHERE migration_set = 'racing' AND file = '0402_row_counts.sql'")
    await older.query(runners('a', 1, 9).replace('racing.', 'older.'))
    await older.query(horses(1, 20, 'NULL').replace('racing.', 'older.'))
    await migrate(pool, 'older', ['projection', 'racing'])
    await older.query(runners('b', 1, 1).replace('racing.', 'older.'))
    expect(await tableCounts(older)).toMatchObject({ runners: 10, horses: 20, horses_enriched: 0 })
  } finally {
    await older.end()
  }
})
