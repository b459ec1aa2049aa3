/** Text as Postgres can hold it: it has no place for U+0000, which keys and headers on Kafka may contain. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD')
}
