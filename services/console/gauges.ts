/** Metrics that are read from the database at the moment they are asked for: the same wherever the groups run. */
import { Gauge, Registry } from 'prom-client'
import type { Runtime } from '../../lib/runtime.js'
import { recentCalls, unitCounts } from './fetchState.js'
import { groupStates } from './groupStates.js'

export interface Gauges {
  readonly registry: Registry
  /** Reads everything anew. */
  refresh(): Promise<void>
}

const gauge = (registry: Registry, name: string, help: string, labelNames: string[] = []) =>
  new Gauge({ name: `darkhorses_${name}`, help, labelNames, registers: [registry] })

/** The gauges of a system. */
export function createGauges(runtime: Runtime): Gauges {
  const registry = new Registry()
  const lagSeconds = gauge(registry, 'consumer_lag_seconds', 'Age of the oldest event that a group has not applied.', [
    'group',
    'topic',
  ])
  const lagEvents = gauge(registry, 'consumer_lag_events', 'Events that a group has not applied.', ['group', 'topic'])
  const state = gauge(registry, 'group_running', '1 while a group is running, 0 in any other state.', ['group'])
  const deadLetters = gauge(registry, 'dead_letters', 'Events set aside that wait for a retry.', ['group'])
  const units = gauge(registry, 'units', 'Fetch units by their newest outcome.', ['state'])
  const runs = gauge(registry, 'runs', 'Runs by state.', ['state'])
  const budget = gauge(
    registry,
    'api_budget_used_ratio',
    'Calls of the past minute over what the rate allows; 0 where there is no limit.',
  )
  const newest = gauge(registry, 'newest_fetch_timestamp_seconds', 'When the newest unit was fetched.')
  const drift = gauge(registry, 'drift_rows', 'Published rows that differ from their facts, as found last.')

  return {
    registry,
    refresh: async () => {
      const fetching = runtime.pool('fetching')
      const now = runtime.clock.now().getTime()
      const [groups, outcomes, runStates, calls, last, drifted] = await Promise.all([
        groupStates(runtime),
        unitCounts(fetching),
        fetching.query<{ state: string; runs: number }>('SELECT state, count(*)::int AS runs FROM runs GROUP BY 1'),
        recentCalls(fetching, new Date(now - 60_000)),
        fetching.query<{ newest: Date | null }>('SELECT max(fetched_at) AS newest FROM fetch_units'),
        runtime.pool('racing').query<{ rows: number }>('SELECT count(*)::int AS rows FROM stats_drift'),
      ])
      registry.resetMetrics()
      for (const { group, state: one, dead_letters, partitions } of groups) {
        state.set({ group }, one === 'running' ? 1 : 0)
        deadLetters.set({ group }, dead_letters)
        for (const topic of new Set(partitions.map((partition) => partition.topic))) {
          const own = partitions.filter((partition) => partition.topic === topic)
          lagSeconds.set({ group, topic }, Math.max(...own.map((partition) => partition.seconds_behind)))
          lagEvents.set(
            { group, topic },
            own.reduce((sum, partition) => sum + partition.events_behind, 0),
          )
        }
      }
      for (const outcome of ['ok', 'empty', 'not_found', 'failed', 'not_in_plan'])
        units.set({ state: outcome }, outcomes[outcome] ?? 0)
      for (const row of runStates.rows) runs.set({ state: row.state }, row.runs)
      const { rate } = runtime.config.api
      budget.set(rate === 0 ? 0 : calls.calls / (60 * rate))
      newest.set((last.rows[0]?.newest?.getTime() ?? 0) / 1000)
      drift.set(drifted.rows[0]?.rows ?? 0)
    },
  }
}
