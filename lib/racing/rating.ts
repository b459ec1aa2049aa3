import { greatestInt, readSignedInt } from './numbers.js'
import type { OnUnreadable } from './readings.js'

/**
 * A rating (`or`, `rpr`, `tsr`, `ofr`, `ts`): `47` → 47, `–` → null. Speed figures of slow races are negative (`-7` is in
 * the recorded days). Anything but a whole number within int4 is unreadable.
 */
export function readRating(raw: unknown, field: string, on?: OnUnreadable): number | null {
  return readSignedInt(raw, -greatestInt, field, on)
}
