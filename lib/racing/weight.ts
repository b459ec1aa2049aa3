import type { OnUnreadable } from './readings.js'
import { readInt } from './numbers.js'
import { readText } from './text.js'

export interface Weight {
  readonly lbs: number | null
  /** Stones and pounds: `"8-10"`. */
  readonly stLbs: string | null
}

const stones = /^(\d{1,2})\s*-\s*(\d{1,2})$/

/** Pounds of stones and pounds: `8-10` → 122. Null when it is none. */
export function poundsOf(stLbs: string): number | null {
  const parts = stones.exec(stLbs)
  if (parts === null) return null
  const pounds = Number(parts[2])
  const total = Number(parts[1]) * 14 + pounds
  return pounds < 14 && total > 0 ? total : null
}

/** Stones and pounds of pounds: 122 → `8-10`. */
export function stonesOf(lbs: number): string {
  return `${Math.floor(lbs / 14)}-${lbs % 14}`
}

/** A weight from stones (`"8-10"`) and pounds (`"122"`); each is derived from the other where only one can be read. Zero is no weight. */
export function readWeight(stLbs: unknown, lbs: unknown, stField: string, lbsField: string, on?: OnUnreadable): Weight {
  let pounds = readInt(lbs, lbsField, on)
  if (pounds === 0 || (pounds !== null && pounds > 999)) {
    on?.(lbsField, lbs)
    pounds = null
  }
  const text = readText(stLbs, stField, on, 40)
  const fromText = text === null ? null : poundsOf(text)
  if (text !== null && fromText === null) on?.(stField, stLbs)
  return {
    lbs: pounds ?? fromText,
    stLbs: fromText !== null ? text : pounds === null ? null : stonesOf(pounds),
  }
}
