import type { Candidate } from './available.js'
import { chances, hash, uniform } from './chance.js'
import { nameOf } from './horses.js'
import { ownerOf, type Person, type Trainer, trainerOf } from './people.js'
import { type Rider, ridersOf, type Roster } from './riders.js'
import type { PlannedRace } from './weekPlan.js'

/** A declared runner, with all that is known before the off. */
export interface Declared {
  readonly candidate: Candidate
  readonly horse: number
  readonly name: string
  readonly number: number
  /** Stall; null over jumps. */
  readonly stall: number | null
  readonly lbs: number
  readonly trainer: Trainer
  readonly owner: Person
  readonly rider: Rider
  /** Who was declared to ride, where another one did. */
  readonly firstRider: Rider | null
  readonly headgear: string
  /** Why and when it does not run: `early` ones are known in the morning; null for runners. */
  readonly withdrawn: { readonly reason: string; readonly early: boolean } | null
}

const reasons = [
  'self certificate, off feed',
  'vet certificate, lame',
  'unsuitable ground',
  'travel problems',
  'withdrawn, not eaten up',
  "withdrawn, vet's advice",
  'self certificate, coughing',
  'withdrawn; unruly',
  'self certificate, bad scope',
  'going',
]
const headgears = ['', 'p', 't', 'tp', 'h', 'b', 'v', 'ht', 'tb', 'tv', 'htp', 'e/s']
const headgearWeights = [60, 11, 10, 4.4, 4.3, 3.7, 2.6, 1.3, 1.3, 0.8, 0.1, 0.1]

/**
 * The declared field of a race in racecard order (weights, then names). `roster` has the jockeys at
 * the meeting. At least two run.
 */
export function declare(seed: number, race: PlannedRace, roster: Roster): readonly Declared[] {
  const draw = chances(seed, 91, race.key)
  const weights = weightsOf(race)
  const field = race.runners
    .map((candidate, i) => ({ candidate, lbs: weights[i] ?? 126, name: nameOf(candidate.horse) }))
    .sort((a, b) => b.lbs - a.lbs || (a.name < b.name ? -1 : 1))
  const riders = ridersOf(seed, race, roster, field.length + 2)
  const stalls = race.type === 'Flat' ? permutation((n) => draw.below(n), field.length) : null
  let running = field.length
  return field.map(({ candidate, lbs, name }, i) => {
    const { horse } = candidate
    const out = running > 2 && uniform(seed, 92, race.key, horse) < 0.05
    if (out) running -= 1
    const claims = race.pattern === '' && race.kind !== 'conditions'
    const rider = (person: Rider | undefined): Rider => {
      if (person === undefined) throw new RangeError(`race ${race.raceId} has more runners than jockeys`)
      return claims ? person : { ...person, claim: 0 }
    }
    const changed = uniform(seed, 93, race.key, horse) < 0.04
    return {
      candidate,
      horse,
      name,
      number: i + 1,
      stall: stalls === null ? null : (stalls[i] ?? i) + 1,
      lbs,
      trainer: trainerOf(seed, horse, race.year),
      owner: ownerOf(seed, horse),
      rider: rider(riders[i]),
      firstRider: changed ? rider(riders[field.length + (hash(seed, 94, race.key) % 2)]) : null,
      headgear: headgears[draw.weighted(headgearWeights)] ?? '',
      withdrawn: out
        ? {
            reason: reasons[hash(seed, 95, race.key, horse) % reasons.length] ?? 'going',
            early: hash(seed, 96, horse, race.key) % 3 > 0,
          }
        : null,
    }
  })
}

/** Handicap weights follow the ratings; elsewhere age and sex decide. */
function weightsOf(race: PlannedRace): readonly number[] {
  const flat = race.type === 'Flat'
  if (race.kind === 'handicap') {
    const top = Math.max(...race.runners.map((runner) => runner.rating))
    const [most, least] = flat ? [138, 114] : [166, 140]
    return race.runners.map((runner) => Math.max(least, most - (top - runner.rating)))
  }
  const oldest = Math.max(...race.runners.map((runner) => runner.age))
  return race.runners.map((runner) => {
    const base = flat ? 131 : race.type === 'NH Flat' ? 158 : 160
    const young = runner.age === 3 && oldest > 3 ? 9 : runner.age === 4 && oldest > 4 && !flat ? 10 : 0
    return base - young - (runner.female && race.sexRestriction === '' ? (flat ? 5 : 7) : 0)
  })
}

function permutation(below: (n: number) => number, n: number): number[] {
  const list = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[list[i], list[j]] = [list[j] as number, list[i] as number]
  }
  return list
}
