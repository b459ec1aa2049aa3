/**
 * One schema takes the name of another, in one transaction that readers see at once or not at all.
 *
 * Readers look names up table by table, so a rename alone could give a join one old and one new table. Therefore every table
 * and view is locked first (lockTables.ts): whoever has begun to read finishes, whoever comes later waits for
 * the commit and looks the names up again.
 */
import type { PoolClient } from 'pg'
import { quoteName } from '../db/migrate.js'
import { sqlFiles } from '../db/sqlFile.js'
import { publicPrefix } from './diff.js'
import { SwapBlocked, SwapObstructed } from './errors.js'
import type { LockHolders } from './lockTables.js'

const statement = sqlFiles(import.meta.url)
const obstacles = statement('obstacles')
const foreignViews = statement('foreignViews')
const foreignObjects = statement('foreignObjects')
const privileges = statement('privileges')
const relations = statement('relations')

export interface Exchange {
  readonly live: string
  /** The schema that becomes the live one, and the name that the live one gets. */
  readonly incoming: string
  readonly outgoing: string
  /** Groups whose positions move with their own tables; books of any other group follow to the incoming schema. */
  readonly groups: readonly string[]
  /** Tables whose rows follow to the incoming schema. */
  readonly moved: readonly string[]
  /** How long locks are tried for, in ms. */
  readonly patienceMs: number
  /** Hold the tables until the caller lets them go, after its commit. */
  readonly holders: LockHolders
}

interface ForeignView {
  readonly oid: bigint
  readonly schema: string
  readonly name: string
  readonly definition: string
  readonly options: readonly string[] | null
}

async function rowsOf<Row>(client: PoolClient, sql: string, values: readonly unknown[]): Promise<Row[]> {
  return (await client.query(sql, [...values])).rows as Row[]
}

/** Who keeps tables of some schemas busy, for the message. */
async function blockers(client: PoolClient, schemas: readonly string[]): Promise<string[]> {
  const found = await rowsOf<{ who: string }>(
    client,
    `SELECT DISTINCT format('%s (process %s, since %s s: %s)', coalesce(nullif(a.application_name, ''), a.usename), a.pid,
       round(extract(epoch FROM now() - a.xact_start)), left(regexp_replace(a.query, '\\s+', ' ', 'g'), 80)) AS who
     FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_stat_activity a ON a.pid = l.pid WHERE n.nspname = ANY ($1) AND l.granted AND l.pid <> pg_backend_pid() AND a.xact_start <= now() LIMIT 5`,
    [schemas],
  )
  return found.map((row) => row.who)
}

/**
 * Views of other people over the tables. To print a definition Postgres locks the tables it is about, for the transaction;
 * those locks would be in the way of the holders, so they are given back at once.
 */
async function readForeignViews(client: PoolClient, { live, incoming }: Exchange): Promise<ForeignView[]> {
  await client.query('SAVEPOINT unread')
  const views = await rowsOf<ForeignView>(client, foreignViews, [live, incoming])
  await client.query('ROLLBACK TO unread')
  return views
}

/** Locks every table and view of the live side, and the outbox that is exchanged for the live one. @throws SwapBlocked */
async function lockAll(client: PoolClient, exchange: Exchange, views: readonly ForeignView[]): Promise<void> {
  const { live, incoming, holders, patienceMs } = exchange
  const found = await rowsOf<{ is_read: boolean; statement: string }>(client, relations, [
    live,
    publicPrefix,
    views.map((view) => view.oid),
  ])
  const statements = (isRead: boolean) => found.filter((one) => one.is_read === isRead).map((one) => one.statement)
  const own = [...statements(false), `LOCK TABLE ${quoteName(incoming)}.outbox IN ACCESS EXCLUSIVE MODE`]
  if (await holders.lock(client, { beside: statements(true), own, patienceMs })) return
  throw new SwapBlocked(Math.round(patienceMs / 1000), await blockers(client, [live, incoming]))
}

/**
 * Events that wait to be told follow to the incoming schema: as the table they lie in, however many they are. They pass through a
 * schema of its own because both tables, their indexes and sequences have the same names.
 */
