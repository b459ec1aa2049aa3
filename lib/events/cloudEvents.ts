import type { EventHeaders } from '../log/log.js'
import type { DarkhorsesEvent } from './events.js'

/**
 * CloudEvents attributes in binary mode, as the Kafka binding spells them (`ce_id`, `ce_type`, …), so that consumers can
 * route without decoding. A `traceparent` is passed on as it is.
 */
export function cloudEventHeaders(
  event: DarkhorsesEvent,
  subject: string,
  extra: { readonly traceparent?: string } = {},
): EventHeaders {
  const id = 'event_id' in event ? event.event_id : event.id
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: `uk.darkhorses.${event.type}`,
    ce_source: 'source' in event ? event.source : '/darkhorses',
    ce_subject: subject,
    'content-type': 'application/avro',
  }
  const time = 'fetched_at' in event ? event.fetched_at : undefined
  if (time !== undefined) headers['ce_time'] = new Date(time).toISOString()
  if (extra.traceparent !== undefined) headers['traceparent'] = extra.traceparent
  return headers
}
