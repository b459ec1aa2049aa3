/** Masters that are written once, at the end of a rebuild: where the tables refuse one it is named, and nothing is half done. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { transaction } from '../../lib/db/transaction.js'
import { shippedCoordinates } from '../../services/projector/entities/coordinates.js'
import { entitiesProjection, mergeTold } from '../../services/projector/entities/entitiesProjection.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const options = { regions: ['GB', 'IRE'], coordinates: shippedCoordinates() }
const stored = { topic: '', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 }
let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())

const count = async (table: string) =>
  (await pool.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`)).rows[0]?.rows ?? 0

test('told, refused for one horse, told on, merged', { timeout: 120_000 }, async () => {
  const day = [...generatedEvents({ first: '2025-05-02', last: '2025-05-02' })].flat()
  const projection = entitiesProjection({ ...options, later: () => true })
  const tell = (events: typeof day) =>
    transaction(pool, (client) =>
      projection.apply(
        events.map((event) => ({ event, stored })),
        client,
      ),
    )
  const races = day.filter((event) => event.type === 'RacecardFetched' || event.type === 'ResultFetched')
  await tell(races.slice(0, 20))
  expect(await count('ra_mst_horses')).toBe(0)
  const told = await count('entity_told')
  expect(told).toBeGreaterThan(100)

  const { rows } = await pool.query<{ id: string }>(
    "SELECT entity_id AS id FROM entity_told WHERE entity_type = 'horse' ORDER BY 1 LIMIT 1 OFFSET 7",
  )
  const id = rows[0]?.id ?? ''
  await pool.query(`CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.horse_id = '${id}' THEN RAISE EXCEPTION 'no such horse'; END IF; RETURN NEW; END $$`)
  await pool.query('CREATE TRIGGER refuse BEFORE INSERT ON ra_mst_horses FOR EACH ROW EXECUTE FUNCTION public.refuse()')
  await expect(transaction(pool, (client) => mergeTold(client, options))).rejects.toMatchObject({
    code: 'ENTITY_REFUSED',
    message: expect.stringContaining(`the horse ${id} cannot be written: no such horse`) as string,
  })
  expect([await count('ra_mst_horses'), await count('entity_told')]).toEqual([0, told])

  await pool.query('DROP FUNCTION public.refuse() CASCADE')
  await tell(races.slice(20))
  await transaction(pool, (client) => mergeTold(client, options))
  expect([await count('entity_told'), (await count('ra_mst_horses')) > 100]).toEqual([0, true])
})
