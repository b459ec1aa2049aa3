import type { Pool } from 'pg'
import type { Runtime } from '../lib/runtime.js'
import { behind } from '../lib/projection/wait.js'
import { topics } from '../lib/events/topics.js'

/** The groups of the system, the schema their books are in, and the topics they read. */
export const groups = [
  { group: 'fetcher', schema: 'fetching', topics: [topics.control, topics.fetchLog] },
  { group: 'projector', schema: 'racing', topics: [topics.racecards, topics.results] },
  {
    group: 'entities',
    schema: 'racing',
    topics: [topics.racecards, topics.results, topics.horseProfiles, topics.reference],
  },
  { group: 'stats', schema: 'racing', topics: [topics.racecards, topics.results, topics.horseProfiles] },
] as const

/** What is not applied yet, group by group, and statistics whose publication is pending; empty when everything is. */
export async function unapplied(
  runtime: Runtime,
  names: readonly string[] = groups.map((one) => one.group),
): Promise<string[]> {
  const missing: string[] = []
  for (const one of groups.filter(({ group }) => names.includes(group))) {
    const late = await behind(runtime.pool(one.schema), one.group, await runtime.log.ends(one.topics))
    missing.push(
      ...late.map(
        (position) =>
          `${one.group} ${position.topic}/${position.partition} at ${position.applied} of ${position.offset}`,
      ),
    )
  }
  const racing = runtime.pool('racing')
  const { rows } = await racing.query<{ pending: boolean; outbox: boolean }>(
    `SELECT coalesce((SELECT publication_pending FROM stats_clock), false) AS pending, EXISTS (SELECT FROM outbox) AS outbox`,
  )
  if (names.includes('stats') && rows[0]?.pending === true)
    missing.push('stats: published rows are being set from replayed facts')
  if (names.includes('projector') && rows[0]?.outbox === true) missing.push('projector: its outbox is not empty')
  return missing
}

export interface RunProgress {
  readonly id: string
  readonly state: string
  readonly message: string | null
  readonly done: number
  readonly failed: number
}

/** Where the runs stand that are not finished, and the one named. */
export async function runProgress(pool: Pool, id: string): Promise<RunProgress | null> {
  const { rows } = await pool.query<RunProgress>(
    `SELECT r.id, r.state, r.message,
       (SELECT count(*)::int FROM fetch_units u WHERE u.run_id = r.id AND u.outcome <> 'failed') AS done,
       (SELECT count(*)::int FROM fetch_units u WHERE u.run_id = r.id AND u.outcome = 'failed') AS failed
     FROM runs r WHERE r.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

export interface Counts {
  readonly days: number
  readonly races: number
  readonly runners: number
  readonly results: number
  readonly horses: number
  readonly with_statistics: number
  readonly dead_letters: number
}

/** How much is in the tables. */
export async function counts(pool: Pool): Promise<Counts> {
  const { rows } = await pool.query<Counts>(
    `SELECT (SELECT count(DISTINCT date)::int FROM ra_races) AS days, (SELECT count(*)::int FROM ra_races) AS races,
       (SELECT count(*)::int FROM ra_runners) AS runners, (SELECT count(*)::int FROM ra_race_results) AS results,
       (SELECT count(*)::int FROM ra_mst_horses) AS horses,
       (SELECT count(*)::int FROM ra_mst_jockeys WHERE stats_updated_at IS NOT NULL) AS with_statistics,
       (SELECT count(*)::int FROM dead_letters WHERE resolved_at IS NULL) AS dead_letters`,
  )
  return rows[0] as Counts
}
