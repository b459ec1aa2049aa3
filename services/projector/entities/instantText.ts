const texts = new Map<number, string>()

/** An instant (ms) as ISO text. A day's events were fetched at few instants, and every row has two of them: the texts are kept. */
export function instantText(ms: number | null): string | null {
  if (ms === null) return null
  const known = texts.get(ms)
  if (known !== undefined) return known
  if (texts.size > 5000) texts.clear()
  const text = new Date(ms).toISOString()
  texts.set(ms, text)
  return text
}
