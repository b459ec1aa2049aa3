/** Small arithmetic of measurements. */

/** Runs some work; seconds it took beside its answer. */
export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const began = performance.now()
  const value = await work()
  return { seconds: (performance.now() - began) / 1000, value }
}

/** The value below which a share of the values lies (0.5 the median, 0.99 the slowest of a hundred). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Rounded for a report: three digits that mean something. */
export const digits = (value: number): number =>
  Number(value.toPrecision(value >= 1000 ? Math.ceil(Math.log10(value)) : 3))

/** Stops the bench where its own answer is wrong. */
export function mustBe(what: string, actual: unknown, expected: unknown): void {
  if (String(actual) !== String(expected))
    throw new Error(`The bench's own answer is wrong: ${what} is ${String(actual)}, not ${String(expected)}.`)
}

/** A line on stderr about where the bench is. */
export const tell = (line: string): void => void process.stderr.write(`   ${line}\n`)

/** Waits between two looks. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
