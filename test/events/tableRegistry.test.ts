import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCodec } from '../../lib/events/codec.js'
import { UnknownSchema } from '../../lib/events/errors.js'
import { eventTypes, topicOf } from '../../lib/events/eventKey.js'
import { createMemoryRegistry } from '../../lib/events/registry.js'
import { schemas } from '../../lib/events/schemas.generated.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { eventSamples } from './eventSamples.js'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('gives the ids and the bytes that the other registries give, and keeps them', async () => {
  const pool = database.pool('log')
  await pool.query('TRUNCATE schema_registry')
  const inMemory = await createCodec({ registry: createMemoryRegistry() }).encodeMany(eventSamples)
  const written = await createCodec({ registry: createTableRegistry({ pool }) }).encodeMany(eventSamples)
  expect(written).toEqual(inMemory)
  const { rows } = await pool.query('SELECT id, subject, version FROM schema_registry ORDER BY id')
  expect(rows).toEqual(eventTypes.map((type, i) => ({ id: i + 1, subject: `${topicOf[type]}-value`, version: 1 })))

  const later = createCodec({ registry: createTableRegistry({ pool }) })
  const stored = written.map((one, i) => ({ ...one, partition: 0, offset: BigInt(i), headers: {}, timestamp: 0 }))
  await later.prepare(stored)
  expect(later.decodeMany(stored).map(({ event }) => event)).toStrictEqual(eventSamples)
  expect(await later.encodeMany(eventSamples)).toEqual(inMemory)
})

test('many processes that start at once agree on the ids, without a gap', async () => {
  const pool = database.pool('log')
  await pool.query('TRUNCATE schema_registry')
  const codecs = Array.from({ length: 12 }, () => createCodec({ registry: createTableRegistry({ pool }) }))
  const written = await Promise.all(codecs.map((codec) => codec.encodeMany(eventSamples)))
  for (const one of written) expect(one).toEqual(written[0])
  const { rows } = await pool.query<{ ids: number[] }>('SELECT array_agg(id ORDER BY id) AS ids FROM schema_registry')
  expect(rows[0]?.ids).toEqual(eventTypes.map((_, i) => i + 1))
})

test('a new schema is the next version of its subject; the same one under another subject keeps its id', async () => {
  const pool = database.pool('log')
  await pool.query('TRUNCATE schema_registry')
  const registry = createTableRegistry({ pool })
  const changed = schemas.RaceSettled.replace('A race is in the database', 'A race has been written')
  expect(await registry.register('settled-value', schemas.RaceSettled)).toBe(1)
  expect(await registry.register('settled-value', changed)).toBe(2)
  expect(await registry.register('settled-value', schemas.RaceSettled)).toBe(1)
  expect(await registry.register('copy-value', changed)).toBe(2)
  const { rows } = await pool.query('SELECT subject, version, id FROM schema_registry ORDER BY 1, 2')
  expect(rows).toEqual([
    { subject: 'copy-value', version: 1, id: 2 },
    { subject: 'settled-value', version: 1, id: 1 },
    { subject: 'settled-value', version: 2, id: 2 },
  ])
  expect(await registry.schemaOf(2)).toBe(changed)
})

test.each([3_000, 4_294_967_295])('nobody knows id %i', async (id) => {
  await expect(createTableRegistry({ pool: database.pool('log') }).schemaOf(id)).rejects.toThrow(UnknownSchema)
})
