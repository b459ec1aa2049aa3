/**
 * The one base of every expected failure: what happened, to which thing, what to do.
 * `code` is stable and greppable; `retriable` is always set, because the Kafka consumer retries whatever is not `false`.
 */
export abstract class RacingError extends Error {
  abstract readonly code: string
  abstract readonly retriable: boolean
  /** What the error is about (ids, positions, paths); never a secret. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.details = details
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Whether a thrown value says of itself that trying again can help; unknown things are not retried. */
export function isRetriable(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'retriable' in thrown && thrown.retriable === true
}
