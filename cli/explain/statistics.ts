/** The facts that a row of statistics was counted from. */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Decision, ExplainedFact } from '../../lib/explain/explanation.js'
import { explainStatistics, type Fact, type FeatureContext } from '../../lib/explain/statistics.js'
import { entityColumns, type EntityType } from '../../services/stats/entityTypes.js'
import { stateOfText } from '../../services/stats/slimState.js'
import type { ExplainedTable } from './tables.js'

const countedRuns = sqlFile(import.meta.url, './sql/countedRuns.sql')
const runsBefore = sqlFile(import.meta.url, './sql/runsBefore.sql')
const featureOf = sqlFile(import.meta.url, './sql/featureOf.sql')

/** A run that is listed. */
interface Run {
  readonly race_id: string
  readonly horse_id: string
  readonly race_date: string
  readonly position: number | null
}

interface Counted {
  readonly as_of: string
  readonly facts: readonly Fact[]
  /** As many as are listed, newest first. */
  readonly newest: readonly Run[]
  readonly feature?: FeatureContext
}

type Key = Readonly<Record<string, string>>

/** The condition on runs that a key of a statistics table means. */
function conditionOf({ table, entity }: ExplainedTable, key: Key): { where: string; values: string[] } {
  const column = (type: string | undefined) => entityColumns[type as EntityType]
  switch (table) {
    case 'ra_entity_combinations':
      return {
        where: `h.${column(key['entity1_type'])} = $1 AND h.${column(key['entity2_type'])} = $2`,
        values: [key['entity1_id'] ?? '', key['entity2_id'] ?? ''],
      }
    case 'ra_performance_by_distance':
      return {
        where: `h.${column(key['entity_type'])} = $1 AND h.distance_group = $2::int`,
        values: [key['entity_id'] ?? '', key['distance_yards'] ?? ''],
      }
    case 'ra_performance_by_venue':
      return {
        where: `h.${column(key['entity_type'])} = $1 AND h.course_id = $2`,
        values: [key['entity_id'] ?? '', key['venue_id'] ?? ''],
      }
    default:
      return { where: `h.${column(entity ?? '')} = $1`, values: [Object.values(key)[0] ?? ''] }
  }
}

async function countedFacts(client: PoolClient, table: ExplainedTable, key: Key, limit: number): Promise<Counted> {
  if (table.table === 'ra_runner_statistics') {
    const own = [key['race_id'], key['horse_id']]
    const { rows } = await client.query<FeatureContext>(featureOf, own)
    const { rows: runs } = await client.query<Fact & Run>(runsBefore, own)
    const clock = await client.query<{ as_of: string }>('SELECT as_of FROM stats_clock')
    return {
      as_of: clock.rows[0]?.as_of ?? '',
      facts: runs,
      newest: runs.slice(0, limit),
      ...(rows[0] === undefined ? {} : { feature: rows[0] }),
    }
  }
  const { where, values } = conditionOf(table, key)
  // Thousands of rows of a large sire would take longer to send and read than to count.
  const sql = countedRuns.replace('{condition}', where).replace('{limit}', `$${values.length + 1}`)
  const { rows } = await client.query<Counted>(sql, [...values, limit])
  return rows[0] ?? { as_of: '', facts: [], newest: [] }
}

/** Each fact with the result event that says so, which the state of its race keeps. */
async function withEvents(client: PoolClient, runs: readonly Run[]): Promise<ExplainedFact[]> {
  const { rows } = await client.query<{ race_id: string; state: string | null }>(
    'SELECT race_id, state FROM stats_races WHERE race_id = ANY ($1)',
    [runs.map((run) => run.race_id)],
  )
  const events = new Map(
    rows.map((row) => [row.race_id, row.state === null ? null : (stateOfText(row.state).result?.event_id ?? null)]),
  )
  return runs.map(({ race_id, horse_id, race_date, position }) => ({
    race_id,
    horse_id,
    race_date,
    position,
    event_id: events.get(race_id) ?? null,
  }))
}

/** Decisions of the statistics of a row, and the newest of its facts. */
export async function statisticsOf(
  client: PoolClient,
  table: ExplainedTable,
  key: Key,
  row: Readonly<Record<string, unknown>>,
  limit: number,
): Promise<{ decisions: Decision[]; facts: ExplainedFact[]; more: number }> {
  const { as_of, facts, newest, feature } = await countedFacts(client, table, key, limit)
  const context = { as_of, row, ...(feature === undefined ? {} : { feature }) }
  return {
    decisions: explainStatistics(Object.keys(row), facts, context),
    facts: await withEvents(client, newest),
    more: facts.reduce((sum, { count }) => sum + count, 0) - newest.length,
  }
}
