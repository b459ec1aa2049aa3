// Rows into tables, few and many: the same rows either way, whatever is in them; and several writes in one trip.
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { adding, inserting } from '../../lib/db/bulkInsert.js'
import { bulkUpsert, updating, upserting } from '../../lib/db/bulkUpsert.js'
import type { Cell } from '../../lib/db/copy.js'
import { fewRows } from '../../lib/db/prepared.js'
import { together } from '../../lib/db/together.js'
import { transaction } from '../../lib/db/transaction.js'
import { statement, writeInOrder } from '../../lib/db/writes.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const columns = ['id', 'name', 'odds', 'price', 'is_in', 'at', 'tags', 'born']
const table = { table: 'cells', key: ['id'], columns }

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  await pool.query(`CREATE TABLE cells (id int PRIMARY KEY, name text, odds jsonb, price numeric(10, 2), is_in boolean,
    at timestamptz, tags text[], born date, twice int GENERATED ALWAYS AS (id * 2) STORED)`)
})
beforeEach(() => pool.query('TRUNCATE cells'))
afterAll(() => database.drop())

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', '')),
  fc.constantFrom('NULL', '', '"', '\\', '{}', '\\N', 'a,b', "O'Brien", '{"a"}', ' \t\n'),
)
const row = fc.tuple(
  fc.option(text),
  fc.option(fc.jsonValue({ noUnicodeString: true }).map((value) => JSON.stringify(value).replaceAll('\\u0000', ''))),
  fc.option(fc.integer({ min: -999_999, max: 999_999 }).map((hundredths) => hundredths / 100)),
  fc.option(fc.boolean()),
  fc.option(fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })),
  fc.option(fc.constantFrom('{}', '{a,"b c"}', '{"\\"",NULL}')),
  fc.option(fc.constantFrom('2024-02-29', '1988-01-01')),
)
const rowsOf = (cells: readonly (readonly Cell[])[], times: number): Cell[][] =>
  Array.from({ length: times }, (_none, i) => [i, ...(cells[i % cells.length] ?? [])])
const stored = async (below: number) =>
  (await pool.query<Record<string, unknown>>('SELECT * FROM cells WHERE id < $1 ORDER BY id', [below])).rows

test('few rows and many are the same rows, set and set again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (cells) => {
      await pool.query('TRUNCATE cells')
      const few = rowsOf(cells, cells.length)
      await transaction(pool, (client) => bulkUpsert(client, table, rowsOf(cells, fewRows + 1)))
      const many = await stored(few.length)
      await pool.query('TRUNCATE cells')
      await transaction(pool, (client) => bulkUpsert(client, table, few))
      expect(await stored(few.length)).toEqual(many)
      await transaction(pool, async (client) => {
        const before = await client.query('SELECT xmin, id FROM cells ORDER BY id')
        await bulkUpsert(client, table, few)
        expect((await client.query('SELECT xmin, id FROM cells ORDER BY id')).rows).toEqual(before.rows)
      })
    }),
    { numRuns: 40 },
  )
})

test.each([3, fewRows + 50])(
  'of %i rows that should be there, one that is missing is added; those that are right stay as they are',
  async (count) => {
    const named = (name: string) => Array.from({ length: count }, (_none, i) => [i, name])
    const names = { table: 'cells', key: ['id'], columns: ['id', 'name'] }
    const update = (rows: Cell[][]) => transaction(pool, (client) => writeInOrder(client, updating(names, rows)))
    const found = async () => (await pool.query<{ id: number; name: string }>('SELECT id, name FROM cells')).rows
    await transaction(pool, (client) => bulkUpsert(client, names, named('old')))
    await pool.query('DELETE FROM cells WHERE id = 1')
    await update(named('new'))
    expect((await found()).sort((a, b) => a.id - b.id)).toEqual(named('new').map(([id, name]) => ({ id, name })))
    const before = await pool.query('SELECT xmin, id FROM cells ORDER BY id')
    await update(named('new'))
    expect((await pool.query('SELECT xmin, id FROM cells ORDER BY id')).rows).toEqual(before.rows)
  },
)

test.each([3, fewRows + 50])(
  'of %i rows that should be new, one that is there is set; where it may not be, it is refused',
  async (count) => {
    const named = (name: string) => Array.from({ length: count }, (_none, i) => [i, name])
    const names = { table: 'cells', key: ['id'], columns: ['id', 'name'] }
    await pool.query("INSERT INTO cells (id, name) VALUES (2, 'before')")
    const refused = transaction(pool, (client) =>
      writeInOrder(
        client,
        adding(names, named('added'), () => new Error('somebody else added it')),
      ),
    )
    await expect(refused).rejects.toThrow('somebody else added it')
    expect(await stored(count)).toMatchObject([{ id: 2, name: 'before' }])
    await transaction(pool, (client) =>
      writeInOrder(
        client,
        inserting(names, () => named('set')),
      ),
    )
    expect((await stored(count)).map(({ name }) => name)).toEqual(Array.from({ length: count }, () => 'set'))
  },
)

test('writes happen in their order, few and many mixed', async () => {
  const named = (count: number, name: string) => Array.from({ length: count }, (_none, i) => [i, name])
  const names = { table: 'cells', key: ['id'], columns: ['id', 'name'] }
  const mark = (sign: string) => statement('UPDATE cells SET name = name || $1', [sign])
  await transaction(pool, (client) =>
    writeInOrder(client, [
      ...upserting(names, named(2, 'a')),
      mark('1'),
      ...upserting(names, named(fewRows + 1, 'b')),
      mark('2'),
      ...upserting(names, named(1, 'c')),
      ...upserting(names, []),
    ]),
  )
  const rows = await stored(fewRows + 1)
  expect(rows.slice(0, 3).map(({ name }) => name)).toEqual(['c', 'b2', 'b2'])
  expect(rows).toHaveLength(fewRows + 1)
})

test('of statements sent together the first that fails is told, nothing of them is kept, and the connection goes on', async () => {
  const failing = transaction(
    pool,
    async (client) => {
      await client.query("INSERT INTO cells (id, name) VALUES (1, 'mine')")
    },
    { closing: (client) => [client.query('SELECT 1 / 0'), client.query('SELECT no_such_column')] },
  )
  await expect(failing).rejects.toThrow('division by zero')
  expect(await stored(9)).toEqual([])
  const client = await pool.connect()
  try {
    for (let i = 0; i < 3; i += 1) {
      const both = together(client, () => [client.query('SELECT 1 AS one'), client.query('SELECT 2 AS two')])
      expect((await both).map(({ rows }) => rows[0] as unknown)).toEqual([{ one: 1 }, { two: 2 }])
    }
  } finally {
    client.release()
  }
})

test('a statement whose preparation failed is prepared again', async () => {
  const late = statement('INSERT INTO made_later VALUES ($1)', [1])
  await expect(transaction(pool, (client) => writeInOrder(client, [late, late]))).rejects.toThrow('made_later')
  await pool.query('CREATE TABLE made_later (id int)')
  await transaction(pool, (client) => writeInOrder(client, [late, late]))
  expect((await pool.query('SELECT * FROM made_later')).rowCount).toBe(2)
})
