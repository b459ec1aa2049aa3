/** The most calls that any sliding second saw, by times of arrival in ms. */
export function mostInASecond(arrivals: readonly { readonly at: number }[]): number {
  const times = arrivals.map(({ at }) => at).sort((a, b) => a - b)
  let most = 0
  let first = 0
  for (const [last, at] of times.entries()) {
    while (at - (times[first] ?? at) >= 1000) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
