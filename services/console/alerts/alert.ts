/** What people are told of: the kinds of docs/alerts.md. */
export const alertKinds = [
  'run finished',
  'failures in a row',
  'API errors',
  'database errors',
  'nothing new',
  'group stalled',
  'dead letter',
  'drift',
] as const
export type AlertKind = (typeof alertKinds)[number]

/** Something that people should know of. */
export interface Alert {
  readonly kind: AlertKind
  /** One or two sentences: what, and what to do. */
  readonly text: string
  /** What it is about. The same subject is told again after a day, or when `evidence` is newer than the last telling. */
  readonly subject: string
  /** When the newest thing happened that supports it; null for a state that goes on. */
  readonly evidence: Date | null
  /** Runs and dead letters by name: each is told once, and waits for its turn until then. */
  readonly once?: readonly string[]
}
