/**
 * What a projection is: events in, rows out, in the transaction that moves the group's position.
 * The loop around it (runProjection.ts) gives it exactly-once, fencing, dead letters and rebuild.
 */
import type { PoolClient } from 'pg'
import type { StoredEvent } from '../log/log.js'
import type { DarkhorsesEvent } from '../events/events.js'
import type { FieldsRead } from '../events/fieldsRead.js'

/** One decoded event with the place it came from. */
export interface ProjectionEvent<Event = DarkhorsesEvent> {
  readonly event: Event
  readonly stored: StoredEvent
}

/** A batch that is taken in event by event, so that thousands of decoded events need not be held at once. */
export interface Gathering<Event = DarkhorsesEvent> {
  /** Takes in the next event. Throws a `DataError` where it can never be applied; the gathering is then as it was before it. */
  add(one: ProjectionEvent<Event>): void
  /** Applies what was taken in; what is said of `Projection.apply` holds. */
  apply(client: PoolClient): Promise<void>
}

export interface Projection<Event = DarkhorsesEvent> {
  /** The consumer group, and the name of the projection everywhere (positions, metrics, dead letters). */
  readonly group: string
  /** Logical topic names (lib/events/topics.ts), without prefix. */
  readonly topics: readonly string[]
  /**
   * The fields it looks at, of types of events of which it needs a part: the others are not read, and absent. A group that reads ids
   * and names of racecards does not pay for their texts and prices. All fields where left out.
   */
  readonly reads?: FieldsRead
  /**
   * Applies events in order, with set-based SQL on `client` (search_path leads to the projection's own schema).
   * Must be idempotent by content, and may see one event or thousands. Throws a `DataError` for an event that can never
   * be applied (it is found by bisection and set aside); any other error rolls back and is retried or ends the process.
   */
  apply(events: readonly ProjectionEvent<Event>[], client: PoolClient): Promise<void>
  /**
   * Begins a batch for a projection that needs little of each event and can take it in before anything is read from the tables. Where
   * it is there, the loop uses it instead of `apply`, and gives it larger batches; `apply` is `applyGathered` of it then.
   */
  readonly gather?: () => Gathering<Event>
  /** What is gathered is about as large as the events themselves: the loop gives no larger batches for it. */
  readonly gathersContents?: boolean
  /** What becomes of a bad event: set aside and go on (default), or stop the group until it is retried. */
  readonly onBadEvent?: 'skip' | 'pause'
  /** Topics whose events this group notes by key (eventPlaces.ts), for `explain`; one group per topic and schema. */
  readonly indexes?: readonly string[]
}

/** The gathering of a projection: its own, or one that holds the events for `apply`. */
export function gatheringOf<Event>(projection: Projection<Event>): Gathering<Event> {
  if (projection.gather !== undefined) return projection.gather()
  const events: ProjectionEvent<Event>[] = []
  return {
    add: (one) => void events.push(one),
    apply: (client) => projection.apply(events, client),
  }
}

/** Whether a batch of a projection holds little but its bytes; and the larger it is, the fewer rows are written twice. */
export const gathersLittle = (projection: Pick<Projection, 'gather' | 'gathersContents'>): boolean =>
  projection.gather !== undefined && projection.gathersContents !== true

/** The `apply` of a projection that gathers: the same by way of a gathering. */
export const applyGathered =
  <Event>(gather: () => Gathering<Event>): Projection<Event>['apply'] =>
  async (events, client) => {
    const gathering = gather()
    for (const one of events) gathering.add(one)
    await gathering.apply(client)
  }

/** A projection without its gathering: for whoever wraps `apply`, which the loop would pass by. */
export function withoutGathering<Event>(projection: Projection<Event>): Projection<Event> {
  const { gather: _passedBy, ...rest } = projection
  return rest
}
