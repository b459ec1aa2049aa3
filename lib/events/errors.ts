import { messageOf, RacingError } from '../errors.js'

/** Bytes that are no event of ours; they are set aside with their position. */
export class UndecodableEvent extends RacingError {
  readonly code = 'EVENT_UNDECODABLE'
  readonly retriable = false
  /** Without the place: the same for all events of one cause. */
  readonly reason: string
  constructor(reason: string, at: { topic: string; partition: number; offset: bigint }, cause?: unknown) {
    super(
      `The event at ${at.topic}/${at.partition} offset ${at.offset} cannot be decoded: ${reason}. It is set aside; retry it when the cause is mended.`,
      { ...at, reason },
      cause,
    )
    this.reason = reason
  }
}

/** An event that no schema can hold: a defect of the code that made it. */
export class UnencodableEvent extends RacingError {
  readonly code = 'EVENT_UNENCODABLE'
  readonly retriable = false
  constructor(type: string, cause?: unknown) {
    super(`A ${type} does not fit its schema: ${messageOf(cause)}.`, { type }, cause)
  }
}

/** The schema registry does not answer. */
export class RegistryUnavailable extends RacingError {
  readonly code = 'REGISTRY_UNAVAILABLE'
  readonly retriable = true
  constructor(registry: string, cause?: unknown, advice = 'check SCHEMA_REGISTRY_URL and that it runs') {
    super(`The schema registry ${registry} does not answer: ${advice}.`, { registry }, cause)
  }
}

/** The registry knows no schema of this id. */
export class UnknownSchema extends RacingError {
  readonly code = 'SCHEMA_UNKNOWN'
  readonly retriable = false
  constructor(id: number, cause?: unknown) {
    super(`No schema has the id ${id} in the registry.`, { id }, cause)
  }
}

/** The schema registry answered, and refused: credentials, an incompatible schema, a subject with other rules. */
export class RegistryRefused extends RacingError {
  readonly code = 'REGISTRY_REFUSED'
  readonly retriable = false
  constructor(registry: string, subject: string, cause?: unknown) {
    super(
      `The schema registry ${registry} refused ${subject} (${messageOf(cause)}): compare its versions with schemas/history, and its rules and credentials.`,
      { registry, subject },
      cause,
    )
  }
}

/** A defect of the caller: events must be prepared before they are decoded. */
export class SchemaNotPrepared extends RacingError {
  readonly code = 'SCHEMA_NOT_PREPARED'
  readonly retriable = true
  constructor(id: number) {
    super(`Schema ${id} has not been asked for: call codec.prepare(events) before decoding them.`, { id })
  }
}
