import { uniform } from './chance.js'
import type { PlannedRace } from './weekPlan.js'
import { isSummerTime } from '../calendar.js'

const hour = 3_600_000
const msPerDay = 24 * hour

/** The instant a race goes off, in ms since the epoch. */
export function offAt(race: PlannedRace): number {
  return race.day * msPerDay + race.off * 60_000 - (isSummerTime(race.day) ? hour : 0)
}

/**
 * What a racecard shows. A card appears 7 days before: `entered`, with horses that will not be declared and without numbers, stalls and riders.
 * Two days before it is `declared`, with first prices; the evening before `priced` by all; in the morning come the first non-runners,
 * changed riders and the going (`morning`), half an hour before the off the rest and the last prices (`final`, for ever after).
 */
export type CardStage = 'entered' | 'declared' | 'priced' | 'morning' | 'final'

/** The stage of a card at an instant and when it began; null before it appears. */
export function cardStage(race: PlannedRace, at: number): { stage: CardStage; since: number } | null {
  const midnight = race.day * msPerDay
  const stages: readonly (readonly [CardStage, number])[] = [
    ['final', offAt(race) - hour / 2],
    ['morning', midnight + 8.5 * hour],
    ['priced', midnight - 8 * hour],
    ['declared', midnight - 37.5 * hour],
    ['entered', midnight - 7 * msPerDay - hour],
  ]
  for (const [stage, since] of stages) if (at >= since) return { stage, since }
  return null
}

/**
 * What a result has come to: 0 some minutes after the off, 1 from the next day on with ratings, 2 after three days with
 * corrected prizes, weights and runners, 3 after six with disqualifications. Null before the result is known.
 */
export function resultVersion(seed: number, race: PlannedRace, at: number): number | null {
  const known = offAt(race) + (9 + Math.floor(uniform(seed, 121, race.key) * 8)) * 60_000
  if (at < known) return null
  const since = (days: number) => at >= race.day * msPerDay + days * msPerDay + 11 * hour
  return since(6) ? 3 : since(3) ? 2 : since(1) ? 1 : 0
}

/** The corrections of a race, each null where there is none. They show from their version on. */
export interface Corrections {
  /** Factor on the prizes first published (version 2 has them right). */
  readonly firstPrizes: number
  /** Place in the finishing order of the runner whose weight was first given wrongly. */
  readonly wrongWeight: number | null
  /** Place in the finishing order of a runner that was first left out. */
  readonly leftOut: number | null
  /** Whether the winner is disqualified (version 3). */
  readonly disqualified: boolean
}

export function correctionsOf(seed: number, race: PlannedRace): Corrections {
  const u = (tag: number) => uniform(seed, tag, race.key)
  return {
    firstPrizes: u(122) < 0.03 ? 0.95 : 1,
    wrongWeight: u(123) < 0.02 ? 1 + Math.floor(u(124) * 3) : null,
    leftOut: u(125) < 0.01 ? 3 + Math.floor(u(126) * 3) : null,
    disqualified: u(127) < 0.004,
  }
}
