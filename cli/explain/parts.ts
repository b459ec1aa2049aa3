/** What the explanation of any row is put together from. */
import type { Decision, ExplainedEvent } from '../../lib/explain/explanation.js'

export type Row = Readonly<Record<string, unknown>>
export type Key = Readonly<Record<string, string>>

export interface Parts {
  readonly events: readonly ExplainedEvent[]
  readonly more_events?: number
  readonly decisions: readonly Decision[]
}
