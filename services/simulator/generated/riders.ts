import { hash, uniform } from './chance.js'
import { jockeyAt, type JockeyGroup, jockeyGroup, jockeySlots, type Person } from './people.js'
import type { PlannedRace } from './weekPlan.js'

/** A jockey in a race. */
export interface Rider extends Person {
  /** Pounds claimed. */
  readonly claim: number
  /** Place among the jockeys of the group: lower is busier. */
  readonly slot: number
}

/** The jockeys at a meeting, by place: those with rides booked, and those who could be called. */
export interface Roster {
  readonly group: JockeyGroup
  readonly booked: readonly number[]
  readonly reserves: readonly number[]
}

/** How rarely the jockeys of a place are asked. */
const rarity = Array.from({ length: 400 }, (_, slot) => (slot + 9) ** 0.9)

/** The rosters of a day by course: a jockey is at one meeting of his country and code only. */
export function rostersOf(seed: number, day: number, races: readonly PlannedRace[]): ReadonlyMap<number, Roster> {
  const meetings = new Map<JockeyGroup, number[]>()
  for (const { course, discipline } of races) {
    const group = jockeyGroup(course.region, discipline)
    const known = meetings.get(group) ?? []
    if (!known.includes(course.index)) meetings.set(group, [...known, course.index])
  }
  const rosters = new Map<number, Roster>()
  for (const [group, at] of meetings) {
    at.sort((a, b) => a - b)
    const booked: number[][] = at.map(() => [])
    const reserves: number[][] = at.map(() => [])
    for (let slot = 0; slot < jockeySlots[group]; slot++) {
      const where = hash(seed, 97, slot + group.length * 1000, day)
      ;((where >>> 8) % 5 < 2 ? booked : reserves)[where % at.length]?.push(slot)
    }
    for (const [i, course] of at.entries())
      rosters.set(course, { group, booked: booked[i] ?? [], reserves: reserves[i] ?? [] })
  }
  return rosters
}

/** The riders of a race, the busiest first: drawn by how busy they are; reserves only where too few are booked. */
export function ridersOf(seed: number, race: PlannedRace, roster: Roster, wanted: number): Rider[] {
  const { group, booked, reserves } = roster
  const candidates = booked.length >= wanted ? booked : [...booked, ...reserves.slice(0, wanted - booked.length)]
  const keys = new Float64Array(candidates.length)
  // An exponential clock for each, faster for the busy: the first to ring ride. The place is kept in the low digits of the sort key.
  for (const [i, slot] of candidates.entries()) {
    keys[i] = Math.floor(-Math.log(uniform(seed, 98, race.key, slot) + 1e-12) * (rarity[slot] ?? 1) * 1e6) * 1024 + i
  }
  keys.sort()
  const riders: Rider[] = []
  for (let i = 0; i < wanted && i < keys.length; i++) {
    const slot = candidates[(keys[i] ?? 0) % 1024] ?? 0
    riders.push({ ...jockeyAt(seed, group, slot, race.year), slot })
  }
  return riders
}
