/**
 * What a projection is: events in, rows out, in the transaction that moves the group's position.
 * The loop around it (runProjection.ts) gives it exactly-once, fencing, dead letters and rebuild.
 */
import type { PoolClient } from 'pg'
import type { StoredEvent } from '../log/log.js'
import type { DarkhorsesEvent } from '../events/events.js'

/** One decoded event with the place it came from. */
export interface ProjectionEvent<Event = DarkhorsesEvent> {
  readonly event: Event
  readonly stored: StoredEvent
}

export interface Projection<Event = DarkhorsesEvent> {
  /** The consumer group, and the name of the projection everywhere (positions, metrics, dead letters). */
  readonly group: string
  /** Logical topic names (lib/events/topics.ts), without prefix. */
  readonly topics: readonly string[]
  /**
   * Applies events in order, with set-based SQL on `client` (search_path leads to the projection's own schema).
   * Must be idempotent by content, and may see one event or thousands. Throws a `DataError` for an event that can never
   * be applied (it is found by bisection and set aside); any other error rolls back and is retried or ends the process.
   */
  apply(events: readonly ProjectionEvent<Event>[], client: PoolClient): Promise<void>
  /** What becomes of a bad event: set aside and go on (default), or stop the group until it is retried. */
  readonly onBadEvent?: 'skip' | 'pause'
  /** Topics whose events this group notes by key (eventPlaces.ts), for `explain`; one group per topic and schema. */
  readonly indexes?: readonly string[]
}
