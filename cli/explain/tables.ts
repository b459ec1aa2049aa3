/** The tables that can be explained, their keys, and how people write a key: its parts in order, with `:` between them. */
import { RacingError } from '../../lib/errors.js'
import { entityTypes as entitiesWithRuns } from '../../services/stats/entityTypes.js'
import { UsageError } from '../usage.js'

export interface ExplainedTable {
  readonly table: string
  readonly key: readonly string[]
  /** What the parts of a key look like. */
  readonly example: string
  /** Kind of entity of a master; null for other tables. */
  readonly entity: string | null
}

const of = (table: string, key: readonly string[], example: string, entity: string | null = null): ExplainedTable => ({
  table,
  key,
  example,
  entity,
})

export const explainedTables: readonly ExplainedTable[] = [
  of('ra_races', ['race_id'], 'rac_11345678'),
  of('ra_runners', ['race_id', 'horse_id'], 'rac_11345678:hrs_12345'),
  of('ra_race_results', ['race_id', 'horse_id'], 'rac_11345678:hrs_12345'),
  of('ra_horse_pedigree', ['horse_id'], 'hrs_12345', 'horse'),
  of('ra_mst_horses', ['horse_id'], 'hrs_12345', 'horse'),
  of('ra_mst_jockeys', ['jockey_id'], 'jky_12345', 'jockey'),
  of('ra_mst_trainers', ['trainer_id'], 'trn_12345', 'trainer'),
  of('ra_mst_owners', ['owner_id'], 'own_12345', 'owner'),
  of('ra_mst_sires', ['sire_id'], 'sir_12345', 'sire'),
  of('ra_mst_dams', ['dam_id'], 'dam_12345', 'dam'),
  of('ra_mst_damsires', ['damsire_id'], 'dsi_12345', 'damsire'),
  of('ra_mst_courses', ['course_id'], 'crs_123', 'course'),
  of('ra_mst_bookmakers', ['code'], 'bet365', 'bookmaker'),
  of('ra_mst_regions', ['code'], 'GB', 'region'),
  of(
    'ra_entity_combinations',
    ['entity1_type', 'entity1_id', 'entity2_type', 'entity2_id'],
    'jockey:jky_12345:trainer:trn_12345',
  ),
  of('ra_performance_by_distance', ['entity_type', 'entity_id', 'distance_yards'], 'horse:hrs_12345:1760'),
  of('ra_performance_by_venue', ['entity_type', 'entity_id', 'venue_id'], 'horse:hrs_12345:crs_123'),
  of('ra_runner_statistics', ['race_id', 'horse_id'], 'rac_11345678:hrs_12345'),
]

/** Names that people use for views over the tables. */
const views: Readonly<Record<string, string>> = {
  ra_horses: 'ra_mst_horses',
  ra_mst_races: 'ra_races',
  ra_mst_runners: 'ra_runners',
  ra_mst_race_results: 'ra_race_results',
}

/** There is no such row. */
export class NoSuchRow extends RacingError {
  readonly code = 'NO_SUCH_ROW'
  readonly retriable = false
  constructor(table: ExplainedTable, text: string, existing: string | null) {
    const like = existing === null ? 'The table is empty' : `Keys there look like ${existing}`
    super(
      `${table.table} has no row ${text}. ${like}. Only what an event has told of has a row: is the day fetched (\`darkhorses audit\`)?`,
      { table: table.table, key: text },
    )
  }
}

/** The table of a name, views of old names included. @throws UsageError with the names there are */
export function explainedTable(name: string): ExplainedTable {
  const found = explainedTables.find((one) => one.table === (views[name] ?? name))
  if (found !== undefined) return found
  throw new UsageError(
    `There is no table ${name} to explain, for example ra_runners; there are ${explainedTables.map((one) => one.table).join(', ')}.`,
  )
}

/** The values of a key's columns. @throws UsageError with the form of the key */
export function readKey(table: ExplainedTable, text: string): Readonly<Record<string, string>> {
  const parts = text.split(':').map((part) => part.trim())
  const wrong = (what: string) =>
    new UsageError(`A key of ${table.table} is ${table.key.join(':')}, for example ${table.example}; ${what}.`)
  if (parts.length !== table.key.length || parts.some((part) => part === ''))
    throw wrong(`${JSON.stringify(text)} has ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}`)
  const key = Object.fromEntries(table.key.map((column, i) => [column, parts[i] ?? '']))
  const types: readonly string[] = entitiesWithRuns
  for (const [column, value] of Object.entries(key)) {
    if (column.endsWith('_type') && !types.includes(value)) throw wrong(`${value} is not one of ${types.join(', ')}`)
    if (column === 'distance_yards' && !/^\d{1,6}$/.test(value)) throw wrong(`${value} is no number of yards`)
  }
  return key
}
