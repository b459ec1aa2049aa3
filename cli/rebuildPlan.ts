/** What a rebuild of this system is: the three groups of the schema `racing`, and who owns what in it. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { transaction } from '../lib/db/transaction.js'
import { topics } from '../lib/events/topics.js'
import type { NextTables, OwnedTable, RebuildPlan, RebuiltGroup } from '../lib/rebuild/plan.js'
import { shippedCoordinates } from '../services/projector/entities/coordinates.js'
import { entitiesProjection, mergeTold } from '../services/projector/entities/entitiesProjection.js'
import { entityTables } from '../services/projector/entities/entityRows.js'
import { linkAll } from '../services/projector/entities/links.js'
import { racesProjection } from '../services/projector/races/racesProjection.js'
import { moveWindows, publishPending } from '../services/stats/recalculate.js'
import { statsProjection } from '../services/stats/statsProjection.js'

export interface PlanOptions {
  /** Regions fetched for, upper case. */
  readonly regions: readonly string[]
  readonly today: () => string
}

const masters = ['jockey', 'trainer', 'owner', 'sire', 'dam', 'damsire'] as const
const parents: readonly string[] = ['sire', 'dam', 'damsire']

/** Columns of a shared master row that the group `entities` writes, links included. */
function masterColumns(type: (typeof masters)[number]): readonly string[] {
  const columns = entityTables(shippedCoordinates())[type][0]?.columns ?? []
  return parents.includes(type) ? [...columns, 'horse_id'] : columns
}

const masterTable = (type: (typeof masters)[number]) => `ra_mst_${type}s`

const projectorGroup: RebuiltGroup = {
  group: 'projector',
  indexes: [topics.racecards, topics.results],
  owns: [{ table: 'race_state' }, { table: 'ra_races' }, { table: 'ra_runners' }, { table: 'ra_race_results' }],
  projection: () => racesProjection(),
}

function entitiesGroup({ regions }: PlanOptions): RebuiltGroup {
  const options = { regions, coordinates: shippedCoordinates() }
  return {
    group: 'entities',
    indexes: [topics.horseProfiles, topics.reference],
    owns: [
      { table: 'entity_state' },
      { table: 'entity_told' },
      { table: 'ra_mst_horses' },
      { table: 'ra_horse_pedigree' },
      { table: 'ra_mst_courses' },
      { table: 'ra_mst_bookmakers' },
      { table: 'ra_mst_regions' },
      ...masters.map((type): OwnedTable => ({ table: masterTable(type), columns: masterColumns(type) })),
    ],
    projection: (filling) => entitiesProjection({ ...options, later: filling }),
    endFilling: ({ next }) => transaction(next, (client) => mergeTold(client, options)),
    finish: async ({ next }, wasFilled) => {
      if (wasFilled) await transaction(next, linkAll)
    },
  }
}

async function clockOf(pool: Pool): Promise<{ as_of: string; publication_pending: boolean } | undefined> {
  const { rows } = await pool.query<{ as_of: string; publication_pending: boolean }>(
    'SELECT as_of, publication_pending FROM stats_clock',
  )
  return rows[0]
}

/** Publishes what was counted in bulk, for the day that the live tables stand at. */
async function finishStatistics({ next, live }: NextTables): Promise<void> {
  const [then, now] = [await clockOf(next), await clockOf(live)]
  if (then === undefined) return
  const asOf = now?.as_of ?? then.as_of
  if (then.publication_pending) {
    await next.query('UPDATE stats_clock SET as_of = $1', [asOf])
    await publishPending(next, asOf)
  } else if (asOf !== then.as_of) await moveWindows(next, asOf)
}

function statisticsGroup({ today }: PlanOptions): RebuiltGroup {
  return {
    group: 'stats',
    indexes: [],
    owns: [
      { table: 'stats_clock' },
      { table: 'stats_races' },
      { table: 'stats_runs' },
      { table: 'stats_runners' },
      { table: 'stats_entities' },
      { table: 'stats_named' },
      { table: 'stats_profile_parents' },
      { table: 'stats_superseded' },
      { table: 'stats_beliefs' },
      { table: 'stats_people_totals' },
      { table: 'stats_parent_totals' },
      { table: 'stats_emptied' },
      { table: 'stats_unpublished' },
      { table: 'ra_entity_combinations' },
      { table: 'ra_performance_by_distance' },
      { table: 'ra_performance_by_venue' },
      { table: 'ra_runner_statistics' },
      ...masters.map((type): OwnedTable => ({ table: masterTable(type), without: masterColumns(type) })),
    ],
    projection: (filling) => statsProjection({ asOf: today, isCaughtUp: () => Promise.resolve(!filling()) }),
    finish: finishStatistics,
  }
}

/** Files that decide what the tables say. */
const decisive = ['lib/racing', 'lib/events', 'lib/projection', 'lib/db', 'services/projector', 'services/stats']

/** A fingerprint of the code behind the projections: a rebuild is only taken up again by the code that began it. */
export function codeFingerprint(): string {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const hash = createHash('sha256')
  for (const folder of decisive.map((name) => join(root, name)).filter(existsSync)) {
    const files = readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((file) => file.isFile() && /\.(js|ts|sql|json)$/.test(file.name) && !file.name.includes('.test.'))
      .map((file) => join(file.parentPath, file.name))
      .sort()
    for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The plan of every rebuild. */
export function racingPlan(options: PlanOptions): RebuildPlan {
  return {
    schema: 'racing',
    sets: ['projection', 'racing'],
    groups: [projectorGroup, entitiesGroup(options), statisticsGroup(options)],
    moved: ['stats_work'],
    fresh: ['stats_drift'],
    neededIndexes: ['ra_races_course'],
    code: codeFingerprint(),
  }
}
