/** What kind of failure a unit's is, for grouping: by status, where there was an answer. */
export function failureType(unit: { readonly status: number | null; readonly error: string | null }): string {
  const { status, error } = unit
  if (status === 401) return 'not in the plan'
  if (status === 429) return 'rate limited (429)'
  if (status === 200) return 'unusable answer'
  if (status !== null) return `HTTP ${status}`
  return /time-?out|timed out/i.test(error ?? '') ? 'timeout' : 'no answer'
}
