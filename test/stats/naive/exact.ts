/** Exact fractions in whole numbers: no float and no library between the definition of a statistic and its digits. */

export interface Fraction {
  readonly over: bigint
  /** Always positive. */
  readonly under: bigint
}

export function whole(value: number | bigint): Fraction {
  return { over: BigInt(value), under: 1n }
}

/** `-12.340` exactly. Throws where the text is no decimal number. */
export function decimal(text: string): Fraction {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (found === null) throw new Error(`'${text}' is no decimal number`)
  const [, sign = '', before = '', after = ''] = found
  const over = BigInt(before + after)
  return { over: sign === '-' ? -over : over, under: 10n ** BigInt(after.length) }
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under }
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { over: -b.over, under: b.under })
}

/** a ÷ b. Throws where b is 0. */
export function divided(a: Fraction, b: Fraction): Fraction {
  if (b.over === 0n) throw new Error('division by zero')
  const sign = b.over < 0n ? -1n : 1n
  return { over: sign * a.over * b.under, under: sign * a.under * b.over }
}

export function isLess(a: Fraction, b: Fraction): boolean {
  return a.over * b.under < b.over * a.under
}

/** Rounded to `digits` decimals, half away from zero. */
export function rounded(a: Fraction, digits: number): Fraction {
  const scale = 10n ** BigInt(digits)
  const size = a.over < 0n ? -a.over : a.over
  const steps = (2n * size * scale + a.under) / (2n * a.under)
  return { over: a.over < 0n ? -steps : steps, under: scale }
}

/** As text without needless zeros, so that `0.50` and `0.5` are one; the fraction must have finitely many decimals. */
export function asText(a: Fraction): string {
  const size = a.over < 0n ? -a.over : a.over
  let rest = size % a.under
  let text = ''
  while (rest !== 0n) {
    if (text.length > 40) throw new Error('a fraction without an end')
    rest *= 10n
    text += String(rest / a.under)
    rest %= a.under
  }
  const before = String(size / a.under)
  return `${a.over < 0n ? '-' : ''}${before}${text === '' ? '' : `.${text}`}`
}

/** A decimal text without needless zeros; null stays. */
export function plain(text: string | null): string | null {
  return text === null ? null : asText(decimal(text))
}
