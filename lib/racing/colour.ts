import type { OnUnreadable } from './readings.js'
import { readLabel } from './text.js'

/** A horse's colour in lower case: `b`, `CH` → `ch`, `b/br`. */
export function readColour(raw: unknown, field: string, on?: OnUnreadable): string | null {
  return readLabel(raw, field, on)?.toLowerCase() ?? null
}
