import { createHash } from 'node:crypto'

/** JSON with object keys in code-unit order: the same content has the same text, however it was ordered. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const object = value as Readonly<Record<string, unknown>>
    const keys = Object.keys(object).filter((key) => object[key] !== undefined)
    return `{${keys
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`)
      .join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** SHA-256 (hex) of a JSON value's canonical text. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/** Deterministic id of an event, 32 hex digits: of where it came from, what it is about, when it was fetched and what it said. */
export function eventId(of: { source: string; key: string; fetchedAt: number; contentHash: string }): string {
  return createHash('sha256')
    .update([of.source, of.key, String(of.fetchedAt), of.contentHash].join('\n'))
    .digest('hex')
    .slice(0, 32)
}