async function exchangeOutboxes(client: PoolClient, { live, incoming }: Exchange): Promise<void> {
  const [from, to, between] = [quoteName(live), quoteName(incoming), quoteName(`${live}_between`)]
  await client.query(`DELETE FROM ${to}.outbox`)
  await client.query(`CREATE SCHEMA ${between}`)
  await client.query(`ALTER TABLE ${from}.outbox SET SCHEMA ${between}`)
  await client.query(`ALTER TABLE ${to}.outbox SET SCHEMA ${from}`)
  await client.query(`ALTER TABLE ${between}.outbox SET SCHEMA ${to}`)
  await client.query(`DROP SCHEMA ${between}`)
}

/** Books that go with the name rather than with the rows: states, ends, and other people's groups. */
async function moveBooks(client: PoolClient, { live, incoming, groups, moved }: Exchange): Promise<void> {
  const [from, to] = [quoteName(live), quoteName(incoming)]
  await client.query(
    `UPDATE ${to}.projection_groups n SET state = o.state, last_error = o.last_error, last_error_at = o.last_error_at,
       state_changed_at = o.state_changed_at FROM ${from}.projection_groups o WHERE o.group_name = n.group_name`,
  )
  await client.query(
    `INSERT INTO ${to}.projection_ends SELECT * FROM ${from}.projection_ends
     ON CONFLICT (topic, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset, seen_at = EXCLUDED.seen_at`,
  )
  // What the live tables have told of, the incoming ones need not tell again, wherever they stand.
  await client.query(
    `UPDATE ${to}.projection_positions n SET silent_before = greatest(n.silent_before, o.silent_before, o.next_offset)
     FROM ${from}.projection_positions o
     WHERE (o.group_name, o.topic, o.partition) = (n.group_name, n.topic, n.partition)
       AND greatest(o.silent_before, o.next_offset) > n.next_offset`,
  )
  for (const book of ['projection_positions', 'projection_groups', 'dead_letters']) {
    await client.query(`DELETE FROM ${to}.${book} WHERE group_name <> ALL ($1)`, [groups])
    await client.query(`INSERT INTO ${to}.${book} SELECT * FROM ${from}.${book} WHERE group_name <> ALL ($1)`, [groups])
  }
  for (const table of moved.map(quoteName)) {
    await client.query(`DELETE FROM ${to}.${table}`)
    await client.query(`INSERT INTO ${to}.${table} SELECT * FROM ${from}.${table}`)
  }
}

/**
 * Exchanges the schemas inside the caller's transaction, which must do nothing else for long afterwards. What people have
 * made beside the tables (views in any schema, tables, functions) stays where its name is; owners and privileges are kept.
 * @throws SwapBlocked, SwapObstructed
 */
export async function exchange(client: PoolClient, options: Exchange): Promise<void> {
  const { live, incoming, outgoing } = options
  await client.query("SET LOCAL search_path = ''")
  const inTheWay = await rowsOf<{ object: string }>(client, obstacles, [live, incoming])
  if (inTheWay.length > 0) throw new SwapObstructed(inTheWay.map((row) => row.object))
  for (const row of await rowsOf<{ statement: string }>(client, privileges, [live, incoming]))
    await client.query(row.statement)
  const views = await readForeignViews(client, options)
  await lockAll(client, options, views)
  await exchangeOutboxes(client, options)
  await moveBooks(client, options)
  for (const row of await rowsOf<{ statement: string }>(client, foreignObjects, [live, incoming]))
    await client.query(row.statement)
  await client.query(`ALTER SCHEMA ${quoteName(live)} RENAME TO ${quoteName(outgoing)}`)
  await client.query(`ALTER SCHEMA ${quoteName(incoming)} RENAME TO ${quoteName(live)}`)
  for (const view of views) {
    const options = view.options === null ? '' : ` WITH (${view.options.join(', ')})`
    await client.query(
      `CREATE OR REPLACE VIEW ${quoteName(view.schema)}.${quoteName(view.name)}${options} AS ${view.definition}`,
    )
  }
}
