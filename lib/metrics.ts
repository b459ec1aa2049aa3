import { Counter, Gauge, Registry } from 'prom-client'
import { version } from './version.js'

/** The metrics of one process, by the conventions of Prometheus; a registry of its own, so that tests can have several. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  new Gauge({
    name: 'darkhorses_build_info',
    help: 'Always 1; the labels tell versions.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: version(), node: process.version }, 1)
  return {
    registry,
    eventsApplied: new Counter({
      name: 'darkhorses_events_applied_total',
      help: 'Events applied by a group.',
      labelNames: ['group'],
      registers,
    }),
    deadLetters: new Counter({
      name: 'darkhorses_dead_letters_total',
      help: 'Events set aside by a group.',
      labelNames: ['group'],
      registers,
    }),
    groupStallSeconds: new Gauge({
      name: 'darkhorses_group_stall_seconds',
      help: 'Seconds for which the event that a group has to take next has been the same.',
      labelNames: ['group'],
      registers,
    }),
    recycled: new Counter({
      name: 'darkhorses_consumers_recycled_total',
      help: 'Consumers started anew after a stall.',
      labelNames: ['group'],
      registers,
    }),
    apiRequests: new Counter({
      name: 'darkhorses_api_requests_total',
      help: 'Calls of The Racing API.',
      labelNames: ['endpoint', 'status'],
      registers,
    }),
    unreadableValues: new Counter({
      name: 'darkhorses_unreadable_values_total',
      help: 'Values that could not be read and became null.',
      labelNames: ['field'],
      registers,
    }),
    databaseUses: new Counter({
      name: 'darkhorses_database_uses_total',
      help: 'Times a database connection was used, by whether it broke.',
      labelNames: ['outcome'],
      registers,
    }),
    driftRows: new Counter({
      name: 'darkhorses_drift_rows_total',
      help: 'Published statistics that the continuous check found to differ from their facts.',
      labelNames: ['table'],
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
