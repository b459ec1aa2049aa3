/**
 * The statements that copy a definition into its table. They differ only in names of tables and columns, all of them
 * constants of `publications.ts` or read from the catalogue, so they are put together here instead of ten times in files.
 */
import type { PoolClient } from 'pg'
import type { Publication } from './publications.js'

const known = new Map<string, string[]>()

/** Columns of a definition, in order, from the catalogue; asked once, because migrations end before a process begins. */
export async function columnsOf(client: PoolClient, definition: string): Promise<string[]> {
  const columns = known.get(definition)
  if (columns !== undefined) return columns
  const { rows } = await client.query<{ attname: string }>(
    'SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum',
    [definition],
  )
  const read = rows.map((row) => row.attname)
  known.set(definition, read)
  return read
}

const list = (columns: readonly string[], prefix = '') => columns.map((column) => `${prefix}${column}`).join(', ')

/** Sets rows from `source` (a query alias of the definition's columns), leaving alone those that are right already. */
function upsert(publication: Publication, columns: readonly string[], source: string): string {
  const values = columns.filter((column) => !publication.key.includes(column))
  return `INSERT INTO ${publication.table} AS t (${list(columns)})
    SELECT ${list(columns)} FROM ${source}
    ORDER BY ${list(publication.key)}
    ON CONFLICT (${list(publication.key)}) DO UPDATE SET ${values.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}
    WHERE (${list(values, 't.')}) IS DISTINCT FROM (${list(values, 'EXCLUDED.')})`
}

/** Joins keys given as arrays, one parameter per key column. */
function keysOf(publication: Publication, types: readonly string[]): string {
  const parameters = publication.key.map((_column, i) => `$${i + 1}::${types[i]}[]`).join(', ')
  return `unnest(${parameters}) AS k(${list(publication.key)})`
}

const same = (key: readonly string[], a: string, b: string) =>
  key.map((column) => `${a}.${column} = ${b}.${column}`).join(' AND ')

/**
 * Counts some keys afresh from the facts: one statement sets their rows, the other removes rows whose facts are gone.
 * Parameters: one array per key column. OFFSET 0 keeps the key a constant inside the definition, which leads to its index.
 */
export function recountKeys(
  publication: Publication,
  columns: readonly string[],
  types: readonly string[],
): readonly string[] {
  const keys = keysOf(publication, types)
  const fresh = `(SELECT v.* FROM ${keys} CROSS JOIN LATERAL
    (SELECT * FROM ${publication.definition} d WHERE ${same(publication.key, 'd', 'k')} OFFSET 0) v) AS fresh`
  const set = upsert(publication, columns, fresh)
  if (publication.shared) return [set]
  const remove = `DELETE FROM ${publication.table} t USING ${keys} WHERE ${same(publication.key, 't', 'k')}
    AND NOT EXISTS (SELECT FROM ${publication.definition} d WHERE ${same(publication.key, 'd', 'k')} OFFSET 0)`
  return [remove, set]
}

/** Computes a whole definition into a temporary table of its name with `_fresh` behind it, dropped at the end of the transaction. */
export function computeAll(
  publication: Publication,
  columns: readonly string[],
  selects: readonly string[],
): readonly string[] {
  const { definition } = publication
  return [
    `CREATE TEMPORARY TABLE ${definition}_fresh ON COMMIT DROP AS SELECT * FROM ${definition} WITH NO DATA`,
    ...selects.map((select) => `INSERT INTO ${definition}_fresh SELECT ${list(columns)} FROM (${select}) AS v`),
    `ANALYZE ${definition}_fresh (${list(publication.key)})`,
  ]
}

/**
 * Fills an empty table straight from what computes it. Parts are of one kind of entity each and are written in order of the
 * key: sorting them by the ids, which differ early, and then making the key of rows in order takes half the time of making it
 * of rows in any order, which are compared by their kinds first, over and over.
 */
export function fill(
  publication: Publication,
  columns: readonly string[],
  selects: readonly string[],
): readonly string[] {
  const [, ...ids] = publication.key
  const order = publication.parts === undefined ? '' : ` ORDER BY ${list(ids)}`
  return selects.map(
    (select) =>
      `INSERT INTO ${publication.table} (${list(columns)}) SELECT ${list(columns)} FROM (${select}) AS v${order}`,
  )
}

/** Makes the table say what the freshly computed definition says: wrong rows set, missing rows added, others removed. */
export function replaceAll(publication: Publication, columns: readonly string[]): readonly string[] {
  const { table, definition, key } = publication
  const fresh = `${definition}_fresh`
  const values = columns.filter((column) => !key.includes(column))
  // Rows that are right are told by a join and not by the conflict, which would lock, and so write, each of them.
  const wrong = `(SELECT f.* FROM ${fresh} f WHERE NOT EXISTS (SELECT FROM ${table} t WHERE ${same(key, 't', 'f')}
    AND (${list(values, 't.')}) IS NOT DISTINCT FROM (${list(values, 'f.')}))) AS wrong`
  const set = upsert(publication, columns, wrong)
  if (publication.shared) return [set]
  return [`DELETE FROM ${table} t WHERE NOT EXISTS (SELECT FROM ${fresh} f WHERE ${same(key, 'f', 't')})`, set]
}

function differing(publication: Publication, columns: readonly string[], stored: string, fresh: string): string {
  return `SELECT to_jsonb(t) AS stored, to_jsonb(f) AS recomputed
    FROM ${stored} t FULL JOIN ${fresh} f ON ${same(publication.key, 't', 'f')}
    WHERE t IS DISTINCT FROM f AND (${list(columns, 't.')}) IS DISTINCT FROM (${list(columns, 'f.')})`
}

/** Rows in which table and fresh definition differ: both as JSON (null where only one has the row). $1 limit. */
export function differences(publication: Publication, columns: readonly string[]): string {
  const stored = `(SELECT ${list(columns)} FROM ${publication.table})`
  return `${differing(publication, columns, stored, `${publication.definition}_fresh`)} LIMIT $1`
}

/**
 * The same for the rows of one entity or race alone, computed in the statement itself, so that both sides are of one moment.
 * Parameters: the values of the publication's scope columns.
 */
export function differencesWithin(publication: Publication, columns: readonly string[]): string {
  const within = publication.scope.map((column, i) => `${column} = $${i + 1}`).join(' AND ')
  const rowsOf = (relation: string) => `(SELECT ${list(columns)} FROM ${relation} WHERE ${within})`
  return differing(publication, columns, rowsOf(publication.table), rowsOf(publication.definition))
}
