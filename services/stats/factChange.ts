/**
 * What one batch changes in the facts: runs that appear and runs that disappear. A corrected run is both.
 * Everything published follows from these two lists.
 */
import type { RunFact } from './runFact.js'

export interface FactChange {
  readonly added: readonly RunFact[]
  readonly removed: readonly RunFact[]
}

function keyOf(fact: RunFact): string {
  return `${fact.race_id}:${fact.horse_id}`
}

/** Two facts say the same when every field is equal; prizes are compared as numbers are printed, without trailing zeros. */
function sameFact(a: RunFact, b: RunFact): boolean {
  return (Object.keys(a) as (keyof RunFact)[]).every((field) => a[field] === b[field])
}

/** The difference between the stored facts of some races and the facts their events now give. */
export function factChange(stored: readonly RunFact[], current: readonly RunFact[]): FactChange {
  const before = new Map(stored.map((fact) => [keyOf(fact), fact]))
  const added: RunFact[] = []
  for (const fact of current) {
    const old = before.get(keyOf(fact))
    if (old !== undefined && sameFact(old, fact)) before.delete(keyOf(fact))
    else added.push(fact)
  }
  return { added, removed: [...before.values()] }
}
