/** The calls of the sliding second that saw the most, in order, by times of arrival in ms. */
export function busiestSecond<Arrival extends { readonly at: number }>(
  arrivals: readonly Arrival[],
): readonly Arrival[] {
  const sorted = [...arrivals].sort((a, b) => a.at - b.at)
  let busiest: readonly Arrival[] = []
  let first = 0
  for (const [last, { at }] of sorted.entries()) {
    while (at - (sorted[first]?.at ?? at) >= 1000) first += 1
    if (last - first + 1 > busiest.length) busiest = sorted.slice(first, last + 1)
  }
  return busiest
}

/** The calls of three seconds before and after the first of some, by when they arrived after it. */
export function callsAround(
  arrivals: readonly { readonly at: number; readonly path: string; readonly status: number }[],
  some: readonly { readonly at: number }[],
): readonly string[] {
  const from = some[0]?.at ?? 0
  return arrivals
    .filter(({ at }) => Math.abs(at - from) < 3000)
    .map(({ at, path, status }) => `${at - from} ms ${path} ${status}`)
}

/** How many calls that second saw. */
export const mostInASecond = (arrivals: readonly { readonly at: number }[]): number => busiestSecond(arrivals).length

/** The calls that were made more than once, each with when and what came of it, to be told when there should be none. */
export function repeatedCalls(
  arrivals: readonly { readonly at: number; readonly path: string; readonly status: number }[],
): readonly string[] {
  const begun = arrivals[0]?.at ?? 0
  const byPath = new Map<string, string[]>()
  for (const { at, path, status } of arrivals)
    byPath.set(path, [...(byPath.get(path) ?? []), `${status} after ${at - begun} ms`])
  return [...byPath].filter(([, times]) => times.length > 1).map(([path, times]) => `${path}: ${times.join(', ')}`)
}
