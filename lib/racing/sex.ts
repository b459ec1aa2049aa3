import type { OnUnreadable } from './readings.js'
import { readLabel } from './text.js'

export type SexCode = 'G' | 'M' | 'F' | 'C' | 'H' | 'R'

export interface Sex {
  /** The word: gelding, mare, filly, colt, horse, rig. */
  readonly sex: string | null
  readonly code: SexCode | null
}

const words: Readonly<Record<SexCode, string>> = {
  G: 'gelding',
  M: 'mare',
  F: 'filly',
  C: 'colt',
  H: 'horse',
  R: 'rig',
}
const codes: ReadonlyMap<string, SexCode> = new Map(
  (Object.keys(words) as SexCode[]).flatMap((code) => [
    [code, code],
    [code.toLowerCase(), code],
    [words[code], code],
  ]),
)

function readCode(raw: unknown, field: string, on?: OnUnreadable): SexCode | null {
  const text = readLabel(raw, field, on)
  if (text === null) return null
  const code = codes.get(text) ?? codes.get(text.toLowerCase())
  if (code !== undefined) return code
  on?.(field, raw)
  return null
}

/**
 * A horse's sex from the word and the code, each taken as either (a result's `sex` is the code, a card's the word);
 * where only one is sent, the other is derived from it.
 */
export function readSex(sex: unknown, sexCode: unknown, place: string, on?: OnUnreadable): Sex {
  const fromWord = readCode(sex, `${place}sex`, on)
  const fromCode = readCode(sexCode, `${place}sex_code`, on)
  const word = fromWord ?? fromCode
  return { sex: word === null ? null : words[word], code: fromCode ?? fromWord }
}

/** Whether a horse of this sex can be a sire (C, H, G, R) … */
export function isMale(code: string | null): boolean {
  return code === 'C' || code === 'H' || code === 'G' || code === 'R'
}

/** … or a dam (F, M). */
export function isFemale(code: string | null): boolean {
  return code === 'F' || code === 'M'
}
