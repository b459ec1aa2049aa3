/** Moments of a rebuild at which something is killed, and the tables that must be whole afterwards. */
import { expect } from 'vitest'
import pg from 'pg'

/** Whether a condition in SQL holds. */
export async function holds(pool: pg.Pool, condition: string): Promise<boolean> {
  const { rows } = await pool.query<{ holds: boolean | null }>(`SELECT (${condition}) AS holds`)
  return rows[0]?.holds === true
}

/** Waits for a condition in SQL, whatever the database answers meanwhile. */
export const until = (pool: pg.Pool, condition: string): Promise<void> =>
  expect.poll(() => holds(pool, condition).catch(() => false), { timeout: 120_000, interval: 10 }).toBe(true)

/** Whether the rebuild is at a statement now. */
const isAt = (statement: string) =>
  `EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'darkhorses rebuild%'
     AND state = 'active' AND wait_event_type = 'Lock' AND query LIKE '${statement}%')`

/** No connection of a rebuild is left. */
export const isGone = `NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'darkhorses rebuild%')`

/** A fingerprint of all 18 live tables. */
export async function liveTables(pool: pg.Pool): Promise<string> {
  const { rows: names } = await pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'racing' AND tablename LIKE 'ra\\_%' ORDER BY 1",
  )
  expect(names).toHaveLength(18)
  const sums = names.map(
    ({ name }) => `(SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM racing.${name} t)`,
  )
  const { rows } = await pool.query<{ sum: string }>(`SELECT concat_ws(',', ${sums.join(', ')}) AS sum`)
  return rows[0]?.sum ?? ''
}

/** Somebody who keeps a rebuild waiting at a point. */
export async function obstacle(url: string, statements: readonly string[]): Promise<{ end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url })
  // The server may be killed under it.
  client.on('error', () => undefined)
  await client.connect()
  await client.query('BEGIN')
  for (const statement of statements) await client.query(statement)
  return {
    end: async () => {
      await client.query('ROLLBACK').catch(() => undefined)
      await client.end().catch(() => undefined)
    },
  }
}

const filling =
  "EXISTS (SELECT FROM rebuilding.rebuilds WHERE state = 'filling') AND (SELECT sum(next_offset) > 0 FROM racing_next.projection_positions)"

/** In the order of a rebuild: what to ask for, what keeps it there, and how one knows that it is there. */
export const points = [
  { at: 'filling', args: [], hold: null, condition: filling },
  {
    at: 'merging masters',
    args: [],
    hold: ["SELECT pg_advisory_xact_lock(hashtext('darkhorses.entities'), hashtext('racing_next'))"],
    condition: isAt('-- One transaction at a time merges'),
  },
  { at: 'making indexes', args: [], hold: null, condition: "to_regclass('racing_next.stats_runs_horse') IS NOT NULL" },
  { at: 'comparing', args: ['--diff'], hold: ['LOCK TABLE racing.ra_mst_regions'], condition: isAt('CREATE TEMPORARY TABLE') },
  { at: 'waiting for readers', args: ['--swap'], hold: ['SELECT FROM racing.ra_races'], condition: isAt('LOCK TABLE') },
  {
    at: 'swapping, all locks held',
    args: ['--swap'],
    hold: ['GRANT USAGE ON SCHEMA racing TO pg_monitor'],
    condition: isAt('ALTER SCHEMA "racing" RENAME'),
  },
] // prettier-ignore
