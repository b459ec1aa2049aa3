import type { JsonObject } from '../racingSource.js'
import { isSummerTime } from '../calendar.js'
import { uniform } from './chance.js'
import { type CardStage, offAt } from './changes.js'
import { rung } from './market.js'
import type { PlannedRace } from './weekPlan.js'

/** Bookmakers as the vendor spells them, with each-way terms where it gives some, and whether they price early. */
const bookmakers: readonly {
  readonly name: string
  readonly places: string
  readonly part: string
  readonly early: boolean
}[] =
  'Bet365+|Sky Bet+|Paddy Power+|William Hill+|888 Sport:2/4|Betfair Sportsbook|Bet Victor|Coral:1/1|Unibet|Spread Ex:1/1|Betfred+|Boyle Sports|10 Bet|Star Sports|Bet UK|Sporting Index|Livescore Bet|Quinn Bet:1/1|Betway|Ladbrokes:1/1|Pari Match|V Bet:1/1|Tote|Betfair Exchange|Matchbook'
    .split('|')
    .map((text) => {
      const [, name = text, plus, places = '', part = ''] = /^([^:+]+)(\+)?(?::(\d)\/(\d))?$/.exec(text) ?? []
      return { name, places, part, early: plus === '+' }
    })

/**
 * The prices of a runner on a card: none when entered, a few bookmakers once declared, all of them from the evening before, and in the end
 * with the history of how they got there. `fair` is the price the market ends at.
 */
export function oddsOf(
  seed: number,
  race: PlannedRace,
  horse: number,
  fair: number,
  stage: CardStage,
  since: number,
): readonly JsonObject[] {
  if (stage === 'entered') return []
  const steps = stageSteps[stage]
  const quoting = stage === 'declared' ? bookmakers.filter((one) => one.early) : bookmakers
  return quoting.map((bookmaker, i) => {
    const updated = since + Math.floor(uniform(seed, 151, race.key, i) * 25 * 60_000)
    const now = quote(seed, race, horse, fair, i, steps, bookmaker.name)
    return {
      bookmaker: bookmaker.name,
      fractional: now.fractional,
      decimal: now.decimal,
      ew_places: bookmaker.places,
      ew_denom: bookmaker.part,
      updated: londonTime(race, updated),
      history: bookmaker.early && stage !== 'declared' ? historyOf(seed, race, horse, fair, i, steps, updated) : [],
    }
  })
}

const stageSteps: Readonly<Record<CardStage, number>> = { entered: 0, declared: 1, priced: 2, morning: 3, final: 4 }

function historyOf(
  seed: number,
  race: PlannedRace,
  horse: number,
  fair: number,
  i: number,
  steps: number,
  updated: number,
): readonly JsonObject[] {
  const history: JsonObject[] = []
  for (let step = 1; step < steps; step++) {
    const then = quote(seed, race, horse, fair, i, step, '')
    const at = Math.min(updated, offAt(race)) - (steps - step) * 9 * 3_600_000 + i * 60_000
    history.push({ changed_at: londonTime(race, at), fractional: then.fractional, decimal: then.decimal })
  }
  return history
}

function quote(
  seed: number,
  race: PlannedRace,
  horse: number,
  fair: number,
  i: number,
  step: number,
  bookmaker: string,
): { fractional: string; decimal: string } {
  if (bookmaker === 'V Bet') return { fractional: 'SP', decimal: '0' }
  // Prices drift towards the last one; each bookmaker errs a little.
  const drift = (uniform(seed, 152, race.key, horse) - 0.5) * 0.12 * (4 - step)
  const own = (uniform(seed, 153, horse, i * 8 + step) - 0.5) * 0.07
  const price = Math.max(1.08, (fair - 1) * (1 + drift + own) + 1)
  if (bookmaker === 'Betfair Exchange' || bookmaker === 'Matchbook') {
    const exact = Math.round((price * 1.06 + Number.EPSILON) * 100) / 100
    const [numerator, denominator] = rung(exact)
    return { fractional: `${numerator}/${denominator}`, decimal: String(exact) }
  }
  const [numerator, denominator] = rung(price)
  return {
    fractional: denominator === 1 ? String(numerator) : `${numerator}/${denominator}`,
    decimal: String(Math.round((numerator / denominator + 1) * 100) / 100),
  }
}

/** `2023-07-22 14:03:40` in London. */
function londonTime(race: PlannedRace, at: number): string {
  return new Date(at + (isSummerTime(race.day) ? 3_600_000 : 0)).toISOString().slice(0, 19).replace('T', ' ')
}
