/**
 * The continuous check: now and then a race and an entity at random are computed afresh and compared with what is published,
 * each in one statement, so that facts and rows are of one moment. What differs stands in `stats_drift` until it is right again.
 */
import type { Pool } from 'pg'
import { sqlFiles } from '../../lib/db/sqlFile.js'
import { transaction } from '../../lib/db/transaction.js'
import { entityColumns, entityTypes, type EntityType } from './entityTypes.js'
import { masters, publications, type Publication } from './publications.js'
import { columnsOf, differencesWithin } from './publicationSql.js'

const statement = sqlFiles(import.meta.url)
const clockState = statement('clockState')
const randomRun = statement('randomRun')
const forgetDrift = statement('forgetDrift')
const noteDrift = statement('noteDrift')

export interface ClockState {
  readonly as_of: string
  readonly publication_pending: boolean
  readonly emptied: readonly string[]
}

/** What published statistics stand at; null before the first event. */
export async function readClock(pool: Pool): Promise<ClockState | null> {
  return (await pool.query<ClockState>(clockState)).rows[0] ?? null
}

type RandomRun = Partial<Record<(typeof entityColumns)[EntityType] | 'race_id' | 'entity_type' | 'entity_id', string>>

/** A publication and the entity or race in it to look at. */
export interface Look {
  readonly publication: Publication
  readonly scope: readonly string[]
}

/** Everything that is published about one entity. */
function looksAt(type: EntityType, id: string): Look[] {
  const { performanceByDistance, performanceByVenue, entityCombinations } = publications
  const looks: Look[] = [performanceByDistance, performanceByVenue, entityCombinations].map((publication) => ({
    publication,
    scope: [type, id],
  }))
  const master = type === 'horse' ? undefined : masters[type]
  return master === undefined ? looks : [...looks, { publication: master, scope: [id] }]
}

/** What to look at next: the features of a race, one entity of a run of it, and any entity, all at random. */
export async function nextLooks(pool: Pool): Promise<Look[]> {
  const run = (await pool.query<RandomRun>(randomRun)).rows[0]
  const looks: Look[] = []
  if (run?.race_id != null) {
    looks.push({ publication: publications.runnerStatistics, scope: [run.race_id] })
    const type = entityTypes[Math.floor(Math.random() * entityTypes.length)] ?? 'horse'
    const id = run[entityColumns[type]]
    if (id != null) looks.push(...looksAt(type, id))
  }
  if (run?.entity_type != null && run.entity_id != null)
    looks.push(...looksAt(run.entity_type as EntityType, run.entity_id))
  return looks
}

/** Compares one look and notes what differs; returns how many rows do. Tables that were reset by hand are left out. */
export async function checkLook(pool: Pool, { publication, scope }: Look, at: Date): Promise<number> {
  return transaction(pool, async (client) => {
    const columns = await columnsOf(client, publication.definition)
    const { rows } = await client.query<{
      stored: Record<string, unknown> | null
      recomputed: Record<string, unknown> | null
    }>(differencesWithin(publication, columns), [...scope])
    const place = scope.join(' ')
    await client.query(forgetDrift, [publication.table, place])
    if (rows.length === 0) return 0
    const keyOf = (row: Record<string, unknown>) => publication.key.map((column) => String(row[column])).join(' ')
    await client.query(noteDrift, [
      publication.table,
      place,
      rows.map((row) => keyOf(row.stored ?? row.recomputed ?? {})),
      rows.map((row) => (row.stored === null ? null : JSON.stringify(row.stored))),
      rows.map((row) => (row.recomputed === null ? null : JSON.stringify(row.recomputed))),
      at,
    ])
    return rows.length
  })
}
