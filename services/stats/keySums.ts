/**
 * Which rows a change of facts touches, and how. A row that keeps its runs or gains some is changed by the difference: sums are
 * added to and subtracted from, least and latest values compared. Where the run that gave such a value may have gone, and where
 * nothing is left but what went, the row is counted again from its facts, because a greatest value cannot be subtracted.
 */
import { entityColumns, entityTypes, pairs, parents, people, type EntityType } from './entityTypes.js'
import type { FactChange } from './factChange.js'
import type { RunFact } from './runFact.js'
import { addRun, emptySums, type Sums } from './sums.js'

type Key = readonly (string | number)[]

/** What a change makes of one key: differences of sums, and the least and latest values of the runs that were added. */
export interface KeySums extends Sums {
  readonly key: Key
  timed_runs: number
  time_sum_cs: number
  best_cs: number | null
  last_finish_key: string | null
  last_run_date: string | null
  last_win_date: string | null
  /** Latest fetch time, ms. */
  fetched_at: number
  /** Runs by going; none of no difference. */
  readonly goings: Readonly<Record<string, number>>
}

export interface TouchedKeys {
  readonly add: readonly KeySums[]
  readonly recount: readonly Key[]
}

type KeysOfRun = (run: RunFact) => Key[]

const entityId = (run: RunFact, type: EntityType): string | null => run[entityColumns[type]]

/** The entities of some kinds that take part in a run, with something else that the key has. */
const keysOf = (run: RunFact, types: readonly EntityType[], ...rest: Key): Key[] =>
  types.flatMap((type) => {
    const id = entityId(run, type)
    return id === null ? [] : [[type, id, ...rest]]
  })

export const distanceKeys: KeysOfRun = (run) =>
  run.distance_group === null ? [] : keysOf(run, entityTypes, run.distance_group)

export const venueKeys: KeysOfRun = (run) => (run.course_id === null ? [] : keysOf(run, entityTypes, run.course_id))

export const pairKeys: KeysOfRun = (run) =>
  pairs.flatMap(([first, second]) => {
    const a = entityId(run, first)
    const b = entityId(run, second)
    return a === null || b === null ? [] : [[first, a, second, b]]
  })

export const peopleKeys: KeysOfRun = (run) => keysOf(run, people)

/** Races without a class have the empty one. */
export const parentKeys: KeysOfRun = (run) => keysOf(run, parents, run.race_class ?? '')

const winDate = (run: RunFact) => (run.position === 1 ? run.race_date : null)

type Value = number | string | null

const greatest = <T extends Exclude<Value, null>>(values: readonly (T | null)[]): T | null =>
  values.reduce<T | null>((most, one) => (one !== null && (most === null || one > most) ? one : most), null)

/** What is kept of the runs of a key beside sums, as what is greatest. */
const extremes: readonly ((run: RunFact) => Value)[] = [
  (run) => run.fetched_at,
  (run) => run.race_date,
  winDate,
  (run) => run.finish_key,
  (run) => (run.time_cs === null ? null : -run.time_cs),
]

/** Whether a run that went may have given a value that none of the new ones reaches. */
function mayLose(added: readonly RunFact[], removed: readonly RunFact[]): boolean {
  return extremes.some((of) => {
    const gone = greatest(removed.map(of))
    if (gone === null) return false
    const come = greatest(added.map(of))
    return come === null || come < gone
  })
}

function goingsOf(added: readonly RunFact[], removed: readonly RunFact[]): Record<string, number> {
  const counts = new Map<string, number>()
  const count = (runs: readonly RunFact[], sign: number) => {
    for (const { going } of runs) if (going !== null) counts.set(going, (counts.get(going) ?? 0) + sign)
  }
  count(added, 1)
  count(removed, -1)
  return Object.fromEntries([...counts].filter(([, runs]) => runs !== 0))
}

function sumsOf(key: Key, added: readonly RunFact[], removed: readonly RunFact[]): KeySums {
  const sums = emptySums()
  for (const run of added) addRun(sums, run, 1)
  for (const run of removed) addRun(sums, run, -1)
  const timesOf = (runs: readonly RunFact[]) => runs.map((run) => run.time_cs).filter((time) => time !== null)
  const [come, gone] = [timesOf(added), timesOf(removed)]
  const total = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0)
  return {
    ...sums,
    key,
    timed_runs: come.length - gone.length,
    time_sum_cs: total(come) - total(gone),
    best_cs: come.length === 0 ? null : Math.min(...come),
    last_finish_key: greatest(added.map((run) => run.finish_key)),
    last_run_date: greatest(added.map((run) => run.race_date)),
    last_win_date: greatest(added.map(winDate)),
    fetched_at: Math.max(...added.map((run) => run.fetched_at)),
    goings: goingsOf(added, removed),
  }
}

/** Splits the keys that a change touches into those to change by difference and those to count again. */
export function touchedKeys(change: FactChange, keysOfRun: KeysOfRun): TouchedKeys {
  const touched = new Map<string, { key: Key; added: RunFact[]; removed: RunFact[] }>()
  const sort = (runs: readonly RunFact[], side: 'added' | 'removed') => {
    for (const run of runs) {
      for (const key of keysOfRun(run)) {
        const name = key.join('\n')
        const one = touched.get(name) ?? { key, added: [], removed: [] }
        one[side].push(run)
        touched.set(name, one)
      }
    }
  }
  sort(change.added, 'added')
  sort(change.removed, 'removed')
  const add: KeySums[] = []
  const recount: Key[] = []
  for (const { key, added, removed } of touched.values()) {
    if (added.length === 0 || mayLose(added, removed)) recount.push(key)
    else add.push(sumsOf(key, added, removed))
  }
  return { add, recount }
}
