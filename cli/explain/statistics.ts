/** The facts that a row of statistics was counted from. */
import type { PoolClient } from 'pg'
import type { Decision, ExplainedFact } from '../../lib/explain/explanation.js'
import { explainStatistics, type Fact, type FeatureContext } from '../../lib/explain/statistics.js'
import { entityColumns, type EntityType } from '../../services/stats/entityTypes.js'
import { stateOfText } from '../../services/stats/slimState.js'
import type { ExplainedTable } from './tables.js'

const factColumns = `h.race_id, h.horse_id, h.jockey_id, h.race_date, h.course_id, h.race_class, h.distance_group, h.going, h.going_group,
  h.all_weather, h.jumps, h.position, h.inverse_sp_e10 IS NOT NULL AS priced, h.time_cs IS NOT NULL AS timed`

interface Counted {
  readonly facts: readonly Fact[]
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

async function countedFacts(client: PoolClient, table: ExplainedTable, key: Key): Promise<Counted> {
  if (table.table === 'ra_runner_statistics') {
    const own = [key['race_id'], key['horse_id']]
    const { rows } = await client.query<FeatureContext>(
      `SELECT t.race_date, t.course_id, t.distance_group, r.jockey_id FROM stats_runners r JOIN stats_races t USING (race_id)
       WHERE r.race_id = $1 AND r.horse_id = $2`,
      own,
    )
    const facts = await client.query<Fact>(
      `SELECT ${factColumns} FROM stats_races t JOIN stats_runs h ON h.off_dt < t.off_dt
       WHERE t.race_id = $1 AND h.horse_id = $2 ORDER BY h.off_dt DESC, h.race_id COLLATE "C" DESC`,
      own,
    )
    return { facts: facts.rows, ...(rows[0] === undefined ? {} : { feature: rows[0] }) }
  }
  const { where, values } = conditionOf(table, key)
  const { rows } = await client.query<Fact>(
    `SELECT ${factColumns} FROM stats_runs h WHERE ${where} ORDER BY h.off_dt DESC, h.race_id COLLATE "C" DESC, h.horse_id`,
    values,
  )
  return { facts: rows }
}

/** Each fact with the result event that says so, which the state of its race keeps. */
async function withEvents(client: PoolClient, facts: readonly Fact[]): Promise<ExplainedFact[]> {
  const { rows } = await client.query<{ race_id: string; state: string | null }>(
    'SELECT race_id, state FROM stats_races WHERE race_id = ANY ($1)',
    [facts.map((fact) => fact.race_id)],
  )
  const events = new Map(
    rows.map((row) => [row.race_id, row.state === null ? null : (stateOfText(row.state).result?.event_id ?? null)]),
  )
  return facts.map(({ race_id, horse_id, race_date, position }) => ({
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
  const { facts, feature } = await countedFacts(client, table, key)
  const { rows } = await client.query<{ as_of: string }>('SELECT as_of FROM stats_clock')
  const context = { as_of: rows[0]?.as_of ?? '', row, ...(feature === undefined ? {} : { feature }) }
  return {
    decisions: explainStatistics(Object.keys(row), facts, context),
    facts: await withEvents(client, facts.slice(0, limit)),
    more: Math.max(0, facts.length - limit),
  }
}
