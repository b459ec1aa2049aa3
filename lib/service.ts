/** A part of the system that runs until it is stopped or fails. */
export interface RunningService {
  readonly name: string
  /** Resolves after `stop()`; rejects with what ended the service. */
  readonly done: Promise<void>
  /** Finishes the unit or batch in hand, then ends (≤ 5 s). */
  stop(): Promise<void>
}
