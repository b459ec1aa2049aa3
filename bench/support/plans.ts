/**
 * Whether look-ups by key, by what people ask for, and the one statement of docs/domain.md, section 5, that asks for some rows instead of all, are served by
 * indexes on a filled database, where the planner has a choice. (The other seventeen count whole tables: no index spares that.)
 */
import type { BenchServer } from './database.js'
import { mustBe } from './measures.js'

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly Plan[]
}

interface Lookup {
  /** What is asked for: what the bench says where a plan is bad. */
  readonly name: string
  readonly group: string
  readonly sql: string
  /** A statement for the key to look up, one that there is. */
  readonly key?: string
  /** Tables that may be read from their beginning, because any of their rows will do. */
  readonly fromTheTop?: readonly string[]
}

const keyOf = (column: string, table: string) =>
  `SELECT ${column}::text AS key FROM ${table} WHERE ${column} IS NOT NULL LIMIT 1`
const race = keyOf('race_id', 'ra_races')
const date = keyOf('date', 'ra_races')
const horse = keyOf('horse_id', 'ra_runners')

const named = (group: string, name: string, key: string, sql: string): Lookup => ({ group, name, key, sql })
/** Look-ups of the rows of each table by one column. */
const by = (group: string, column: string, ...tables: readonly string[]): Lookup[] =>
  tables.map((table) =>
    named(group, `${table} by ${column}`, keyOf(column, table), `SELECT * FROM ${table} WHERE ${column} = $1`),
  )

const lookups: readonly Lookup[] = [
  ...by('projector', 'id', 'ra_races'),
  ...by('projector', 'race_id', 'ra_races', 'ra_runners', 'ra_race_results'),
  ...by('projector', 'horse_id', 'ra_runners', 'ra_race_results'),
  ...by('projector', 'jockey_id', 'ra_runners'),
  ...by('projector', 'trainer_id', 'ra_runners'),
  ...by('projector', 'course_id', 'ra_races'),
  named('projector', 'races of a date', date, 'SELECT * FROM ra_races WHERE date = $1::date'),
  named('projector', 'results of a date', date, 'SELECT * FROM ra_race_results WHERE race_date = $1::date'),
  named(
    'projector',
    'runners of a date',
    date,
    'SELECT ru.* FROM ra_races r JOIN ra_runners ru ON r.id = ru.race_id WHERE r.date = $1::date',
  ),
  named(
    'projector',
    'races of a year of a course',
    keyOf('course_id', 'ra_races'),
    "SELECT * FROM ra_races WHERE course_id = $1 AND date BETWEEN '2025-01-01' AND '2025-12-31'",
  ),
  named(
    'projector',
    'races of a horse',
    horse,
    'SELECT * FROM ra_races r JOIN ra_runners ru ON r.id = ru.race_id WHERE ru.horse_id = $1',
  ),
  named(
    'projector',
    'race with its runners',
    race,
    'SELECT * FROM ra_races r LEFT JOIN ra_runners ru ON r.id = ru.race_id WHERE r.id = $1',
  ),
  ...by('entities', 'horse_id', 'ra_mst_horses', 'ra_horse_pedigree'),
  ...by('entities', 'sire_id', 'ra_mst_horses', 'ra_mst_sires'),
  ...by('entities', 'dam_id', 'ra_mst_horses', 'ra_mst_dams'),
  ...by('entities', 'damsire_id', 'ra_mst_horses', 'ra_mst_damsires'),
  ...by('entities', 'owner_id', 'ra_mst_owners'),
  ...by('entities', 'lower(name)', 'ra_mst_horses', 'ra_mst_sires', 'ra_mst_dams', 'ra_mst_damsires'),
  {
    name: 'ten described horses with pedigree (docs/domain.md, section 5)',
    group: 'entities',
    sql: `SELECT h.horse_id, h.name, h.dob, h.sex_code, h.colour, h.region, p.sire, p.dam, p.damsire, p.breeder
          FROM ra_horses h LEFT JOIN ra_horse_pedigree p ON h.horse_id = p.horse_id WHERE h.dob IS NOT NULL LIMIT 10`,
    fromTheTop: ['ra_mst_horses'],
  },
  ...by('stats', 'race_id', 'ra_runner_statistics'),
  ...['ra_performance_by_distance', 'ra_performance_by_venue'].map((table) =>
    named(
      'stats',
      `${table} of a jockey`,
      keyOf('jockey_id', 'ra_mst_jockeys'),
      `SELECT * FROM ${table} WHERE entity_type = 'jockey' AND entity_id = $1`,
    ),
  ),
  named(
    'stats',
    'ra_entity_combinations of a jockey',
    keyOf('jockey_id', 'ra_mst_jockeys'),
    "SELECT * FROM ra_entity_combinations WHERE entity1_type = 'jockey' AND entity1_id = $1",
  ),
]

/** Tables and indexes that a plan reads whole: an index is, where the condition is not on its first column. */
function readWhole(plan: Plan, firstColumns: ReadonlyMap<string, string>): string[] {
  const index = plan['Index Name']
  const isSearched = index === undefined || (plan['Index Cond'] ?? '').includes(firstColumns.get(index) ?? index)
  return [
    ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []),
    ...(isSearched ? [] : [index]),
    ...(plan.Plans ?? []).flatMap((part) => readWhole(part, firstColumns)),
  ]
}

/** A table of fewer pages than this is read whole as fast as by an index. */
const fewPages = 50

/** Checks the plans of some groups' look-ups in an analysed database; returns how many there are. */
export async function checkPlans(server: BenchServer, database: string, groups: readonly string[]): Promise<number> {
  const indexes = await server.sql<{ name: string; column: string }>(
    database,
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid, 1, true) AS column FROM pg_index
     JOIN pg_class ON oid = indrelid WHERE relnamespace = 'racing'::regnamespace`,
  )
  const firstColumns = new Map(indexes.map(({ name, column }) => [name, column]))
  const small = await server.sql<{ name: string }>(
    database,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'racing'::regnamespace AND relpages < ${fewPages}`,
  )
  const asked = lookups.filter(({ group }) => groups.includes(group))
  for (const { name, sql, key, fromTheTop = small.map((table) => table.name) } of asked) {
    const [found] = key === undefined ? [] : await server.sql<{ key: string }>(database, key)
    const literal = `'${(found?.key ?? '').replaceAll("'", "''")}'`
    const [row] = await server.sql<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(
      database,
      `EXPLAIN (FORMAT json) ${sql.replace('$1', literal)}`,
    )
    if (row === undefined) throw new Error(`no plan for the look-up "${name}"`)
    const read = readWhole(row['QUERY PLAN'][0].Plan, firstColumns).filter((table) => !fromTheTop.includes(table))
    mustBe(`what is read whole for the look-up "${name}" (${sql})`, read.join(', '), '')
  }
  return asked.length
}
