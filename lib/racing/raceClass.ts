import type { OnUnreadable } from './readings.js'
import { readLabel } from './text.js'

/** A race's class: `Class 4`, `class 4` and `4` → `Class 4`; empty stays null (all Irish races); other texts as sent. */
export function readRaceClass(raw: unknown, field: string, on?: OnUnreadable): string | null {
  const text = readLabel(raw, field, on)
  if (text === null) return null
  const parts = /^(?:class\s*)?(\d)$/i.exec(text)
  return parts === null ? text : `Class ${parts[1]}`
}
