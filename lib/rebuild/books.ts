/** The row of each rebuild in `rebuilding.rebuilds`, and the lock that lets one process work at a time. */
import type { Pool, PoolClient } from 'pg'
import { RebuildBusy, RebuildRefused } from './errors.js'

export type RebuildState =
  'requested' | 'filling' | 'filled' | 'swapped' | 'rolled back' | 'forgotten' | 'dropped' | 'refused'

export interface RebuildRow {
  readonly id: string
  readonly state: RebuildState
  readonly projections: readonly string[]
  readonly code: string | null
  readonly aside: readonly string[]
  readonly requested_at: Date
  readonly filled_at: Date | null
  readonly swapped_at: Date | null
  readonly ended_at: Date | null
  readonly message: string | null
}

const columns = 'id, state, projections, code, aside, requested_at, filled_at, swapped_at, ended_at, message'

/** Rebuilds, newest first. */
export async function listRebuilds(pool: Pool | PoolClient, limit = 20): Promise<RebuildRow[]> {
  const { rows } = await pool.query<RebuildRow>(
    `SELECT ${columns} FROM rebuilding.rebuilds ORDER BY requested_at DESC, id DESC LIMIT $1`,
    [limit],
  )
  return rows
}

/** The newest rebuild in one of some states; undefined where there is none. */
export async function newestIn(
  pool: Pool | PoolClient,
  states: readonly RebuildState[],
): Promise<RebuildRow | undefined> {
  const { rows } = await pool.query<RebuildRow>(
    `SELECT ${columns} FROM rebuilding.rebuilds WHERE state = ANY ($1)
     ORDER BY coalesce(swapped_at, requested_at) DESC, id DESC LIMIT 1`,
    [states],
  )
  return rows[0]
}

/** Opens a rebuild, or takes up one that was requested under this id. */
export async function openRebuild(
  client: Pool | PoolClient,
  rebuild: { id: string; projections: readonly string[]; code: string; aside: readonly string[]; at: Date },
): Promise<void> {
  await client.query(
    `INSERT INTO rebuilding.rebuilds AS r (id, state, projections, code, aside, requested_at)
     VALUES ($1, 'filling', $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET state = 'filling', projections = EXCLUDED.projections, code = EXCLUDED.code, aside = EXCLUDED.aside`,
    [rebuild.id, rebuild.projections, rebuild.code, JSON.stringify(rebuild.aside), rebuild.at],
  )
}

/** Notes what has become of a rebuild. */
export async function setState(
  client: Pool | PoolClient,
  id: string,
  state: RebuildState,
  at: Date,
  message: string | null = null,
): Promise<void> {
  await client.query(
    `UPDATE rebuilding.rebuilds SET state = $2, message = $4,
       filled_at = CASE WHEN $2 = 'filled' THEN $3 ELSE filled_at END,
       swapped_at = CASE WHEN $2 = 'swapped' THEN $3 ELSE swapped_at END,
       ended_at = CASE WHEN $2 IN ('rolled back', 'forgotten', 'dropped', 'refused') THEN $3 ELSE ended_at END
     WHERE id = $1`,
    [id, state, at, message],
  )
}

/**
 * Runs work while nobody else rebuilds, swaps, rolls back or drops. The lock belongs to a connection, so it ends with a
 * killed process. @throws RebuildBusy
 */
export async function alone<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => (broken = error)
  client.on('error', onError)
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('darkhorses.rebuild')) AS locked",
    )
    if (rows[0]?.locked !== true) throw new RebuildBusy()
    try {
      return await work()
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtext('darkhorses.rebuild'))").catch((error: unknown) => {
        broken = error instanceof Error ? error : new Error(String(error))
      })
    }
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

/** Whether nobody rebuilds, swaps, rolls back or drops at the moment. */
export async function isFree(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ free: boolean }>(
    `SELECT CASE WHEN pg_try_advisory_lock(hashtext('darkhorses.rebuild'))
       THEN pg_advisory_unlock(hashtext('darkhorses.rebuild')) ELSE false END AS free`,
  )
  return rows[0]?.free === true
}

/** Whether a schema exists. */
export async function schemaExists(pool: Pool | PoolClient, schema: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema])
  return rowCount === 1
}

/** The open rebuild. @throws RebuildRefused where there is none */
export async function openOne(pool: Pool): Promise<RebuildRow> {
  const row = await newestIn(pool, ['filling', 'filled'])
  if (row === undefined) throw new RebuildRefused('There is no rebuild: begin one with `darkhorses rebuild`.')
  return row
}
