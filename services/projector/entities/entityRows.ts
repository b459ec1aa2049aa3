/** From the state of an entity to its row, and the columns that the group `entities` writes in each table. */
import type { BulkTable } from '../../../lib/db/bulkUpsert.js'
import type { Cell } from '../../../lib/db/copy.js'
import { instantText } from '../../../lib/db/instantText.js'
import type { Coordinates } from './coordinates.js'
import { columnIndex, type EntityType } from './entityColumns.js'
import type { EntityState } from './entityState.js'

export interface EntityTable extends BulkTable {
  /** The group `stats` has columns in it too, and may have made the row. */
  readonly isShared: boolean
  /** The cells of a row, in the order of `columns`; null where the entity has no row in this table. */
  cells(id: string, state: EntityState): readonly Cell[] | null
}

const stamps = ['created_at', 'updated_at']

/** How to add the values of some columns to the cells of a row. */
function adding(type: EntityType, columns: readonly string[]): (cells: Cell[], state: EntityState) => void {
  const indexes = columns.map((column) => columnIndex(type, column))
  return (cells, { values }) => {
    for (const index of indexes) cells.push(values[index])
  }
}

function addSpan(cells: Cell[], { created_at, updated_at }: EntityState): Cell[] {
  cells.push(instantText(created_at), instantText(updated_at))
  return cells
}

function master(type: EntityType, table: string, key: string, columns: readonly string[]): EntityTable {
  const add = adding(type, columns)
  return {
    table,
    isShared: true,
    key: [key],
    columns: [key, ...columns, ...stamps],
    cells: (id, state) => {
      if (!state.known) return null
      const cells: Cell[] = [id]
      add(cells, state)
      return addSpan(cells, state)
    },
  }
}

const horseColumns = ['name', 'dob', 'sex', 'sex_code', 'colour', 'colour_code', 'region', 'breeder', 'sire_id', 'dam_id', 'damsire_id'] // prettier-ignore
const addHorse = adding('horse', horseColumns)
const horses: EntityTable = {
  table: 'ra_mst_horses',
  isShared: false,
  key: ['horse_id'],
  columns: ['horse_id', ...horseColumns, 'enriched_at', 'first_seen', 'last_seen', ...stamps],
  cells: (id, state) => {
    if (!state.known) return null
    const cells: Cell[] = [id]
    addHorse(cells, state)
    cells.push(instantText(state.enriched_at), state.first_seen, state.last_seen)
    return addSpan(cells, state)
  },
}

const parentColumns = ['sire_id', 'sire', 'dam_id', 'dam', 'damsire_id', 'damsire', 'breeder']
const addParents = adding('horse', parentColumns)
const horseRegion = columnIndex('horse', 'region')
const pedigree: EntityTable = {
  table: 'ra_horse_pedigree',
  isShared: false,
  key: ['horse_id'],
  columns: ['horse_id', ...parentColumns, 'region', ...stamps],
  cells: (id, state) => {
    if (!state.known) return null
    const cells: Cell[] = []
    addParents(cells, state)
    if (cells.every((parent) => parent === null)) return null
    cells.unshift(id)
    cells.push(state.values[horseRegion])
    return addSpan(cells, state)
  },
}

const courseName = columnIndex('course', 'name')
const courseRegion = columnIndex('course', 'region_code')
function courses(coordinates: Coordinates): EntityTable {
  return {
    table: 'ra_mst_courses',
    isShared: false,
    key: ['course_id'],
    // The region's name may be that of another list: `namingRegions` (regions.ts) sets it.
    columns: ['course_id', 'name', 'region_code', 'latitude', 'longitude', ...stamps],
    cells: (id, state) => {
      const name = state.values[courseName]
      const place = coordinates.of(name)
      const cells = [id, name, state.values[courseRegion], place?.latitude ?? null, place?.longitude ?? null]
      return addSpan(cells, state)
    },
  }
}

/** The tables of each kind of entity. */
export function entityTables(coordinates: Coordinates): Readonly<Record<EntityType, readonly EntityTable[]>> {
  return {
    horse: [horses, pedigree],
    jockey: [master('jockey', 'ra_mst_jockeys', 'jockey_id', ['name'])],
    trainer: [master('trainer', 'ra_mst_trainers', 'trainer_id', ['name', 'location'])],
    owner: [master('owner', 'ra_mst_owners', 'owner_id', ['name'])],
    sire: [master('sire', 'ra_mst_sires', 'sire_id', ['name', 'region'])],
    dam: [master('dam', 'ra_mst_dams', 'dam_id', ['name', 'region'])],
    damsire: [master('damsire', 'ra_mst_damsires', 'damsire_id', ['name', 'region'])],
    course: [courses(coordinates)],
    region: [],
    bookmaker: [master('bookmaker', 'ra_mst_bookmakers', 'code', ['name', 'type', 'is_active'])],
  }
}
