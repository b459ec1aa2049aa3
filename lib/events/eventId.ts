import { createHash } from 'node:crypto'

/** Deterministic id, 32 hex digits, of everything that makes an event this event and no other. */
export function deterministicId(...parts: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** Id of a fact: of where it came from, what it is about, when it was fetched (milliseconds) and what it said. */
export function eventId(of: { source: string; key: string; fetchedAt: number; contentHash: string }): string {
  return deterministicId(of.source, of.key, of.fetchedAt, of.contentHash)
}
