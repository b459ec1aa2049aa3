import type { Command } from 'commander'
import type { Pool } from 'pg'
import type { Runtime } from '../../lib/runtime.js'
import { counts } from '../progress.js'
import { withRuntime } from '../session.js'
import { table } from '../table.js'

interface Chunk {
  readonly chunk_number: number
  readonly start_date: string
  readonly end_date: string
  readonly racecards: number
  readonly results: number
}

/** Calendar months between the first and the last day fetched, with the days fetched in each. */
async function chunks(pool: Pool): Promise<Chunk[]> {
  const { rows } = await pool.query<Chunk>(
    `SELECT row_number() OVER (ORDER BY date_trunc('month', date))::int AS chunk_number, min(date) AS start_date, max(date) AS end_date,
       count(*) FILTER (WHERE kind = 'racecards')::int AS racecards, count(*) FILTER (WHERE kind = 'results')::int AS results
     FROM fetch_units WHERE date IS NOT NULL AND succeeded_at IS NOT NULL GROUP BY date_trunc('month', date) ORDER BY 1`,
  )
  return rows
}

async function lag(runtime: Runtime) {
  const sql = `SELECT g.group_name AS "group", g.state, coalesce(sum(l.events_behind), 0)::bigint AS lag_events,
      round(coalesce(max(l.seconds_behind), 0), 1) AS lag_seconds, g.events_applied, g.last_error
    FROM projection_groups g LEFT JOIN projection_lag l USING (group_name) GROUP BY g.group_name ORDER BY 1`
  const [fetching, racing] = await Promise.all([
    runtime.pool('fetching').query<Record<string, unknown>>(sql),
    runtime.pool('racing').query<Record<string, unknown>>(sql),
  ])
  return [...fetching.rows, ...racing.rows]
}

/** State of runs, groups and tables; with `--json` the fields of the old checkpoint files as well. */
export function define(command: Command): Command {
  return command.option('--json', 'as JSON').action(async (options: { json?: true }) => {
    await withRuntime(async (runtime) => {
      const fetching = runtime.pool('fetching')
      const months = await chunks(fetching)
      const total = await counts(runtime.pool('racing'))
      const groups = await lag(runtime)
      const { rows: runs } = await fetching.query<Record<string, unknown>>(
        'SELECT id, state, priority, start_date, end_date, requested_at, finished_at, message FROM runs ORDER BY requested_at DESC LIMIT 20',
      )
      const last = months.at(-1)
      if (options.json === true) {
        const stats = {
          total_chunks: months.length,
          chunks_processed: months.length,
          total_races: total.races,
          total_runners: total.runners,
          start_date: months[0]?.start_date ?? null,
          end_date: last?.end_date ?? null,
          chunks: months,
        }
        const status = {
          timestamp: runtime.clock.now().toISOString(),
          stats,
          last_completed_chunk: last?.chunk_number ?? null,
          last_chunk_end_date: last?.end_date ?? null,
          groups,
          runs,
          counts: total,
        }
        console.log(
          JSON.stringify(status, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value), 2),
        )
        return
      }
      console.log(
        `${total.races} races on ${total.days} days, ${total.runners} runners, ${total.results} results, ${total.horses} horses, ${total.dead_letters} dead letters\n`,
      )
      console.log(table(groups, ['group', 'state', 'lag_events', 'lag_seconds', 'events_applied', 'last_error']))
      console.log('')
      console.log(table(runs, ['id', 'state', 'requested_at', 'finished_at', 'message']))
    })
  })
}
