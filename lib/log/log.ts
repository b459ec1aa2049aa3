/**
 * The event log: the whole contract, for both adapters (Kafka, and tables in Postgres).
 * Nothing outside lib/log knows which one runs. Offsets are bigint from the edge inwards ("9" > "10").
 */
import type { PoolClient } from 'pg'

/** Text headers only; CloudEvents attributes travel as `ce_id`, `ce_type`, … beside `traceparent`. */
export type EventHeaders = Readonly<Record<string, string>>

export interface NewEvent {
  readonly topic: string
  /** Events of one key keep their order; null spreads. */
  readonly key: string | null
  readonly value: Buffer | null
  readonly headers?: EventHeaders
  /** Where and when it was in the log that it is copied from (copyLog.ts); whoever makes an event leaves both to the log. */
  readonly copied?: { readonly partition: number; readonly timestamp: number }
}

export interface StoredEvent {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly key: string | null
  readonly value: Buffer | null
  readonly headers: EventHeaders
  /** When the log took it (milliseconds since the epoch). */
  readonly timestamp: number
}

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** `offset` is always the *next* one: of the next event to read, or of the next event to be written. */
export interface Position extends TopicPartition {
  readonly offset: bigint
}

export interface TopicSpec {
  readonly topic: string
  readonly partitions: number
}

/** Consecutive events of one or more partitions, each partition in offset order. */
export interface Slice {
  readonly events: readonly StoredEvent[]
  /** Per partition of the batch: first offset (`from`) and the offset after the last (`next`). On Kafka `next - from` may exceed the number of events (transaction markers). */
  readonly ranges: readonly (TopicPartition & { readonly from: bigint; readonly next: bigint })[]
}

/** What is handed out to be handled. */
export interface Batch extends Slice {
  /**
   * What comes next, where it is there already: handled together with the events before, of which the log keeps nothing meanwhile. Whoever
   * takes little of each event handles many of them at once, and memory holds the events of two slices.
   */
  more(): Promise<Slice | undefined>
  /**
   * Throws `LeaseLost` when this consumer no longer holds the partitions. Called inside the transaction that moves
   * the positions, so that a zombie cannot commit; one statement, sent at once. On Kafka it does nothing: the compare-and-set of
   * positions decides.
   */
  confirm(client: PoolClient): Promise<void>
}

export interface SubscribeOptions {
  readonly group: string
  readonly topics: readonly string[]
  /** Where to go on, asked on every assignment: the next offset per partition; a partition left out starts at 0. */
  positions(assigned: readonly TopicPartition[]): Promise<readonly Position[]>
  /**
   * Handles one batch; when it resolves the log goes on after it, when it throws the subscription ends with that error
   * (`done` rejects). Never called twice at once for one partition. It may take its time: the consumer stays alive meanwhile.
   */
  handleBatch(batch: Batch): Promise<void>
  /** Upper bounds of a batch, and of each slice after it; asked before each read, so that the caller can adapt. */
  batchLimits?(): { readonly events: number; readonly bytes: number }
  /** Called when partitions are gained or lost, for the group's state in SQL. */
  onAssignment?(assigned: readonly TopicPartition[]): void
}

export interface Subscription {
  /** Settles when the subscription has ended: resolved after `stop()`, rejected with what ended it. */
  readonly done: Promise<void>
  /** Finishes the batch in hand and leaves the group (≤ 5 s). */
  stop(): Promise<void>
}

export interface ReadOptions extends TopicPartition {
  readonly from: bigint
  /** At most so many events (default 1,000) and about so many bytes of values (default 16 MiB, at least one event). */
  readonly limit?: number
  readonly bytes?: number
}

export interface EventLog {
  readonly kind: 'embedded' | 'kafka'
  /** Creates what is missing with the right settings (unlimited retention, no compaction); existing topics stay as they are. */
  createTopics(specs: readonly TopicSpec[]): Promise<void>
  /** All of them or none, in the order given; returns each event's position. */
  append(events: readonly NewEvent[]): Promise<readonly Position[]>
  /** Committed events from an offset on, at once; empty at the end. */
  read(options: ReadOptions): Promise<readonly StoredEvent[]>
  subscribe(options: SubscribeOptions): Promise<Subscription>
  /** Per partition the next offset to be written (everything committed lies before it). */
  ends(topics: readonly string[]): Promise<readonly Position[]>
  /** The topics that exist, with their number of partitions. */
  topics(): Promise<readonly TopicSpec[]>
  /** Of each partition, the offset of the first event at or after an instant (ms), or its end. */
  offsetsAt(topic: string, timestamp: number): Promise<readonly Position[]>
  close(): Promise<void>
}
