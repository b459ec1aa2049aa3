import type { EventHeaders } from '../log/log.js'
import type { DarkhorsesEvent } from './events.js'
import type { PassedHeaders } from './traceContext.js'

/** When an event happened, in milliseconds; null where it does not say. */
function timeOf(event: DarkhorsesEvent): number | null {
  switch (event.type) {
    case 'ControlMessage':
      return event.requested_at
    case 'DeadLetter':
      return event.failed_at
    case 'RaceSettled':
      return event.settled_at
    default:
      return event.fetched_at
  }
}

/**
 * CloudEvents attributes in binary mode, as the Kafka binding spells them (`ce_id`, `ce_type`, …), so that consumers can
 * route without decoding. A `traceparent` is passed on as it is.
 */
export function cloudEventHeaders(event: DarkhorsesEvent, subject: string, passed: PassedHeaders = {}): EventHeaders {
  const time = timeOf(event)
  return {
    ce_specversion: '1.0',
    ce_id: 'event_id' in event ? event.event_id : event.id,
    ce_type: `uk.darkhorses.${event.type}`,
    ce_source: 'source' in event ? event.source : '/darkhorses',
    ce_subject: subject,
    ...(time === null ? {} : { ce_time: new Date(time).toISOString() }),
    'content-type': 'application/avro',
    ...(passed.traceparent === undefined ? {} : { traceparent: passed.traceparent }),
  }
}
