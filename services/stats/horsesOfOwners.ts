import type { FactChange } from './factChange.js'

/** Runs of a horse for an owner that a change of facts adds or takes away: whether there are more such runs is asked of the facts. */
export interface HorseOfOwner {
  readonly owner_id: string
  readonly horse_id: string
  /** Whether a run of the two went. */
  had: boolean
  /** The races of the runs that came. */
  readonly races: string[]
}

/** The owners and horses of a change, each pair once. */
export function horsesOfOwners(change: FactChange): HorseOfOwner[] {
  const pairs = new Map<string, HorseOfOwner>()
  const pairOf = (owner_id: string, horse_id: string) => {
    const name = `${owner_id}\n${horse_id}`
    const pair = pairs.get(name) ?? { owner_id, horse_id, had: false, races: [] }
    pairs.set(name, pair)
    return pair
  }
  for (const run of change.added) if (run.owner_id !== null) pairOf(run.owner_id, run.horse_id).races.push(run.race_id)
  for (const run of change.removed) if (run.owner_id !== null) pairOf(run.owner_id, run.horse_id).had = true
  return [...pairs.values()]
}
