/** Uses of the API and of the database by this process, from its own counters. */
import type { Metrics } from '../../../lib/metrics.js'
import type { Uses } from './errorShare.js'

/** Calls of the API: an answer in the 200s or a 404 is none of its errors. */
export async function apiUses(metrics: Metrics): Promise<Uses> {
  const { values } = await metrics.apiRequests.get()
  const uses = { ok: 0, errors: 0 }
  for (const { labels, value } of values) uses[/^(2\d\d|404)$/.test(String(labels.status)) ? 'ok' : 'errors'] += value
  return uses
}

/** Uses of database connections. */
export async function databaseUses(metrics: Metrics): Promise<Uses> {
  const { values } = await metrics.databaseUses.get()
  const uses = { ok: 0, errors: 0 }
  for (const { labels, value } of values) uses[labels.outcome === 'ok' ? 'ok' : 'errors'] += value
  return uses
}
