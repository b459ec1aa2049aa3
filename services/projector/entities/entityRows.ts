/** From the state of an entity to its row, and the columns that the group `entities` writes in each table. */
import type { BulkTable } from '../../../lib/db/bulkUpsert.js'
import type { Cell } from '../../../lib/db/copy.js'
import type { Coordinates } from './coordinates.js'
import type { EntityState } from './entityState.js'
import type { EntityType } from './mentions.js'

export interface EntityTable extends BulkTable {
  /** The group `stats` has columns in it too, and may have made the row. */
  readonly isShared: boolean
  /** The cells of a row, in the order of `columns`; null where the entity has no row in this table. */
  cells(id: string, state: EntityState): readonly Cell[] | null
}

const value = (state: EntityState, column: string): Cell => state.columns[column]?.[0] ?? null
const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))
const span = (state: EntityState): Cell[] => [at(state.created_at), at(state.updated_at)]
const stamps = ['created_at', 'updated_at']

function master(table: string, key: string, columns: readonly string[]): EntityTable {
  return {
    table,
    isShared: true,
    key: [key],
    columns: [key, ...columns, ...stamps],
    cells: (id, state) => (state.known ? [id, ...columns.map((column) => value(state, column)), ...span(state)] : null),
  }
}

const horseColumns = [
  'name',
  'dob',
  'sex',
  'sex_code',
  'colour',
  'colour_code',
  'region',
  'breeder',
  'sire_id',
  'dam_id',
  'damsire_id',
]
const horses: EntityTable = {
  table: 'ra_mst_horses',
  isShared: false,
  key: ['horse_id'],
  columns: ['horse_id', ...horseColumns, 'enriched_at', 'first_seen', 'last_seen', ...stamps],
  cells: (id, state) =>
    state.known
      ? [
          id,
          ...horseColumns.map((column) => value(state, column)),
          at(state.enriched_at),
          state.first_seen,
          state.last_seen,
          ...span(state),
        ]
      : null,
}

const parentColumns = ['sire_id', 'sire', 'dam_id', 'dam', 'damsire_id', 'damsire', 'breeder']
const pedigree: EntityTable = {
  table: 'ra_horse_pedigree',
  isShared: false,
  key: ['horse_id'],
  columns: ['horse_id', ...parentColumns, 'region', ...stamps],
  cells: (id, state) => {
    const parents = parentColumns.map((column) => value(state, column))
    return state.known && parents.some((parent) => parent !== null)
      ? [id, ...parents, value(state, 'region'), ...span(state)]
      : null
  },
}

function courses(coordinates: Coordinates): EntityTable {
  // The region's name may be that of another list: `nameRegions` (regions.ts) sets it.
  const columns = ['name', 'region_code']
  return {
    table: 'ra_mst_courses',
    isShared: false,
    key: ['course_id'],
    columns: ['course_id', ...columns, 'latitude', 'longitude', ...stamps],
    cells: (id, state) => {
      const place = coordinates.of(state.columns['name']?.[0])
      return [
        id,
        ...columns.map((column) => value(state, column)),
        place?.latitude ?? null,
        place?.longitude ?? null,
        ...span(state),
      ]
    },
  }
}

/** The tables of each kind of entity. */
export function entityTables(coordinates: Coordinates): Readonly<Record<EntityType, readonly EntityTable[]>> {
  return {
    horse: [horses, pedigree],
    jockey: [master('ra_mst_jockeys', 'jockey_id', ['name'])],
    trainer: [master('ra_mst_trainers', 'trainer_id', ['name', 'location'])],
    owner: [master('ra_mst_owners', 'owner_id', ['name'])],
    sire: [master('ra_mst_sires', 'sire_id', ['name', 'region'])],
    dam: [master('ra_mst_dams', 'dam_id', ['name', 'region'])],
    damsire: [master('ra_mst_damsires', 'damsire_id', ['name', 'region'])],
    course: [courses(coordinates)],
    region: [],
    bookmaker: [master('ra_mst_bookmakers', 'code', ['name', 'type', 'is_active'])],
  }
}
