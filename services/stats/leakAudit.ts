/**
 * Proves that features know nothing of the future: the outcome of random races is changed, all that follows from it is
 * published as ever, and no feature of a race off earlier or at the same time may move. Each race in a transaction of its own
 * that is rolled back; the live group waits for it, a second or so.
 */
import type { Pool, PoolClient } from 'pg'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import { describe } from './beliefs.js'
import { readClock } from './driftCheck.js'
import { FactsAreReplayed } from './errors.js'
import { numbersOf, perturbedState } from './perturb.js'
import { publishChange } from './publish.js'
import { loadStates, storeUpdates } from './raceStore.js'

const statement = sqlFiles(import.meta.url)
const lockClock = statement('lockClock')
const racesWithResults = statement('racesWithResults')
const featuresOfHorses = statement('featuresOfHorses')
const writtenFeatures = statement('writtenFeatures')
const countFeatures = statement('countFeatures')

interface Feature {
  /** Where they were read: as published, as defined, as known at the off of their race. */
  readonly source: string
  readonly race_id: string
  readonly horse_id: string
  readonly off_dt: Date
  readonly features: string
}

/** A feature that moved although its race was not off later than the one whose outcome was changed. */
export interface Leak {
  readonly perturbed: string
  readonly source: string
  readonly race_id: string
  readonly horse_id: string
  readonly columns: readonly string[]
}

export interface LeakReport {
  readonly races: number
  /** Features of earlier and simultaneous races that were compared. */
  readonly compared: number
  /** Features of later races that moved, as they should: without any, nothing is proved. */
  readonly moved: number
  readonly leaks: readonly Leak[]
}

const keyOf = (feature: Feature) => `${feature.source}\n${feature.race_id}\n${feature.horse_id}`

async function featuresBy(client: PoolClient, horses: readonly string[]): Promise<Map<string, Feature>> {
  const { rows } = await client.query<Feature>(featuresOfHorses, [horses])
  return new Map(rows.map((row) => [keyOf(row), row]))
}

function columnsThatDiffer(before: Feature | undefined, after: Feature | undefined): string[] {
  if (before === undefined || after === undefined) return ['the whole row']
  const [a, b] = [before, after].map((one) => JSON.parse(one.features) as Record<string, unknown>)
  return Object.keys({ ...a, ...b }).filter((column) => a?.[column] !== b?.[column])
}

type OneRace = Omit<LeakReport, 'races'>

async function perturbRace(client: PoolClient, asOf: string, raceId: string, random: () => number): Promise<OneRace> {
  await client.query(lockClock, [asOf])
  const stored = await loadStates(client, [raceId])
  const before = stored.get(raceId)
  if (before?.state.result == null) return { compared: 0, moved: 0, leaks: [] }
  const { state } = before
  const { result } = before.state
  const off = before.facts.off_dt
  const horses = describe(state).runners.map((runner) => runner.horse_id)
  const count = async () => (await client.query<{ rows: bigint }>(countFeatures, [new Date(off)])).rows[0]?.rows
  const [rowsBefore, featuresBefore] = [await count(), await featuresBy(client, horses)]

  const other = perturbedState({ ...state, result }, random)
  const readings = [other.card, other.result].filter((reading) => reading !== null)
  const { change, touched } = await storeUpdates(client, [{ state: other, readings, ...describe(other) }], stored)
  await publishChange(client, change, { ...touched, entities: [] })

  const featuresAfter = await featuresBy(client, horses)
  const leaks: Leak[] = []
  let compared = 0
  let moved = 0
  for (const key of new Set([...featuresBefore.keys(), ...featuresAfter.keys()])) {
    const [a, b] = [featuresBefore.get(key), featuresAfter.get(key)]
    const one = a ?? b
    if (one === undefined) continue
    const differs = a?.features !== b?.features
    if (one.off_dt.getTime() > off) {
      if (differs) moved += 1
      continue
    }
    compared += 1
    const { source, race_id, horse_id } = one
    if (differs) leaks.push({ perturbed: raceId, source, race_id, horse_id, columns: columnsThatDiffer(a, b) })
  }
  // Whatever else was written, of any horse: published rows are only written where they change.
  const { rows } = await client.query<{ race_id: string; horse_id: string }>(writtenFeatures, [new Date(off)])
  const found = new Set(leaks.map((leak) => `${leak.race_id}\n${leak.horse_id}`))
  for (const { race_id, horse_id } of rows) {
    if (!found.has(`${race_id}\n${horse_id}`))
      leaks.push({ perturbed: raceId, source: 'written', race_id, horse_id, columns: ['the whole row'] })
  }
  if (rowsBefore !== (await count()))
    leaks.push({
      perturbed: raceId,
      source: 'written',
      race_id: '*',
      horse_id: '*',
      columns: ['rows removed or added'],
    })
  return { compared, moved, leaks }
}

/**
 * Changes the outcome of `races` random races that a seed decides, one after the other, and reports every leak.
 * Nothing stays changed. @throws FactsAreReplayed while published statistics lag behind the facts.
 */
export async function leakAudit(
  pool: Pool,
  options: { readonly races: number; readonly seed: number },
): Promise<LeakReport> {
  const clock = await readClock(pool)
  if (clock === null) return { races: 0, compared: 0, moved: 0, leaks: [] }
  if (clock.publication_pending) throw new FactsAreReplayed()
  const random = numbersOf(options.seed)
  const { rows } = await pool.query<{ race_id: string }>(racesWithResults, [String(options.seed), options.races])
  const all: OneRace[] = []
  for (const { race_id } of rows) {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      all.push(await perturbRace(client, clock.as_of, race_id, random))
      await client.query('ROLLBACK')
      client.release()
    } catch (error) {
      // Closing the connection rolls back, whatever state it is in.
      client.release(true)
      throw error
    }
  }
  const sum = (of: 'compared' | 'moved') => all.reduce((total, one) => total + one[of], 0)
  return { races: rows.length, compared: sum('compared'), moved: sum('moved'), leaks: all.flatMap((one) => one.leaks) }
}
