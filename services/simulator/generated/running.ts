import { bell, chances, uniform } from './chance.js'
import type { Declared } from './declarations.js'
import { marketOf, type Price } from './market.js'
import { yardPounds } from './people.js'
import { slowness } from './weather.js'
import type { PlannedRace } from './weekPlan.js'

/** How a runner's race ended. */
export interface Finish {
  readonly runner: Declared
  /** Null for those that did not finish. */
  readonly position: number | null
  /** `PU`, `F`, … where there is no position. */
  readonly code: string | null
  /** Lengths behind the one before and behind the winner; null without a position. */
  readonly margin: number | null
  readonly behind: number | null
  readonly seconds: number | null
  /** What the run was worth, in pounds. */
  readonly worth: number
  readonly price: Price
}

/** A race after it was run: finishers in order, then the others. */
export interface Running {
  readonly finishes: readonly Finish[]
  readonly winningSeconds: number
  /** Against the standard time: positive is slow. */
  readonly slowBy: number
  readonly going: string
}

/** How far luck reaches, in pounds: the scale of the Gumbel noise, which makes chances of winning a softmax of strength. */
const luck = 7.4

/**
 * Runs a race. Strength is what a horse is worth on the day less the weight it carries; with Gumbel noise on it the chance of winning
 * is exp(s/luck) / Σ exp(s/luck) (the Luce model), which the market knows up to its own error: so prices and winners agree as in life.
 */
export function runRace(seed: number, race: PlannedRace, field: readonly Declared[], going: string): Running {
  const runners = field.filter((runner) => runner.withdrawn === null)
  const strengths = runners.map((runner) => strengthOf(seed, race, runner, going))
  const prices = marketOf(
    seed,
    race,
    runners,
    strengths.map((strength) => strength / luck),
  )
  const draw = chances(seed, 101, race.key)
  const performances = runners.map((runner, i) => ({
    runner,
    price: prices[i] as Price,
    level: (strengths[i] ?? 0) - luck * Math.log(-Math.log(uniform(seed, 102, race.key, runner.horse) + 1e-12) + 1e-12),
  }))
  performances.sort((a, b) => b.level - a.level)

  const isVoid = uniform(seed, 103, race.key) < 0.0003
  const lengthsPerPound = Math.max(0.33, Math.min(1, race.furlongs / 16))
  const standard = standardSeconds(race)
  const slowBy = standard * (slowness(going) + draw.bell() * 0.006)
  const perLength = race.type === 'Flat' ? (race.furlongs <= 8.5 ? 0.2 : 0.17) : race.type === 'Chase' ? 0.25 : 0.23
  const finished: typeof performances = []
  const others: { done: (typeof performances)[number]; code: string }[] = []
  for (const [place, done] of performances.entries()) {
    const code = isVoid ? 'VOI' : mishap(seed, race, done.runner.horse, place / performances.length)
    // Somebody has to win.
    if (code === null || (!isVoid && finished.length === 0 && place === performances.length - 1)) finished.push(done)
    else others.push({ done, code })
  }

  const finishes: Finish[] = []
  let behind = 0
  let position = 0
  const base = finished[0]?.level ?? 0
  for (const [i, done] of finished.entries()) {
    const gap = i === 0 ? 0 : ((finished[i - 1]?.level ?? 0) - done.level) * lengthsPerPound
    // A photograph that separates nothing: the two share a number.
    const deadHeat = i > 0 && gap < 0.012
    const margin = i === 0 || deadHeat ? 0 : marginOf(gap)
    behind += margin
    if (!deadHeat) position = i + 1
    finishes.push({
      runner: done.runner,
      position,
      code: null,
      margin,
      behind,
      seconds: standard + slowBy + behind * perLength,
      worth: done.level + done.runner.lbs - luck * 1.1,
      price: done.price,
    })
  }
  for (const { done, code } of others) {
    finishes.push({
      runner: done.runner,
      position: null,
      code,
      margin: null,
      behind: null,
      seconds: null,
      worth: base,
      price: done.price,
    })
  }
  return { finishes, winningSeconds: standard + slowBy, slowBy, going }
}

/** Pounds a horse is worth today, less those on its back. */
function strengthOf(seed: number, race: PlannedRace, runner: Declared, going: string): number {
  const { horse, rating, trip } = runner.candidate
  const wellbeing = bell(seed, 104, horse, Math.floor(race.day / 40)) * 4.6 + bell(seed, 105, horse, race.key) * 1.5
  const ground = bell(seed, 106, horse, going.length) * 2.2
  const distance = -Math.min(10, (Math.abs(trip - race.furlongs) / race.furlongs) * 16)
  const rider = runner.rider.claim * 0.8 - Math.min(4, runner.rider.slot / 60)
  return rating + wellbeing + ground + distance + rider + yardPounds(seed, horse, race.year) - runner.lbs
}

/** Chances of not finishing, per runner and hundred races. */
const mishaps: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  Chase: [
    ['F', 3.1],
    ['UR', 2.1],
    ['BD', 0.35],
    ['RO', 0.25],
    ['SU', 0.15],
    ['REF', 0.2],
    ['CO', 0.08],
    ['RR', 0.08],
  ],
  Hurdle: [
    ['F', 1.5],
    ['UR', 0.6],
    ['BD', 0.2],
    ['RO', 0.15],
    ['SU', 0.12],
    ['REF', 0.05],
    ['CO', 0.05],
    ['RR', 0.07],
  ],
  'NH Flat': [
    ['UR', 0.1],
    ['RO', 0.1],
    ['SU', 0.08],
  ],
  Flat: [
    ['UR', 0.06],
    ['RR', 0.05],
    ['SU', 0.03],
    ['RO', 0.01],
    ['LFT', 0.01],
  ],
}
/** Pulled up: those at the back of the field. */
const pulledUp: Readonly<Record<string, number>> = { Chase: 31, Hurdle: 22, 'NH Flat': 3, Flat: 0.35 }

function mishap(seed: number, race: PlannedRace, horse: number, place: number): string | null {
  let u = uniform(seed, 107, race.key, horse) * 100
  for (const [code, chance] of mishaps[race.type] ?? []) {
    u -= chance
    if (u < 0) return code
  }
  if (place < 0.55) return null
  return uniform(seed, 108, race.key, horse) * 100 < (pulledUp[race.type] ?? 0) ? 'PU' : null
}

/** The judge's margins: a nose 0.05, a short head 0.1, a head 0.2, a neck 0.3, then fractions and whole lengths, at most 99. */
function marginOf(lengths: number): number {
  if (lengths < 0.07) return 0.05
  if (lengths < 0.14) return 0.1
  if (lengths < 0.25) return 0.2
  if (lengths < 0.4) return 0.3
  if (lengths < 5) return Math.round(lengths * 4) / 4
  if (lengths < 11) return Math.round(lengths * 2) / 2
  return Math.min(99, Math.round(lengths))
}

/** A standard time in seconds by type and distance. */
export function standardSeconds(race: PlannedRace): number {
  const { furlongs, type } = race
  if (type === 'Flat') return furlongs * (11.65 + 0.075 * furlongs) + (race.course.index % 7) * 0.15
  return furlongs * (type === 'Chase' ? 15.1 : type === 'Hurdle' ? 14.6 : 14.2) + (race.course.index % 7) * 0.5
}
