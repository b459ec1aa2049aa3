/** The pause before try `tries + 1`, in ms: 2, 4, 8, 16, 32 s, each up to a quarter longer. `random` is between 0 and 1. */
export function retryPause(tries: number, random: number): number {
  return Math.min(32_000, 1000 * 2 ** tries) * (1 + random / 4)
}

/** `Retry-After` in ms: seconds, or a date (against the machine's clock, as HTTP means it); undefined where there is none. */
export function retryAfterMs(header: string | string[] | undefined, now: number = Date.now()): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined || text.trim() === '') return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
