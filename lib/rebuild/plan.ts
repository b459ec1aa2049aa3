/** What is rebuilt: a schema, the groups that fill it, and which of them owns which columns. */
import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import type { MigrationSet } from '../db/migrate.js'
import type { Codec } from '../events/codec.js'
import type { EventLog, Position } from '../log/log.js'
import type { Logger } from '../logger.js'
import type { Projection } from '../projection/projection.js'

export interface OwnedTable {
  readonly table: string
  /** Columns that the group writes, the key's among them; left out: the whole row. */
  readonly columns?: readonly string[]
  /** Columns that the group does not write, beside the key. */
  readonly without?: readonly string[]
}

/** Connections into the schema that is filled, and into the live one. */
export interface NextTables {
  readonly next: Pool
  readonly live: Pool
}

export interface RebuiltGroup {
  readonly group: string
  /** Topics whose events it notes by key. */
  readonly indexes: readonly string[]
  readonly owns: readonly OwnedTable[]
  /** `filling` is true while the tables are filled in bulk: what is better done once at the end may wait for what follows. */
  projection(filling: () => boolean): Projection
  /**
   * Fills in what the projection has put down for the end: once it has applied all that there was when the rebuild began, while others
   * may still be at it, and before indexes are made. Done again where the rebuild was killed in between.
   */
  endFilling?(tables: NextTables): Promise<void>
  /**
   * Does what the projection has left for the end; idempotent, called before every comparison and swap.
   * `wasFilled` is true until it has once succeeded after the tables were filled in bulk.
   */
  finish?(tables: NextTables, wasFilled: boolean): Promise<void>
}

export interface RebuildPlan {
  /** The live schema; the others are called after it, with `_next` and `_old` behind. */
  readonly schema: string
  readonly sets: readonly MigrationSet[]
  readonly groups: readonly RebuiltGroup[]
  /** Tables whose rows go with the schema's name and not with what was replayed: requests that wait, for example. */
  readonly moved: readonly string[]
  /** Tables that begin empty: notes about rows that are not there any more. */
  readonly fresh: readonly string[]
  /** Indexes that filling itself needs; all other secondary ones are made afterwards. */
  readonly neededIndexes: readonly string[]
  /** Fingerprint of the code behind the projections. */
  readonly code: string
}

export interface ReplayStart {
  readonly group: string
  /** Where reading ends for now; nothing is read of a partition that is not named. */
  readonly until: readonly Position[]
  /** True while the tables are filled in bulk. */
  readonly filling: boolean
}

export interface Replay {
  /** Lets it read further. */
  raise(positions: readonly Position[]): void
  /** The tables are not filled in bulk any more. */
  endFilling(): void
  /** Rejects with what ended the loop, if anything but `stop` does. */
  readonly failed: Promise<never>
  /** Ends it, batch in hand included; positions stay where they are. */
  stop(): Promise<void>
}

export interface RebuildTools {
  readonly log: EventLog
  readonly codec: Codec
  readonly clock: Clock
  readonly logger: Logger
  /** Connections that may change schemas; their search_path does not matter. */
  readonly admin: Pool
  /** Opens connections into one schema, at most `most` of them (8); whoever asks closes them. Those into the next one give way to others. */
  open(schema: string, most?: number): Pool
  /** Starts the replay of a group somewhere else, such as in a thread of its own; left out: in this one. */
  readonly startReplay?: (start: ReplayStart) => Replay
}

export const nextOf = (schema: string): string => `${schema}_next`
export const oldOf = (schema: string): string => `${schema}_old`
