/**
 * Which published rows a change of facts touches, and how: keys that only gain runs get sums to add; keys that lose one are
 * counted again.
 */
import { entityColumns, entityTypes, pairs, type EntityType } from './entityTypes.js'
import type { FactChange } from './factChange.js'
import type { RunFact } from './runFact.js'
import { addRun, emptySums, type Sums } from './sums.js'

/** Sums of the new runs of one key; for distances with times and goings. */
export interface KeySums extends Sums {
  readonly key: readonly (string | number)[]
  timed_runs: number
  time_sum_cs: number
  best_cs: number | null
  last_finish_key: string | null
  readonly goings: Record<string, number>
}

export interface TouchedKeys {
  readonly add: readonly KeySums[]
  readonly recount: readonly (readonly (string | number)[])[]
}

type KeysOfRun = (run: RunFact) => (readonly (string | number)[])[]

const entityId = (run: RunFact, type: EntityType): string | null => run[entityColumns[type]]

export const distanceKeys: KeysOfRun = (run) => {
  const group = run.distance_group
  if (group === null) return []
  return entityTypes.flatMap((type) => {
    const id = entityId(run, type)
    return id === null ? [] : [[type, id, group]]
  })
}

export const venueKeys: KeysOfRun = (run) => {
  const venue = run.course_id
  if (venue === null) return []
  return entityTypes.flatMap((type) => {
    const id = entityId(run, type)
    return id === null ? [] : [[type, id, venue]]
  })
}

export const pairKeys: KeysOfRun = (run) =>
  pairs.flatMap(([first, second]) => {
    const a = entityId(run, first)
    const b = entityId(run, second)
    return a === null || b === null ? [] : [[first, a, second, b]]
  })

function addTimes(sums: KeySums, run: RunFact): void {
  if (run.time_cs !== null) {
    sums.timed_runs += 1
    sums.time_sum_cs += run.time_cs
    sums.best_cs = sums.best_cs === null ? run.time_cs : Math.min(sums.best_cs, run.time_cs)
  }
  if (run.finish_key !== null && (sums.last_finish_key === null || run.finish_key > sums.last_finish_key))
    sums.last_finish_key = run.finish_key
  if (run.going !== null) sums.goings[run.going] = (sums.goings[run.going] ?? 0) + 1
}

/** Splits the keys that a change touches into those to add to and those to count again. */
export function touchedKeys(change: FactChange, keysOf: KeysOfRun): TouchedKeys {
  const recount = new Map<string, readonly (string | number)[]>()
  for (const run of change.removed) for (const key of keysOf(run)) recount.set(key.join('\n'), key)
  const add = new Map<string, KeySums>()
  for (const run of change.added) {
    for (const key of keysOf(run)) {
      const name = key.join('\n')
      if (recount.has(name)) continue
      let sums = add.get(name)
      if (sums === undefined) {
        sums = {
          ...emptySums(),
          key,
          timed_runs: 0,
          time_sum_cs: 0,
          best_cs: null,
          last_finish_key: null,
          goings: Object.create(null) as Record<string, number>,
        }
        add.set(name, sums)
      }
      addRun(sums, run)
      addTimes(sums, run)
    }
  }
  return { add: [...add.values()], recount: [...recount.values()] }
}
