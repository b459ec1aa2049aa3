import type { EventHeaders } from '../log/log.js'

/**
 * Text as Postgres can hold it, in `text` and in `jsonb`: it has no place for U+0000, which keys and headers on Kafka may contain,
 * nor for half a surrogate pair, which cutting a message short leaves behind.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed()
}

/** Headers as Postgres can hold them. */
export function storableHeaders(headers: EventHeaders): EventHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [storableText(name), storableText(text)]))
}
