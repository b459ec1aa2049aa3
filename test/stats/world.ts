/**
 * One database that the projection of statistics fills, and beside it everything that happened, so that after any step the
 * published tables (maintained by difference), the views (set-based SQL) and plain loops can be asked for the same rows.
 */
import type { Pool } from 'pg'
import { expect } from 'vitest'
import { transaction } from '../../lib/db/transaction.js'
import type { DarkhorsesEvent, HorseProfileFetched, RacecardFetched, ResultFetched } from '../../lib/events/events.js'
import type { ProjectionEvent } from '../../lib/projection/projection.js'
import { readEntities } from '../../lib/racing/entities.js'
import { applyEvent, rowsOf, type RaceState } from '../../lib/racing/raceState.js'
import { isUnusable } from '../../lib/racing/readings.js'
import type { MergedRace } from '../../lib/racing/rows.js'
import { findDrift } from '../../services/stats/check.js'
import { publications } from '../../services/stats/publications.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import { plain } from './naive/exact.js'
import { featuresKnownAt, type Told } from './naive/features.js'
import type { Row } from './naive/figures.js'
import { naiveStatistics } from './naive/statistics.js'

const masters = ['jockey', 'trainer', 'owner', 'sire', 'dam', 'damsire'] as const

type Names = Record<(typeof masters)[number], Map<string, number>>

export interface World {
  /** Applies events as the group does, `batch` at a time. */
  apply(events: readonly DarkhorsesEvent[], batch?: number): Promise<void>
  /** Fails unless tables, views and loops agree to the last digit. */
  expectAgreement(asOf?: string): Promise<void>
  /** Fails unless the features as known at an instant are those of the loops, for every race. */
  expectKnownAt(at: Date): Promise<void>
  /** How many rows the loops gave, by table, when they last agreed. */
  readonly agreed: Readonly<Record<string, number>>
}

const asEvent = (event: DarkhorsesEvent): ProjectionEvent => ({
  event,
  stored: { topic: 'results', partition: 0, offset: 0n, key: null, value: null, headers: {}, timestamp: 0 },
})

/** Decimals without needless zeros, as they were met: the same few thousand come again with every step. */
const plainTexts = new Map<string, string | null>()

function plainText(value: string): string | null {
  let found = plainTexts.get(value)
  if (found === undefined) {
    found = plain(value)
    plainTexts.set(value, found)
  }
  return found
}

/** A value so that equal statistics are equal texts: times as ISO, decimals without needless zeros, keys in order. */
function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return plainText(value)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  return value ?? null
}

const shown = (row: Readonly<Record<string, unknown>>, columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, comparable(row[column])]))

/** Whether two values are the same statistic; most are the same already as they stand. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const [one, other] = [comparable(a), comparable(b)]
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

/** A world in an empty racing schema. `asOf` is the London day of the windows; `manyRuns` as in StatsOptions. */
export function createWorld(pool: Pool, asOf: string, manyRuns?: number): World {
  const projection = statsProjection({
    asOf: () => asOf,
    isCaughtUp: () => Promise.resolve(true),
    ...(manyRuns === undefined ? {} : { manyRuns }),
  })
  const states = new Map<string, RaceState>()
  const known = Object.fromEntries(masters.map((kind) => [kind, new Map()])) as unknown as Names
  const agreed: Record<string, number> = {}

  const profiles: HorseProfileFetched[] = []
  const told: Told[] = []
  const horses = new Set<string>()
  /** How many races there were when the planner was told last; worlds of a few races need no telling. */
  let analysed = 50

  /** Notes what an event names at the time it was fetched. */
  function name(event: RacecardFetched | ResultFetched | HorseProfileFetched, into: Names): void {
    const facts = readEntities(event)
    if ('unusable' in facts) return
    if (event.type !== 'HorseProfileFetched') for (const horse of facts.horses) horses.add(horse.horse_id)
    for (const kind of masters)
      for (const { id } of facts[`${kind}s`]) into[kind].set(id, Math.max(into[kind].get(id) ?? 0, event.fetched_at))
  }

  function remember(event: DarkhorsesEvent): void {
    if (event.type === 'HorseProfileFetched') profiles.push(event)
    if (event.type !== 'ResultFetched' && event.type !== 'RacecardFetched') return
    const state = applyEvent(states.get(event.race_id) ?? null, event)
    if (isUnusable(state)) throw new Error(`${event.race_id} is unusable`)
    states.set(event.race_id, state)
    told.push(event)
    name(event, known)
  }

  /** What races name, and the profiles of horses that races name. */
  function allNamed(): Names {
    const all = Object.fromEntries(masters.map((kind) => [kind, new Map(known[kind])])) as unknown as Names
    for (const profile of profiles) if (horses.has(profile.horse_id)) name(profile, all)
    return all
  }

  async function compare(table: string, key: readonly string[], expected: readonly Row[], from = table): Promise<void> {
    const columns = Object.keys(expected[0] ?? {})
    if (columns.length === 0) {
      expect((await pool.query(`SELECT FROM ${table}`)).rowCount, table).toBe(0)
      return
    }
    const { rows } = await pool.query<Record<string, unknown>>(`SELECT ${columns.join(', ')} FROM ${from}`)
    const idOf = (row: Readonly<Record<string, unknown>>) => key.map((column) => String(row[column])).join(' ')
    const stored = new Map(rows.map((row) => [idOf(row), row]))
    const differing: { table: string; key: string; naive: unknown; stored: unknown }[] = []
    for (const row of expected) {
      const id = idOf(row)
      const found = stored.get(id)
      stored.delete(id)
      if (found !== undefined && columns.every((column) => isSame(row[column], found[column]))) continue
      if (differing.length < 5)
        differing.push({ table, key: id, naive: shown(row, columns), stored: found && shown(found, columns) })
    }
    expect(differing).toEqual([])
    expect([...stored.keys()].slice(0, 5), `${table}: rows that no fact supports`).toEqual([])
    agreed[table] = expected.length
  }

  /** Tells the planner how large a world has become, as autovacuum does where there is time for it. */
  async function analyse(): Promise<void> {
    if (states.size < 2 * analysed) return
    analysed = states.size
    await pool.query('ANALYZE')
  }

  return {
    agreed,
    apply: async (events, batch = events.length) => {
      for (let i = 0; i < events.length; i += batch) {
        const part = events.slice(i, i + batch)
        for (const event of part) remember(event)
        const own = part.filter((event) => event.type !== 'ReferenceFetched')
        if (own.length > 0) await transaction(pool, (client) => projection.apply(own.map(asEvent), client))
      }
    },
    expectAgreement: async (day = asOf) => {
      await analyse()
      expect(await findDrift(pool)).toEqual([])
      const races: MergedRace[] = [...states.values()].map(rowsOf)
      const naive = naiveStatistics(races, allNamed(), day)
      for (const publication of Object.values(publications))
        await compare(publication.table, publication.key, naive[publication.table] ?? [])
    },
    expectKnownAt: async (at) => {
      const from = `stats_races CROSS JOIN LATERAL (SELECT f.* FROM features_known_at(race_id, '${at.toISOString()}') f) AS known (race, horse_id)`
      const expected = featuresKnownAt(told, at.getTime())
      await compare('features_known_at', ['race_id', 'horse_id'], expected, from)
    },
  }
}

/** Empties every table of the racing schema but its list of migrations. */
export async function emptyWorld(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'racing' AND table_type = 'BASE TABLE'",
  )
  const tables = rows.map((row) => row.name).filter((name) => !name.endsWith('migrations'))
  await pool.query(`TRUNCATE ${tables.join(', ')}`)
}
