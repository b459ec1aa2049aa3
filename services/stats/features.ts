/** Features on both clocks, for whoever reads them: see docs/statistics.md. */
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'

const featuresKnownAt = sqlFile(import.meta.url, './sql/featuresKnownAt.sql')
const countRaces = sqlFile(import.meta.url, './sql/countRaces.sql')

export interface Features {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly columns: readonly string[]
  /** How many races there are to ask for, known by then or not. */
  readonly races: number
}

/** The features of the runners of a race or of a day's races, by events known at an instant or when each race went off. */
export async function readFeatures(
  pool: Pool,
  of: { readonly race: string } | { readonly date: string },
  knownAt: Date | 'off',
): Promise<Features> {
  const asked = ['race' in of ? of.race : null, 'date' in of ? of.date : null]
  const count = await pool.query<{ races: number }>(countRaces, asked)
  const { rows, fields } = await pool.query<Record<string, unknown>>(featuresKnownAt, [
    ...asked,
    knownAt === 'off' ? null : knownAt,
  ])
  return { rows, columns: fields.map((field) => field.name), races: count.rows[0]?.races ?? 0 }
}
