const texts = new Map<number, string>()
const mostTexts = 5000

/** An instant (ms) as ISO text. Rows of one race, and of one fetch, have the same ones: the texts are kept. */
export function instantText(ms: number): string
export function instantText(ms: number | null): string | null
export function instantText(ms: number | null): string | null {
  if (ms === null) return null
  const known = texts.get(ms)
  if (known !== undefined) return known
  const text = new Date(ms).toISOString()
  if (texts.size >= mostTexts) texts.clear()
  texts.set(ms, text)
  return text
}
