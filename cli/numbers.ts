import { UsageError } from './usage.js'

/** A number given as an option, within bounds. @throws UsageError with the range and an example */
export function numberOption(
  name: string,
  text: string,
  bounds: { readonly least: number; readonly most: number; readonly example: number; readonly whole?: true },
): number {
  const { least, most, example, whole } = bounds
  const number = text.trim() === '' ? NaN : Number(text)
  if (!(number >= least && number <= most) || (whole === true && !Number.isInteger(number)))
    throw new UsageError(
      `${name} takes a ${whole === true ? 'whole ' : ''}number from ${least} to ${most}, for example ${name} ${example}; it is ${JSON.stringify(text)}.`,
    )
  return number
}

/** Which history the simulator generates. @throws UsageError */
export const seedOption = (text: string): number =>
  numberOption('--seed', text, { least: 0, most: 2 ** 31 - 1, example: 7, whole: true })
