import type { OnUnreadable } from './readings.js'
import { readLabel } from './text.js'

export interface HorseName {
  /** Without the bred-in suffix. */
  readonly name: string | null
  /** The suffix as a region code, `UK` as `GB`; null without one. */
  readonly bred: string | null
}

const suffix = /\s*\(([A-Z]{2,3})\)$/
const code = /^[A-Z]{2,3}$/
const none: HorseName = { name: null, bred: null }

function regionCode(letters: string): string {
  return letters === 'UK' ? 'GB' : letters
}

/** A horse's name and where it was bred: `Create (IRE)` → Create, IRE; `Galileo` → Galileo, null. */
export function readHorseName(raw: unknown, field: string, on?: OnUnreadable): HorseName {
  const text = readLabel(raw, field, on)
  if (text === null) return none
  if (!text.endsWith(')')) return { name: text, bred: null }
  const parts = suffix.exec(text)
  if (parts === null) return { name: text, bred: null }
  const name = text.slice(0, parts.index)
  return { name: name === '' ? null : name, bred: regionCode(parts[1] as string) }
}

/** A region code of two or three letters in upper case: `ire` → `IRE`, `UK` → `GB`. */
export function readRegion(raw: unknown, field: string, on?: OnUnreadable): string | null {
  const text = readLabel(raw, field, on)
  if (text === null) return null
  const upper = text.toUpperCase()
  if (code.test(upper)) return regionCode(upper)
  on?.(field, raw)
  return null
}

/** What makes two names equal: no suffix, any case, one blank between words. */
export function nameKey(name: string): string {
  return name.replace(suffix, '').replace(/\s+/g, ' ').trim().toLowerCase()
}
