import { parseArgs } from 'node:util'

export interface Sizes {
  /** Years of generated racing, about 13,700 races each; may be a fraction. */
  readonly years: number
  /** Groups to measure, where a bench lets one choose; none for all that it knows. */
  readonly groups?: readonly string[]
}

/** Names of figures, in the words of docs/performance.md, to numbers or series of them. */
export type Figures = Readonly<Record<string, number | readonly number[] | string>>

/**
 * Runs a bench where its file is the program (scripts/bench.mjs starts each in a process of its own) and prints its figures as
 * the last line of stdout. `--years N` sets the size, `--groups a,b` leaves groups out where a bench has several.
 */
export async function main(file: string, years: number, bench: (sizes: Sizes) => Promise<Figures>): Promise<void> {
  if (process.argv[1] !== file) return
  const { values } = parseArgs({ options: { years: { type: 'string' }, groups: { type: 'string' } } })
  const wanted = values.years === undefined ? years : Number(values.years)
  if (!(wanted > 0 && wanted <= 30)) throw new Error(`--years takes 0.05 to 30, for example 10; it is ${values.years}.`)
  console.log(
    JSON.stringify(
      await bench({ years: wanted, ...(values.groups === undefined ? {} : { groups: values.groups.split(',') }) }),
    ),
  )
}
