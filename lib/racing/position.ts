import type { OnUnreadable } from './readings.js'
import { readText } from './text.js'

export interface Position {
  /** Finishing position; dead-heaters share it. Null for everyone who did not finish. */
  readonly position: number | null
  /** As sent, also for finishers; `DIED` for `Died as a 5`. */
  readonly code: string | null
}

const finishers: readonly Position[] = Array.from({ length: 61 }, (_, n) => ({
  position: n === 0 ? null : n,
  code: String(n),
}))
const none: Position = { position: null, code: null }

/**
 * A finishing position: `"1"` → 1, `"PU"` → null with code `PU`, `"Died as a 5"` → null with code `DIED` (5 was its age),
 * `"0"` → null. A number too large for a position is unreadable.
 */
export function readPosition(raw: unknown, field: string, on?: OnUnreadable): Position {
  const code = readText(raw, field, on, 40)
  if (code === null) return none
  const known = finishers[Number(code)]
  if (known !== undefined && known.code === code) return known
  if (/^died\b/i.test(code)) return { position: null, code: 'DIED' }
  if (!/^\d+(\.0+)?$/.test(code)) return { position: null, code }
  const position = Number(code)
  if (position <= 999) return { position: position === 0 ? null : position, code }
  on?.(field, raw)
  return none
}

/** Whether a result runner with this code ran: everything but NR, WDU, VOI and VO, in any case; no code at all is a run. */
export function isRun(code: string | null): boolean {
  if (code === null || code.length > 3 || code.length < 2) return true
  const upper = code.toUpperCase()
  return upper !== 'NR' && upper !== 'WDU' && upper !== 'VOI' && upper !== 'VO'
}

/** Whether a result's code says that the horse did not take part: NR or WDU (a void race is no evidence). */
export function isWithdrawn(code: string | null): boolean {
  if (code === null || code.length > 3) return false
  const upper = code.toUpperCase()
  return upper === 'NR' || upper === 'WDU'
}
