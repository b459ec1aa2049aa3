import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../lib/db/transaction.js'
import { findDrift } from '../../services/stats/check.js'
import { publishAll } from '../../services/stats/publishAll.js'
import { masters, publications, totals, type Publication } from '../../services/stats/publications.js'
import { recalculate } from '../../services/stats/recalculate.js'
import { wholeFeatures } from '../../services/stats/wholeFeatures.js'
import { byDefinition, wholeTable } from '../../services/stats/wholeTable.js'
import { mostGoings } from '../../services/stats/wholeDistances.js'
import { columnsOf } from '../../services/stats/publicationSql.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'
import { createWorld } from './world.js'

const shared = sharedData()
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  if (shared === null) return
  // Facts alone, published as a whole by the batch that has caught up.
  await createWorld(database.pool('racing'), '2025-04-02').apply(recordedEvents(shared), 100_000)
})
afterAll(() => database.drop())

/** Rows, as text to the last digit, that one way to a whole table gives and the definition does not, and how many there are. */
async function compared(
  publication: Publication,
  another?: readonly string[],
): Promise<{ rows: number; different: number }> {
  return transaction(database.pool('racing'), async (client) => {
    const columns = (await columnsOf(client, publication.definition)).join(', ')
    const rowsOf = (selects: readonly string[]) =>
      selects.map((select) => `SELECT row(v.*)::text AS line FROM (SELECT ${columns} FROM (${select}) AS s) AS v`)
    const way = await wholeTable(client, publication)
    for (const statement of way.before) await client.query(statement)
    const whole = rowsOf(another ?? way.selects).join(' UNION ALL ')
    const plain = rowsOf(byDefinition(publication)).join(' UNION ALL ')
    const { rows } = await client.query<{ rows: number; different: number }>(
      `WITH whole AS MATERIALIZED (${whole}), plain AS MATERIALIZED (${plain})
       SELECT (SELECT count(*)::int FROM plain) AS rows,
         (SELECT count(*)::int FROM ((TABLE whole EXCEPT ALL TABLE plain) UNION ALL (TABLE plain EXCEPT ALL TABLE whole)) d) AS different`,
    )
    return rows[0] ?? { rows: 0, different: -1 }
  })
}

const { performanceByDistance, performanceByVenue, entityCombinations, runnerStatistics } = publications
const differ = [performanceByDistance, performanceByVenue, entityCombinations, runnerStatistics]

test.skipIf(shared === null)('the quick way to a whole table gives the rows of its definition', async () => {
  for (const publication of differ) {
    const { rows, different } = await compared(publication)
    expect([publication.table, different]).toEqual([publication.table, 0])
    expect(rows).toBeGreaterThan(1000)
  }
})

test.skipIf(shared === null)('features of many horses are computed part by part', async () => {
  const client = await database.pool('racing').connect()
  try {
    const parts = await wholeFeatures(client, 1000)
    expect(parts.length).toBeGreaterThan(2)
    expect(await compared(runnerStatistics, parts)).toMatchObject({ different: 0 })
  } finally {
    client.release()
  }
})

test.skipIf(shared === null)('an entity with more runs than packed counters hold leads to the definition', async () => {
  const client = await database.pool('racing').connect()
  try {
    const { rows } = await client.query<{ runs: number }>(
      'SELECT max(runs)::int AS runs FROM (SELECT count(*) AS runs FROM stats_entity_runs GROUP BY entity_type, entity_id) each',
    )
    const most = rows[0]?.runs ?? 0
    for (const publication of [performanceByDistance, performanceByVenue, entityCombinations]) {
      const plain = byDefinition(publication)
      expect((await wholeTable(client, publication, new Set(), most)).selects).not.toEqual(plain)
      expect((await wholeTable(client, publication, new Set(), most - 1)).selects).toEqual(plain)
    }
  } finally {
    client.release()
  }
})

test.skipIf(shared === null)('totals give the rows of people and parents that their definitions count', async () => {
  for (const publication of Object.values(masters)) {
    const plain = await compared(publication, [`SELECT * FROM ${publication.kept}`])
    expect([publication.table, plain.different]).toEqual([publication.table, 0])
    expect(plain.rows).toBeGreaterThan(50)
  }
})

test.skipIf(shared === null)('totals that a hand has changed are found and set', async () => {
  const pool = database.pool('racing')
  const { people, parents } = totals
  for (const { table } of [people, parents])
    await pool.query(`UPDATE ${table} SET wins = wins + 1 WHERE entity_id = (SELECT min(entity_id) FROM ${table})`)
  const drift = await findDrift(pool, [people, parents])
  expect(new Set(drift.map(({ table }) => table))).toEqual(new Set([people.table, parents.table]))
  await recalculate(pool, '2025-04-02', [people, parents])
  expect(await findDrift(pool, [people, parents])).toEqual([])
})

test.skipIf(shared === null)('goings that nobody has heard of, quotes in them, and too many of them', async () => {
  const pool = database.pool('racing')
  await pool.query(`UPDATE stats_runs SET going = 'Good "ish", it''s \\ said' WHERE going = 'Good'`)
  await pool.query(`UPDATE stats_runs SET going = NULL WHERE going = 'Standard'`)
  expect(await compared(publications.performanceByDistance)).toMatchObject({ different: 0 })
  await pool.query(`UPDATE stats_runs SET going = 'Going ' || abs(hashtext(horse_id)) % ${2 * mostGoings}`)
  expect(await compared(publications.performanceByDistance)).toMatchObject({ different: 0 })
})

test.skipIf(shared === null)(
  'a mistaken id with more runs than its counters hold is counted all the same',
  async () => {
    const pool = database.pool('racing')
    // 70,000 runs, more than 16 bits hold, of one horse before one race of its own.
    await pool.query(`INSERT INTO stats_runs (race_id, horse_id, race_date, off_dt, all_weather, jumps, position, fetched_at)
    SELECT 'rac_many_' || n, 'hrs_many', '2001-01-01', timestamptz '2001-01-01' + n * interval '1 minute', false, false, n % 3 + 1, '2001-02-01'
    FROM generate_series(1, 70000) n`)
    await pool.query(
      `INSERT INTO stats_races (race_id, race_date, off_dt) VALUES ('rac_late', '2002-01-01', '2002-01-01')`,
    )
    await pool.query(`INSERT INTO stats_runners (race_id, horse_id) VALUES ('rac_late', 'hrs_many')`)
    expect(await compared(publications.runnerStatistics)).toMatchObject({ different: 0 })
  },
)

test.skipIf(shared === null)('an empty table whose lock is not to be had is filled with its key in place', async () => {
  const pool = database.pool('racing')
  const table = publications.performanceByVenue.table
  await pool.query(`DELETE FROM ${table}`)
  const reader = await pool.connect()
  try {
    await reader.query(`BEGIN; SELECT count(*) FROM ${table}`)
    const changed = await transaction(pool, (client) => publishAll(client, [publications.performanceByVenue]))
    expect(changed[table]).toBeGreaterThan(1000)
    await reader.query('COMMIT')
  } finally {
    reader.release()
  }
  const { rows } = await pool.query<{ keys: number }>(
    `SELECT count(*)::int AS keys FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'p'`,
    [table],
  )
  expect(rows[0]?.keys).toBe(1)
  expect(await findDrift(pool, [publications.performanceByVenue])).toEqual([])
})
