import type { OnUnreadable } from './readings.js'
import { readInt } from './numbers.js'
import { readId, readLabel } from './text.js'

export interface Jockey {
  readonly id: string | null
  /** Without the claim. */
  readonly name: string | null
  readonly claimLbs: number | null
  /** Called Non-Runner, in any case: nobody rides, and that is evidence. */
  readonly isNonRunner: boolean
}

const claim = /\s*\((\d{1,2})\)$/
const nonRunner = /^non[\s-]*runner$/i
const nobody: Jockey = { id: null, name: null, claimLbs: null, isNonRunner: true }

/**
 * A jockey: `Joe Williamson(5)` → Joe Williamson claiming 5; no bracket: claim null. A result's own `jockey_claim_lbs`
 * goes before a bracket. `Non-Runner` is no jockey: id, name and claim null.
 */
export function readJockey(name: unknown, id: unknown, claimLbs: unknown, place: string, on?: OnUnreadable): Jockey {
  const text = readLabel(name, `${place}jockey`, on)
  const parts = text === null || !text.endsWith(')') ? null : claim.exec(text)
  const bare = text === null || parts === null ? text : text.slice(0, parts.index) || null
  if (bare !== null && bare.length <= 12 && nonRunner.test(bare)) return nobody
  return {
    id: readId(id, `${place}jockey_id`, on),
    name: bare,
    claimLbs: readInt(claimLbs, `${place}jockey_claim_lbs`, on) ?? (parts === null ? null : Number(parts[1])),
    isNonRunner: false,
  }
}
