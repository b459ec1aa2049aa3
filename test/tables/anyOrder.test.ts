/** The same events in any order, in any batches, some twice, by groups that do not wait for each other: the same tables. */
import fc from 'fast-check'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../lib/db/transaction.js'
import { topicOf } from '../../lib/events/eventKey.js'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import type { Projection } from '../../lib/projection/projection.js'
import { findDrift } from '../../services/stats/check.js'
import { shippedCoordinates } from '../../services/projector/entities/coordinates.js'
import { entitiesProjection, mergeTold } from '../../services/projector/entities/entitiesProjection.js'
import { linkAll } from '../../services/projector/entities/links.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { publishPending } from '../../services/stats/recalculate.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { history } from './histories.js'

const seed = Number(process.env['DARKHORSES_SEED'] ?? Date.now() % 1_000_000)
const numRuns = Number(process.env['DARKHORSES_HISTORIES'] ?? 12)
const asOf = '2025-04-10'
let database: TestDatabase
let pool: Pool
let tables: readonly string[]

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
  const { rows } = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'racing' AND table_type = 'BASE TABLE' ORDER BY 1",
  )
  tables = rows.map((row) => row.name)
})
afterAll(() => database.drop())

const masters = { regions: ['GB', 'IRE'], coordinates: shippedCoordinates() }

/** Made anew for every batch: nothing may be remembered outside the database. `later` as while a rebuild fills its tables. */
const projections: readonly ((later: boolean) => Projection)[] = [
  () => racesProjection(),
  (later) => entitiesProjection({ ...masters, later: () => later }),
  (later) => statsProjection({ asOf: () => asOf, isCaughtUp: () => Promise.resolve(!later) }),
]

/** What a rebuild does at its end. */
async function finish(): Promise<void> {
  await transaction(pool, (client) => mergeTold(client, masters))
  await transaction(pool, linkAll)
  await publishPending(pool, asOf)
}

async function empty(): Promise<void> {
  const kept = new Set(['migrations', 'schema_migrations'])
  await pool.query(`TRUNCATE ${tables.filter((name) => !kept.has(name)).join(', ')}`)
}

/** All 18 tables, each a sorted list of its rows as text. */
async function contents(): Promise<Record<string, readonly string[]>> {
  const dump: Record<string, readonly string[]> = {}
  for (const table of tables.filter((name) => name.startsWith('ra_'))) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM ${table} AS t ORDER BY to_jsonb(t)::text COLLATE "C"`,
    )
    dump[table] = rows.map((row) => row.row)
  }
  return dump
}

/** An order for each group, and the sizes of its batches. */
interface Play {
  readonly orders: readonly (readonly number[])[]
  readonly batches: readonly number[]
  /** Turns after which what was left for later is done; null where each batch is applied as it would be live. */
  readonly finishAfter: number | null
}

async function play(events: readonly DarkhorsesEvent[], { orders, batches, finishAfter }: Play): Promise<void> {
  await empty()
  const remaining = projections.map((make, group) => ({
    make,
    events: (orders[group] ?? [])
      .flatMap((i) => events[i] ?? [])
      .filter((event) => make(false).topics.includes(topicOf[event.type])),
  }))
  for (let turn = 0; remaining.some((one) => one.events.length > 0); turn += 1) {
    const one = remaining[turn % remaining.length]
    const batch = one?.events.splice(0, batches[turn % batches.length] ?? 1) ?? []
    if (one === undefined || batch.length === 0) continue
    const stored = { topic: '', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 }
    await transaction(pool, (client) =>
      one.make(finishAfter !== null).apply(
        batch.map((event) => ({ event, stored })),
        client,
      ),
    )
    if (finishAfter !== null && turn % finishAfter === finishAfter - 1) await finish()
  }
  if (finishAfter !== null) await finish()
}

const playOf = (length: number): fc.Arbitrary<Play> => {
  const order = fc.shuffledSubarray(
    Array.from({ length }, (_unused, i) => i),
    { minLength: length, maxLength: length },
  )
  return fc.record({
    orders: fc.array(order, { minLength: 3, maxLength: 3 }),
    batches: fc.array(fc.constantFrom(1, 2, 5, 20, 200), { minLength: 1, maxLength: 12 }),
    finishAfter: fc.constantFrom(null, 7, 1000),
  })
}

test(`random histories in three orders give identical tables (${numRuns} histories, seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      history.chain((events) =>
        fc.tuple(fc.constant(events), playOf(events.length), playOf(events.length), playOf(events.length)),
      ),
      async ([events, ...plays]) => {
        let first: Record<string, readonly string[]> | undefined
        for (const one of plays) {
          await play(events, one)
          expect(await findDrift(pool)).toEqual([])
          const dump = await contents()
          first ??= dump
          for (const [table, rows] of Object.entries(dump)) {
            const [held, other] = [new Set(rows), new Set(first[table])]
            expect(
              rows.filter((row) => !other.has(row)),
              table,
            ).toEqual([])
            expect(
              [...other].filter((row) => !held.has(row)),
              table,
            ).toEqual([])
          }
        }
        expect(Object.keys(first ?? {})).toHaveLength(18)
      },
    ),
    { numRuns, seed, endOnFailure: process.env['DARKHORSES_SHRINK'] === undefined },
  )
}, 600_000)
